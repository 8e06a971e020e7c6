import type { Line } from '$shared/queue/place.ts'
import type { Seat } from '$shared/seat/state.ts'
import type { Replica } from './db.ts'

/** Keeps a seat as it is told, and what it was told with each offer, now or before this device was there: why, by whom, with which note. */
export async function keepSeat(db: Replica, seat: Seat): Promise<void> {
  await db.write(['kept'], async (transaction) => {
    const kept = transaction.objectStore('kept')
    await kept.put({ key: 'seat', value: seat })
    for (const offer of [...seat.came, ...seat.offers]) await kept.put({ key: `came:${offer.conversation}`, value: offer })
  })
}

/** Lines come one by one. */
export const keepLine = (db: Replica, line: Line): Promise<void> => db.revise('lines', (before = {}) => ({ ...before, [line.queue]: line }))
