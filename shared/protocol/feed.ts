import { ConversationId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { StoredEvent } from '../conversation/events.ts'
import { Line, Place } from '../queue/place.ts'
import { Seat } from '../seat/state.ts'

/** Events of a conversation or a ticket, in order and without gaps. */
export const Feed = v.object({ type: v.literal('feed'), of: v.union([ConversationId, TicketId]), events: v.array(StoredEvent) })
export type Feed = Infer<typeof Feed>

/** The whole state of a seat, sent whenever it changed: it is small and only its own devices see it. */
export const SeatFrame = v.object({ type: v.literal('seat'), of: SeatId, seat: Seat })
export type SeatFrame = Infer<typeof SeatFrame>

/** Where a waiting conversation stands in its line; null when it no longer waits. Never stored. */
export const PlaceFrame = v.object({ type: v.literal('place'), of: ConversationId, place: v.nullable(Place) })
export type PlaceFrame = Infer<typeof PlaceFrame>

/** How long the line is, for its seats. Never stored. */
export const LineFrame = v.object({ type: v.literal('line'), of: QueueId, line: Line })
export type LineFrame = Infer<typeof LineFrame>
