import type { TicketField } from './fields.ts'
import type { Ticket } from './state.ts'
import type { TicketRules } from './story.ts'

/** The fields that a ticket has: those of its type. */
export const fieldsFor = (fields: readonly TicketField[], { type }: Pick<Ticket, 'type'>): TicketField[] =>
  fields.filter(({ types }) => types.length === 0 || types.includes(type))

/** [T17] The names of what must still be filled in before a ticket can be settled. */
export function missingFields(rules: Pick<TicketRules, 'fields'> | null, state: Ticket): string[] {
  const asked = fieldsFor(rules?.fields ?? [], state)
  return asked.filter(({ name, required }) => required && !(name in state.fields)).map(({ name }) => name)
}

/** [T17] Whether a field of this ticket can hold a value; nothing at all empties it. Not known here, the room judges. */
export function holds(rules: Pick<TicketRules, 'fields'> | null, state: Ticket, name: string, value: string): boolean {
  if (!rules) return true
  const field = fieldsFor(rules.fields, state).find((one) => one.name === name)
  if (!field) return false
  if (value === '') return true
  switch (field.kind) {
    case 'text':
      return true
    case 'number':
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(value)
    case 'date':
      return isDate(value)
    case 'choice':
      return field.choices.includes(value)
  }
}

function isDate(value: string): boolean {
  const moment = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(value)
}
