import { ConversationId, CustomerId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { Handler, TicketStatus } from '../ticket/commands.ts'
import type { Ticket } from '../ticket/state.ts'
import { Tier } from '../triage/customer.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'

const moment = v.nullable(v.number())
const text = v.pipe(v.string(), v.maxLength(60_000))

/** A ticket as lists show it. */
export const TicketSummary = v.object({
  ticket: TicketId,
  title: v.string(),
  type: TicketTypeName,
  urgency: UrgencyName,
  tier: Tier,
  status: TicketStatus,
  line: QueueId,
  owner: v.nullable(Handler),
  watchers: v.array(SeatId),
  customer: v.nullable(CustomerId),
  conversation: v.nullable(ConversationId),
  openedAt: v.number(),
  changedAt: v.number(),
  /** The nearest running deadline of its service levels. */
  due: moment,
  level: v.picklist(['calm', 'warned', 'breached']),
  urges: v.number(),
  escalated: v.number(),
  /** The ticket that it is a part of, or has become part of. */
  parent: v.nullable(TicketId),
  solution: text,
  /** What the customer said is wrong, for those who search. */
  problem: text,
})
export type TicketSummary = Infer<typeof TicketSummary>

/** Which tickets a list shows. */
export const TICKET_VIEWS = ['mine', 'unassigned', 'lines', 'overdue', 'watched', 'all', 'closed'] as const
export const TicketView = v.picklist(TICKET_VIEWS)
export type TicketView = v.InferOutput<typeof TicketView>

/** GET /api/tickets */
export const TicketList = v.object({ tickets: v.array(TicketSummary), more: v.boolean() })
export type TicketList = Infer<typeof TicketList>

/** What a closed ticket leaves behind. */
export const TicketCase = v.object({
  ticket: TicketId,
  title: v.string(),
  type: TicketTypeName,
  intent: v.nullable(v.string()),
  line: QueueId,
  language: Language,
  problem: text,
  solution: text,
  openedAt: v.number(),
  closedAt: v.number(),
})
export type TicketCase = Infer<typeof TicketCase>

/** How a ticket stands by its clocks. */
function levelOf({ clocks }: Ticket): TicketSummary['level'] {
  if (clocks.some(({ missed }) => missed)) return 'breached'
  return clocks.some(({ warned }) => warned > 0) ? 'warned' : 'calm'
}

/** A ticket as lists show it, with the words that its state does not hold; null before it is opened. */
export function summaryOf(
  ticket: TicketId,
  state: Ticket,
  { problem, solution }: { problem: string; solution: string },
): TicketSummary | null {
  const { beginning, line } = state
  if (beginning === null || line === null) return null
  const { title, type, urgency, status, owner, changedAt, urges, escalated } = state
  const due = state.clocks.flatMap((clock) => (clock.due === null || clock.missed ? [] : clock.due))
  return {
    ...{ ticket, title, type, urgency, status, line, owner, changedAt, urges, escalated, problem, solution },
    tier: beginning.tier,
    watchers: state.watchers.map(({ id }) => id),
    customer: beginning.customer,
    conversation: beginning.conversation,
    openedAt: beginning.at,
    due: due.length > 0 ? Math.min(...due) : null,
    level: levelOf(state),
    parent: state.merged ?? beginning.parent,
  }
}
