import type { QueueId, SeatId, TicketId } from '$shared/base/ids.ts'
import { ticketNumber } from '$shared/base/ticket-number.ts'
import { normalise } from '$shared/language/normalise.ts'
import type { TicketSummary, TicketView } from '$shared/protocol/tickets.ts'
import { URGENCIES } from '$shared/understanding/work.ts'

/** The lists of the desk, in the order in which they are shown. */
export const VIEWS = ['mine', 'unassigned', 'lines', 'overdue', 'watched', 'all', 'closed'] as const satisfies readonly TicketView[]
export type ListName = TicketView

/** Lists that this device holds whole: everything in them is followed. */
export const OWN: readonly ListName[] = ['mine', 'watched']

/** A line of a list, with what this device did to it that has not arrived. */
export interface TicketRow extends TicketSummary {
  unsent: number
  refused: number
}

/** Who looks at a list: their own id, the tickets that they have a part of, and the lines that they are there for (none: every one). */
export interface Viewer {
  seat: SeatId
  parts: ReadonlySet<TicketId>
  lines: readonly QueueId[]
}

export const isClosed = ({ status }: TicketSummary): boolean => status === 'closed'
const isSettled = ({ status }: TicketSummary): boolean => status === 'resolved' || status === 'closed'

/** [T52] Whether a ticket belongs to a list, as the desk itself sorts them. */
export function isIn(list: ListName, ticket: TicketSummary, { seat, parts, lines }: Viewer, now: number): boolean {
  switch (list) {
    case 'mine':
      return !isClosed(ticket) && (ticket.owner?.id === seat || parts.has(ticket.ticket))
    case 'watched':
      return !isClosed(ticket) && ticket.watchers.includes(seat)
    case 'unassigned':
      return !isSettled(ticket) && ticket.owner === null
    case 'lines':
      return !isClosed(ticket) && (lines.length === 0 || lines.includes(ticket.line))
    case 'overdue':
      return !isSettled(ticket) && (ticket.level === 'breached' || (ticket.due !== null && ticket.due <= now))
    case 'closed':
      return isClosed(ticket)
    case 'all':
      return true
  }
}

/** [T52] What the device knows better than a list that was fetched: whichever of the two changed last. */
export function merged(fetched: readonly TicketSummary[], own: readonly TicketSummary[]): TicketSummary[] {
  const all = new Map(fetched.map((ticket) => [ticket.ticket, ticket]))
  for (const ticket of own) if ((all.get(ticket.ticket)?.changedAt ?? 0) <= ticket.changedAt) all.set(ticket.ticket, ticket)
  return [...all.values()]
}

/** Whether all words that are looked for are in the title, the number or the solution. */
export function hasWords(ticket: TicketSummary, query: string): boolean {
  const text = normalise(`${ticket.title} ${ticketNumber(ticket.ticket)} ${ticket.problem} ${ticket.solution} ${ticket.owner?.name ?? ''}`)
  return normalise(query)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** [T53] The nearest deadline first, then what is more urgent, then what changed last; what is settled by its last change alone. */
export function inOrder(tickets: readonly TicketSummary[]): TicketSummary[] {
  const dueOf = (ticket: TicketSummary) => (isSettled(ticket) ? Number.POSITIVE_INFINITY : (ticket.due ?? Number.MAX_SAFE_INTEGER))
  const weight = ({ urgency }: TicketSummary) => URGENCIES.indexOf(urgency)
  return tickets.toSorted((one, other) => {
    const [a, b] = [dueOf(one), dueOf(other)]
    if (a !== b) return a - b
    if (!isSettled(one) && weight(one) !== weight(other)) return weight(other) - weight(one)
    return other.changedAt - one.changedAt
  })
}
