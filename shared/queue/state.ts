import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, SeatId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Language } from '../language/language.ts'
import type { SeatStatus } from './commands.ts'
import type { QueueEvent } from './events.ts'

export interface Entry {
  id: CommandId
  conversation: ConversationId
  /** A person waits for a live answer; false: a message was left, to be answered when a seat is free. */
  live: boolean
  language: Language
  since: Millis
  /** Seats that declined or missed it: they come last. */
  passed: SeatId[]
  /** Until when it is not offered again to seats that have passed on it. */
  notBefore: Millis
}

export interface Offer {
  id: CommandId
  entry: CommandId
  seat: SeatId
  until: Millis
}

export interface QueueSeat {
  id: SeatId
  name: string
  status: SeatStatus
  capacity: number
  /** What it serves. */
  serving: { conversation: ConversationId; entry: CommandId }[]
  idleSince: Millis
}

/** The line of one department. Raise STATE_VERSION with any change of this shape. */
export interface Queue {
  seq: number
  /** In order of arrival; live ones are offered before left messages. */
  entries: Entry[]
  offers: Offer[]
  seats: Record<SeatId, QueueSeat>
  /** When the latest entries were taken, for the expected wait. */
  takes: Millis[]
}

export const STATE_VERSION = 1

export const newQueue: Queue = { seq: 0, entries: [], offers: [], seats: {}, takes: [] }

/** How many of the latest takes the expected wait is computed from. */
const TAKES_KEPT = 20

/** The state after an event. Total and pure. */
export function apply(before: Queue, event: QueueEvent): Queue {
  const state = { ...before, seq: event.seq }
  switch (event.name) {
    case 'v1.Enqueued': {
      const { entry: id, ...rest } = event.data
      return { ...state, entries: [...state.entries, { id, ...rest, passed: [], notBefore: 0 }] }
    }
    case 'v1.Removed':
      return { ...state, entries: state.entries.filter((entry) => entry.id !== event.data.entry) }
    case 'v1.SeatChanged': {
      const { seat: id, name, status, capacity } = event.data
      const known = state.seats[id]
      const idleSince = known && known.status === status ? known.idleSince : event.at
      return withSeat(state, { id, name, status, capacity, serving: known?.serving ?? [], idleSince })
    }
    case 'v1.Offered': {
      const { offer: id, entry, seat, until } = event.data
      return { ...state, offers: [...state.offers, { id, entry, seat, until }] }
    }
    case 'v1.OfferEnded':
      return afterOffer(state, event)
    case 'v1.Taken': {
      const { offer, entry, conversation, seat: id } = event.data
      const seat = state.seats[id]
      const rest = {
        ...state,
        offers: state.offers.filter((other) => other.id !== offer),
        entries: state.entries.filter((other) => other.id !== entry),
        takes: [...state.takes, event.at].slice(-TAKES_KEPT),
      }
      return seat ? withSeat(rest, { ...seat, serving: [...seat.serving, { conversation, entry }] }) : rest
    }
    case 'v1.Finished': {
      const seat = state.seats[event.data.seat]
      if (!seat) return state
      const serving = seat.serving.filter((served) => served.entry !== event.data.entry)
      return withSeat(state, { ...seat, serving, idleSince: event.at })
    }
    default:
      return unreachable(event)
  }
}

function afterOffer(state: Queue, event: Extract<QueueEvent, { name: 'v1.OfferEnded' }>): Queue {
  const { offer, entry: entryId, seat: seatId, outcome } = event.data
  const entries = state.entries.map((entry) =>
    outcome === 'withdrawn' || entry.id !== entryId
      ? entry
      : { ...entry, passed: [...new Set([...entry.passed, seatId])], notBefore: event.at + LIMITS.offer },
  )
  const rest = { ...state, entries, offers: state.offers.filter((other) => other.id !== offer) }
  const seat = state.seats[seatId]
  return outcome === 'missed' && seat ? withSeat(rest, { ...seat, status: 'break' }) : rest
}

function withSeat(state: Queue, seat: QueueSeat): Queue {
  return { ...state, seats: { ...state.seats, [seat.id]: seat } }
}
