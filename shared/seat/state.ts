import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import { type CommandId, ConversationId, QueueId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Role } from '../conversation/actor.ts'
import { Capacity, SeatStatus } from '../queue/commands.ts'
import type { Correction } from '../understanding/correction.ts'
import { SeatOffer } from './commands.ts'

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
})
export type Seat = Infer<typeof Seat>

export const STATE_VERSION = 1

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
}

/** What can happen at a seat. These events never leave their object, so they need no schema. */
export type SeatHappening =
  | { name: 'v1.SeatEnrolled'; data: { name: string; role: Role; capacity: number } }
  | { name: 'v1.StatusSet'; data: { status: SeatStatus; by: Seat['statusBy'] } }
  | { name: 'v1.ConnectionChanged'; data: { connected: boolean } }
  | { name: 'v1.OfferReceived'; data: SeatOffer }
  | { name: 'v1.OfferEnded'; data: { offer: CommandId } }
  | { name: 'v1.ConversationAssigned'; data: { conversation: ConversationId; queue: QueueId; since: Millis } }
  | { name: 'v1.ConversationFinished'; data: { conversation: ConversationId } }
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
      return { ...state, offers: state.offers.filter((offer) => offer.offer !== event.data.offer) }
    case 'v1.ConversationAssigned':
      return { ...state, open: [...without(state, event.data.conversation), event.data] }
    case 'v1.ConversationFinished':
      return { ...state, open: without(state, event.data.conversation) }
    case 'v1.ReadingCorrected':
      return state
    default:
      return unreachable(event)
  }
}

const without = (state: Seat, conversation: ConversationId) => state.open.filter((open) => open.conversation !== conversation)

/** The status by which queues route: nobody is offered a conversation on a device that is not there. */
export const effectiveStatus = (state: Seat): SeatStatus => (state.connected ? state.status : 'offline')
