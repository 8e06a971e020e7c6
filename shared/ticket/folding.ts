import type { CommandId } from '../base/ids.ts'
import { ticketIdOf } from '../base/new-ids.ts'
import type { TicketEvent } from './events.ts'
import type { Beginning, Task, Ticket } from './state.ts'

// The longer turns of `apply`.

/** A command's id without what is derived from it. */
export const baseOf = (id: CommandId): string => id.slice(0, 28)

type Happened<Name extends TicketEvent['name']> = Extract<TicketEvent, { name: `${Name}` }>

export function opened(state: Ticket, { at, cause, data }: Happened<'ticket.v1.Opened'>): Ticket {
  const { conversation, customer, matter, from } = data
  const { reason, title, type, urgency, line, language, tier, intent } = matter
  const parent = reason === 'task' ? from : null
  const beginning: Beginning = { cause, at, reason, conversation, customer, language, tier, intent, parent }
  const waits = conversation === null ? null : at
  const self = ticketIdOf(cause)
  const parties = conversation === null ? [] : [{ conversation, customer, as: self }]
  const ties = from && parent === null ? [{ ticket: from, title: '', how: 'split' as const }] : []
  return { ...state, beginning, title, type, urgency, line, parties, ties, customerWaitsSince: waits, placed: baseOf(cause) }
}

export function said(state: Ticket, event: Happened<'ticket.v1.CustomerSaid'>): Ticket {
  const waits = state.merged ? null : (state.customerWaitsSince ?? event.at)
  const heard = { ...state, customerWaitsSince: state.status === 'closed' ? null : waits }
  return event.data.what === 'urge' ? { ...heard, urges: state.urges + 1, urgedAt: event.at } : heard
}

export function absorbed(state: Ticket, { data }: Happened<'ticket.v1.Absorbed'>): Ticket {
  const here = new Set(state.parties.map(({ conversation }) => conversation))
  const watching = new Set(state.watchers.map(({ id }) => id))
  const waits = [state.customerWaitsSince, data.customerWaitsSince].filter((since) => since !== null)
  return {
    ...tied(state, { ticket: data.ticket, title: data.title, how: 'merged' }),
    parties: [...state.parties, ...data.parties.filter(({ conversation }) => !here.has(conversation))],
    watchers: [...state.watchers, ...data.watchers.filter(({ id }) => !watching.has(id))],
    customerWaitsSince: waits.length > 0 ? Math.min(...waits) : null,
    merging: null,
  }
}

export function tied(state: Ticket, tie: Ticket['ties'][number]): Ticket {
  const ties = state.ties.filter(({ ticket, how }) => ticket !== tie.ticket || how !== tie.how)
  return { ...state, ties: [...ties, { ticket: tie.ticket, title: tie.title, how: tie.how }] }
}

export const withTask = (state: Ticket, id: CommandId, change: Partial<Task>): Ticket => ({
  ...state,
  tasks: state.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)),
})
