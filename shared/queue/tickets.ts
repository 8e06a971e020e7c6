import type { TicketData } from './events.ts'
import { isOnDuty, isPresent, speaks } from './routing.ts'
import type { PlacedTicket, Queue, QueueSeat } from './state.ts'
import type { WhyTicket } from './why.ts'

/** What a seat may have of tickets where it has told nothing of it. */
const TICKETS_OF_A_SEAT = 50
const capacityOf = (seat: QueueSeat): number => seat.duty?.tickets ?? TICKETS_OF_A_SEAT

/**
 * [Q25] Who is to have a ticket: whom somebody chose; else one of its line with room, who is there before who is not, who served the
 * customer last, who speaks the language, who has the smallest share of what they may have. Null while there is nobody.
 */
export function seatFor(queue: Queue, ticket: PlacedTicket): { seat: QueueSeat; why: WhyTicket } | null {
  const asked = ticket.asked ? queue.seats[ticket.asked] : undefined
  if (asked) return { seat: asked, why: whyOf(asked, ticket, 1) }
  const candidates = Object.values(queue.seats).filter(
    (seat) => isOnDuty(seat, ticket.line) && seat.id !== ticket.not && seat.tickets.length < capacityOf(seat),
  )
  const [seat] = candidates.toSorted((a, b) => before(rankOf(a, ticket), rankOf(b, ticket)) || (a.id < b.id ? -1 : 1))
  return seat ? { seat, why: whyOf(seat, ticket, candidates.length) } : null
}

/** The figures by which a seat has a ticket, of so many who could. */
export const whyOf = (seat: QueueSeat, ticket: PlacedTicket, candidates: number): WhyTicket => ({
  line: ticket.line,
  how: seat.id === ticket.asked ? 'asked' : seat.id === ticket.familiar ? 'familiar' : 'duty',
  open: seat.tickets.filter((other) => other !== ticket.ticket).length,
  capacity: capacityOf(seat),
  candidates,
})

/** The smaller, the sooner. */
function rankOf(seat: QueueSeat, ticket: PlacedTicket): number[] {
  const capacity = capacityOf(seat)
  return [
    isPresent(seat) ? 0 : seat.status === 'break' ? 1 : 2,
    seat.id === ticket.familiar ? 0 : 1,
    speaks(seat, ticket.language) ? 0 : 1,
    seat.tickets.length / capacity,
    seat.tickets.length,
  ]
}

function before(one: readonly number[], other: readonly number[]): number {
  for (const [index, figure] of one.entries()) {
    const less = figure - (other[index] ?? 0)
    if (less !== 0) return less
  }
  return 0
}

/** Tickets that nobody has, the one that is open longest first. */
export function unassigned(queue: Queue): PlacedTicket[] {
  return Object.values(queue.tickets)
    .filter(({ seat }) => seat === null)
    .toSorted((one, other) => one.since - other.since || (one.ticket < other.ticket ? -1 : 1))
}

/** The seat that has a ticket already, where it is asked for just as it was. */
export function holderOf(queue: Queue, { ticket, line, asked, not }: TicketData): { seat: QueueSeat; known: PlacedTicket } | null {
  const known = queue.tickets[ticket]
  const seat = known?.seat ? queue.seats[known.seat] : undefined
  return known && seat && known.line === line && seat.id !== not && (asked ?? seat.id) === seat.id ? { seat, known } : null
}
