import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Language } from '../language/language.ts'
import type { SeatStatus } from './commands.ts'
import type { HandedHow, QueueEvent, TicketData } from './events.ts'
import type { Duty } from './lines.ts'
import { ONE_LINE, type Settled, type Weighed } from './settled.ts'
import { afterEnqueuing, afterHandingOn, afterLate, afterLines, afterWeighing, without } from './standing.ts'
import { applyToTickets, withoutHolder } from './ticket-state.ts'

/** What a conversation wants of a seat, and how much. */
export interface Wish extends Weighed {
  conversation: ConversationId
  language: Language
  line: QueueId
  skills: string[]
  /** Who served the customer last. */
  familiar: SeatId | null
  /** The names of the rules that fired. */
  rules: string[]
}

/** How an entry came from a seat. */
export interface Handed {
  /** As which that seat served it, and, where it is warm, serves it still. */
  entry: CommandId
  from: { id: SeatId; name: string }
  to: SeatId | null
  note: string
  warm: boolean
  how: HandedHow
}

export interface Entry extends Wish {
  id: CommandId
  since: Millis
  /** When it counts as having come: the line is in this order. */
  arrival: Millis
  /** Since when it stands in this line. */
  entered: Millis
  /** The lines that it came through. */
  through: QueueId[]
  handed: Handed | null
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
  live: boolean
}

export interface Served extends Wish {
  entry: CommandId
}

export interface QueueSeat {
  id: SeatId
  name: string
  status: SeatStatus
  capacity: number
  /** Null for one that has told nothing of it: there for everything, messages within its capacity. */
  duty: Duty | null
  serving: Served[]
  idleSince: Millis
  /** Since when it has no device at all; null while it has one. */
  goneSince: Millis | null
  /** Its open tickets. */
  tickets: TicketId[]
}

/** A ticket that somebody has, or is to have. */
export interface PlacedTicket extends TicketData {
  seat: SeatId | null
}

/** All lines of a desk, with their seats. Raise STATE_VERSION with any change of this shape, and see to `upgrade.ts`. */
export interface Queue {
  seq: number
  settled: Settled
  /** In order of arrival as it counts. */
  entries: Entry[]
  offers: Offer[]
  seats: Record<SeatId, QueueSeat>
  /** When the latest entries of each line were taken, for the expected wait. */
  takes: Record<QueueId, Millis[]>
  tickets: Record<TicketId, PlacedTicket>
  /** Seats that were removed: what is still on its way from them brings none back, until the desk has them again. */
  removed: SeatId[]
}

export const STATE_VERSION = 2

export const newQueue: Queue = {
  seq: 0,
  settled: ONE_LINE,
  entries: [],
  offers: [],
  seats: {},
  takes: {},
  tickets: {},
  removed: [],
}

/** How many of the latest takes the expected wait is computed from. */
const TAKES_KEPT = 20
const REMOVED_KEPT = 500

