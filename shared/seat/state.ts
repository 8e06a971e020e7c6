import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import { type CommandId, ConversationId, QueueId, type TicketId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { v } from '../base/schema.ts'
import { Role } from '../conversation/actor.ts'
import { Capacity, SeatStatus } from '../queue/commands.ts'
import { ALL_DUTY, Duty } from '../queue/lines.ts'
import type { Correction } from '../understanding/correction.ts'
import { FollowedTicket, SeatOffer } from './commands.ts'

/** What a seat knows of itself; its device is shown all of it. Raise STATE_VERSION with any change of this shape. */
export const Seat = v.object({
  seq: v.number(),
  name: v.string(),
  role: Role,
  /** What its member of staff chose, or the missed offer chose for them. */
  status: SeatStatus,
  statusBy: v.picklist(['chosen', 'missed-offer']),
  capacity: Capacity,
  /** Whether any device holds a socket to it (or did until moments ago). Queues see an unconnected seat as offline. */
  connected: v.boolean(),
  offers: v.array(SeatOffer),
  open: v.array(v.object({ conversation: ConversationId, queue: QueueId, since: v.number() })),
  // A server of before sends neither.
  duty: v.optional(v.object(Duty.entries), ALL_DUTY),
  tickets: v.optional(v.array(FollowedTicket), []),
  /** [S8] With what each conversation that it took was offered: told in the answer to a greeting, for a device that was not there. */
  came: v.optional(v.array(SeatOffer), []),
})
export type Seat = v.InferOutput<typeof Seat>

export const STATE_VERSION = 3

export const newSeat: Seat = {
  seq: 0,
  name: '',
  role: 'agent',
  status: 'offline',
  statusBy: 'chosen',
  capacity: 1,
  connected: false,
  offers: [],
  open: [],
  duty: ALL_DUTY,
  tickets: [],
  came: [],
}

/** [S7] A seat's log ends at its snapshots, so that a snapshot of an older shape is read and not thrown away. */
export const upgraded = (state: unknown, version: number): Seat | null =>
  version === 1 || version === 2 ? { ...newSeat, ...(state as Seat) } : null

/** What can happen at a seat. These events never leave their object, so they need no schema. */
export type SeatHappening =
  | { name: 'v1.SeatEnrolled'; data: { name: string; role: Role; capacity: number; duty?: Duty } }
  | { name: 'v1.StatusSet'; data: { status: SeatStatus; by: Seat['statusBy'] } }
  | { name: 'v1.ConnectionChanged'; data: { connected: boolean } }
  | { name: 'v1.OfferReceived'; data: SeatOffer }
  | { name: 'v1.OfferEnded'; data: { offer: CommandId; taken?: boolean } }
  | { name: 'v1.ConversationAssigned'; data: { conversation: ConversationId; queue: QueueId; since: Millis } }
  | { name: 'v1.ConversationFinished'; data: { conversation: ConversationId } }
  | { name: 'v1.TicketFollowed'; data: FollowedTicket }
  | { name: 'v1.TicketDropped'; data: { ticket: TicketId } }
  | { name: 'v1.Reported'; data: Record<never, never> }
  | { name: 'v1.ReadingCorrected'; data: Correction }

export type SeatEvent = SeatHappening & { seq: number; at: Millis; cause: CommandId }

/** The state after an event. Total and pure. */
export function apply(before: Seat, event: SeatEvent): Seat {
  const state = { ...before, seq: event.seq }
  switch (event.name) {
    case 'v1.SeatEnrolled':
      return { ...state, ...event.data }
    case 'v1.StatusSet':
      return { ...state, status: event.data.status, statusBy: event.data.by }
    case 'v1.ConnectionChanged':
      return { ...state, connected: event.data.connected }
    case 'v1.OfferReceived':
      return { ...state, offers: [...state.offers, event.data] }
    case 'v1.OfferEnded':
      return afterOffer(state, event.data)
    case 'v1.ConversationAssigned':
      return { ...state, open: [...without(state, event.data.conversation), event.data] }
    case 'v1.ConversationFinished':
      return { ...state, open: without(state, event.data.conversation), came: cameWithout(state, event.data.conversation) }
    // A ticket stands once, as what was said of it last.
    case 'v1.TicketFollowed':
      return { ...state, tickets: [...withoutTicket(state, event.data.ticket), event.data] }
    case 'v1.TicketDropped':
      return { ...state, tickets: withoutTicket(state, event.data.ticket) }
    case 'v1.Reported':
    case 'v1.ReadingCorrected':
      return state
    default:
      return unreachable(event)
  }
}

function afterOffer(state: Seat, { offer: id, taken }: { offer: CommandId; taken?: boolean }): Seat {
  const offers = state.offers.filter(({ offer }) => offer !== id)
  const offer = taken && state.offers.find(({ offer }) => offer === id)
  return offer
    ? { ...state, offers, came: [...cameWithout(state, offer.conversation), offer].slice(-LIMITS.conversationsPerSeat) }
    : { ...state, offers }
}

const cameWithout = (state: Seat, conversation: ConversationId) => state.came.filter((offer) => offer.conversation !== conversation)

const without = (state: Seat, conversation: ConversationId) => state.open.filter((open) => open.conversation !== conversation)

const withoutTicket = (state: Seat, ticket: TicketId) => state.tickets.filter((followed) => followed.ticket !== ticket)

/** The status by which queues route: nobody is offered a conversation on a device that is not there. */
export const effectiveStatus = (state: Seat): SeatStatus => (state.connected ? state.status : 'offline')
