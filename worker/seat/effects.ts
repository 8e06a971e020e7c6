import type { SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, derivedCommandId } from '../../shared/base/new-ids.ts'
import type { Notify } from '../../shared/protocol/push-notice.ts'
import { effectiveStatus, type Seat, type SeatEvent } from '../../shared/seat/state.ts'
import { THE_ONE } from '../env.ts'
import type { Effect } from '../platform/outbox.ts'

/** [N9] What the devices of a seat are told of: an offer, and a ticket, or a part of one, that is theirs now. */
export function noticeOf({ name, cause, seq, at, data }: SeatEvent): Notify | null {
  const notice = { id: derivedCommandId(cause, 'notice'), type: 'notify', seq, at } as const
  if (name === 'v1.OfferReceived') return { ...notice, kind: 'offered', conversation: data.conversation }
  if (name === 'v1.TicketFollowed' && data.as !== 'watcher') return { ...notice, kind: 'assigned-ticket', ticket: data.ticket }
  return null
}

/** The queue hears of whatever changes what a seat can be offered; the desk of readings that were corrected. */
export function effectsOf(seat: SeatId, event: SeatEvent, before: Seat, after: Seat): Effect[] {
  if (event.name === 'v1.ReadingCorrected') {
    const command = { id: derivedCommandId(event.cause, 'c'), type: 'note-correction', seat, at: event.at, correction: event.data }
    return [{ target: { kind: 'understanding', id: THE_ONE }, command }]
  }
  if (event.name !== 'v1.Reported' && !isOtherTo(before, after)) return []
  const { name, capacity, duty, connected } = after
  const command = {
    id: derivedCommandId(event.cause, `s${event.seq.toString(36)}`),
    type: 'seat-changed',
    seat,
    name,
    status: effectiveStatus(after),
    capacity,
    duty,
    connected,
  }
  return [{ target: { kind: 'queue', id: DEFAULT_QUEUE }, command }]
}

/** Whether queues have to hear of it. */
const isOtherTo = (before: Seat, after: Seat): boolean =>
  effectiveStatus(before) !== effectiveStatus(after) ||
  before.connected !== after.connected ||
  before.capacity !== after.capacity ||
  before.name !== after.name ||
  JSON.stringify(before.duty) !== JSON.stringify(after.duty)