/** The state after an event. Total and pure. */
export function apply(before: Queue, event: QueueEvent): Queue {
  const state = { ...before, seq: event.seq }
  switch (event.name) {
    case 'v1.Enqueued':
      return afterEnqueuing(state, event)
    case 'v1.Removed':
      return { ...state, entries: without(state.entries, event.data.entry) }
    case 'v1.Weighed':
      return afterWeighing(state, event)
    case 'v1.SeatChanged':
      return afterSeat(state, event)
    case 'v1.SeatRemoved': {
      const { [event.data.seat]: _gone, ...seats } = state.seats
      return { ...withoutHolder(state, event.data.seat), seats, removed: [...state.removed, event.data.seat].slice(-REMOVED_KEPT) }
    }
    case 'v1.SeatAdmitted':
      return { ...state, removed: state.removed.filter((removed) => removed !== event.data.seat) }
    case 'v1.LinesSet':
      return afterLines(state, event)
    case 'v1.LookedAgain':
      return state
    case 'v1.LateNoted':
      return afterLate(state, event)
    case 'v1.Overflowed': {
      const { entry: id, from, to } = event.data
      const entries = state.entries.map((entry) =>
        entry.id === id ? { ...entry, line: to, through: [...entry.through, from], entered: event.at, passed: [], notBefore: 0 } : entry,
      )
      return { ...state, entries }
    }
    case 'v1.Offered': {
      const { offer: id, entry, seat, until } = event.data
      const live = state.entries.find((other) => other.id === entry)?.live ?? true
      return { ...state, offers: [...state.offers, { id, entry, seat, until, live }] }
    }
    case 'v1.OfferEnded':
      return afterOffer(state, event)
    case 'v1.Taken':
      return afterTake(state, event)
    case 'v1.HandedOn':
      return afterHandingOn(state, event)
    case 'v1.Finished': {
      const seat = state.seats[event.data.seat]
      if (!seat) return state
      const serving = seat.serving.filter((served) => served.entry !== event.data.entry)
      return withSeat(state, { ...seat, serving, idleSince: event.at })
    }
    case 'v1.TicketPlaced':
    case 'v1.TicketAssigned':
    case 'v1.TicketTaken':
    case 'v1.TicketDone':
      return applyToTickets(state, event)
    default:
      return unreachable(event)
  }
}

type Happened<Name extends QueueEvent['name']> = Extract<QueueEvent, { name: Name }>

function afterSeat(state: Queue, { data, at }: Happened<'v1.SeatChanged'>): Queue {
  const { seat: id, name, status, capacity, duty, connected } = data
  const known = state.seats[id]
  const idleSince = known && known.status === status ? known.idleSince : at
  const goneSince = connected === false ? (known?.goneSince ?? at) : null
  const { serving = [], tickets = [] } = known ?? {}
  const rest = { ...state, removed: state.removed.filter((removed) => removed !== id) }
  return withSeat(rest, { id, name, status, capacity, duty: duty ?? known?.duty ?? null, serving, idleSince, goneSince, tickets })
}

function afterOffer(state: Queue, event: Happened<'v1.OfferEnded'>): Queue {
  const { offer, entry: entryId, seat: seatId, outcome } = event.data
  const at = outcome === 'withdrawn' ? -1 : state.entries.findIndex((entry) => entry.id === entryId)
  const entry = state.entries[at]
  const passed = entry && { ...entry, passed: [...new Set([...entry.passed, seatId])], notBefore: event.at + LIMITS.offer }
  const entries = passed ? state.entries.with(at, passed) : state.entries
  const rest = { ...state, entries, offers: state.offers.filter((other) => other.id !== offer) }
  const seat = state.seats[seatId]
  return outcome === 'missed' && seat ? withSeat(rest, { ...seat, status: 'break' }) : rest
}

function afterTake(state: Queue, { data, at }: Happened<'v1.Taken'>): Queue {
  const entry = state.entries.find((other) => other.id === data.entry)
  const seat = state.seats[data.seat]
  if (!entry || !seat) return state
  const { conversation, language, line, skills, familiar, rules, live, tier, urgency, anger, boost, again, late } = entry
  const served: Served = {
    entry: entry.id,
    conversation,
    language,
    line,
    skills,
    familiar,
    rules,
    live,
    tier,
    urgency,
    anger,
    boost,
    again,
    ...(late ? { late } : {}),
  }
  const rest = {
    ...state,
    offers: state.offers.filter((other) => other.id !== data.offer),
    entries: without(state.entries, entry.id),
    takes: { ...state.takes, [line]: [...(state.takes[line] ?? []), at].slice(-TAKES_KEPT) },
  }
  return withSeat(rest, { ...seat, serving: [...seat.serving, served] })
}

const withSeat = (state: Queue, seat: QueueSeat): Queue => ({ ...state, seats: { ...state.seats, [seat.id]: seat } })
