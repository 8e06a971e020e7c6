import { type Infer, v } from '../base/schema.ts'
import { TicketTypeName } from '../understanding/work.ts'

export const FieldName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,30}$/))

/** A field that a desk adds to its tickets. */
export const TicketField = v.strictObject({
  name: FieldName,
  label: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  /** The types of ticket that have it; empty: all. */
  types: v.array(TicketTypeName),
  kind: v.picklist(['text', 'number', 'date', 'choice']),
  choices: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))), v.maxLength(40)),
  /** Whether a ticket is settled only when it is filled in. */
  required: v.boolean(),
})
export type TicketField = Infer<typeof TicketField>
