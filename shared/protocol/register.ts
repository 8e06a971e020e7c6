import { CommandId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { TicketCase, TicketSummary } from './tickets.ts'

/** What tickets, and the desk, tell the register: from each in order, at least once. */
export const RegisterCommand = v.variant('type', [
  v.object({ id: CommandId, type: v.literal('note-ticket'), summary: TicketSummary }),
  v.object({ id: CommandId, type: v.literal('archive-ticket'), case: TicketCase }),
  /** From the desk: tickets may be promised something else. From the register itself: go on `after` so many. */
  v.object({ id: CommandId, type: v.literal('look-again'), after: v.number() }),
])
export type RegisterCommand = Infer<typeof RegisterCommand>

const counts = v.record(v.string(), v.number())

/** GET /api/tickets/counts: all by status; those that are not settled by service level and by line. */
export const TicketCounts = v.object({ status: counts, level: counts, line: counts, overdue: v.number(), unassigned: v.number() })
export type TicketCounts = Infer<typeof TicketCounts>

/** A closed ticket with its solution, without personal data; `score`: how like it is to what was asked for, from 0 to 1. */
export const FoundCase = v.object({ ...TicketCase.entries, score: v.number() })
export type FoundCase = Infer<typeof FoundCase>

/** GET /api/tickets/:id/similar and GET /api/cases */
export const CaseList = v.object({ cases: v.array(FoundCase) })
export type CaseList = Infer<typeof CaseList>
