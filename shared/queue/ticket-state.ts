import type { SeatId, TicketId } from '../base/ids.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { QueueEvent } from './events.ts'
import type { PlacedTicket, Queue, QueueSeat } from './state.ts'

type TicketEvent = Extract<QueueEvent, { name: `v1.Ticket${string}` }>

/** The state after something happened to a ticket. Each ticket is counted with one seat, or with none. */
export function applyToTickets(state: Queue, event: TicketEvent): Queue {
  const { ticket: id } = event.data
  switch (event.name) {
    case 'v1.TicketPlaced':
      return withTicket(released(state, id), { ...event.data, seat: null })
    case 'v1.TicketAssigned':
    case 'v1.TicketTaken': {
      const { seat } = event.data
      const known = state.tickets[id] ?? unheardOf(id, event.at)
      return held(withTicket(released(state, id), { ...known, seat }), id, seat)
    }
    case 'v1.TicketDone': {
      const rest = released(state, id)
      const { [id]: _done, ...tickets } = rest.tickets
      return { ...rest, tickets }
    }
  }
}

/** The state when somebody has no tickets any more. */
export function withoutHolder(state: Queue, holder: SeatId): Queue {
  const held = Object.values(state.tickets).filter(({ seat }) => seat === holder)
  return held.reduce((rest, ticket) => withTicket(rest, { ...ticket, seat: null }), state)
}

/** One that was taken before it was ever placed here. */
const unheardOf = (ticket: TicketId, since: number): PlacedTicket => ({
  ticket,
  line: DEFAULT_QUEUE,
  kind: 'enquiry',
  urgency: 'normal',
  tier: 'ordinary',
  language: 'zh-CN',
  since,
  asked: null,
  familiar: null,
  not: null,
  seat: null,
})

function released(state: Queue, id: TicketId): Queue {
  const holder = state.tickets[id]?.seat
  const seat = holder && state.seats[holder]
  return seat ? withSeat(state, { ...seat, tickets: seat.tickets.filter((other) => other !== id) }) : state
}

function held(state: Queue, id: TicketId, holder: SeatId): Queue {
  const seat = state.seats[holder]
  return seat ? withSeat(state, { ...seat, tickets: [...seat.tickets, id] }) : state
}

const withTicket = (state: Queue, ticket: PlacedTicket): Queue => ({ ...state, tickets: { ...state.tickets, [ticket.ticket]: ticket } })
const withSeat = (state: Queue, seat: QueueSeat): Queue => ({ ...state, seats: { ...state.seats, [seat.id]: seat } })
