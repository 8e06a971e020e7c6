import type { Millis } from '../base/clock.ts'
import type { Why } from './events.ts'
import type { Entry, Queue, QueueSeat } from './state.ts'

export interface Choice {
  entry: Entry
  seat: QueueSeat
  why: Why
}

/** How many more conversations a seat can be given: its capacity less what it serves and what it is being offered. */
export function freeCapacity(queue: Queue, seat: QueueSeat): number {
  if (seat.status !== 'online') return 0
  const offered = queue.offers.filter((offer) => offer.seat === seat.id).length
  return Math.max(0, seat.capacity - seat.serving.length - offered)
}

/** The entries in the order in which they are offered: people who wait before messages that were left. */
export function inOrder(queue: Queue): Entry[] {
  return [...queue.entries.filter((entry) => entry.live), ...queue.entries.filter((entry) => !entry.live)]
}

/**
 * [Q3] The next offer to make, or null: the first entry that is not on offer goes to the seat with the most free
 * capacity, then to the one idle longest. Seats that have passed on an entry are asked again only after a pause, and only
 * when no other is free.
 */
export function nextOffer(queue: Queue, now: Millis): Choice | null {
  const onOffer = new Set(queue.offers.map((offer) => offer.entry))
  const seats = Object.values(queue.seats).filter((seat) => freeCapacity(queue, seat) > 0)
  if (seats.length === 0) return null
  for (const entry of inOrder(queue)) {
    if (onOffer.has(entry.id)) continue
    const fresh = seats.filter((seat) => !entry.passed.includes(seat.id))
    if (fresh.length === 0 && now < entry.notBefore) continue
    const [seat] = (fresh.length > 0 ? fresh : seats).toSorted(
      (a, b) => freeCapacity(queue, b) - freeCapacity(queue, a) || a.idleSince - b.idleSince || (a.id < b.id ? -1 : 1),
    )
    if (seat) return { entry, seat, why: { free: freeCapacity(queue, seat), idleSince: seat.idleSince, candidates: seats.length } }
  }
  return null
}

/** When the line must be looked at again though nothing happens: the earliest end of an offer or of a pause; or null. */
export function nextLook(queue: Queue, now: Millis): Millis | null {
  const onOffer = new Set(queue.offers.map((offer) => offer.entry))
  const pauses = queue.entries.filter((entry) => entry.notBefore > now && !onOffer.has(entry.id)).map((entry) => entry.notBefore)
  const times = [...queue.offers.map((offer) => offer.until), ...pauses]
  return times.length > 0 ? Math.min(...times) : null
}
