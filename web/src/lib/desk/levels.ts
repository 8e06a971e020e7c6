import type { ConversationId, SeatId } from '$shared/base/ids.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { isWellFormedLevel, stepOf } from '$shared/conversation/level-events.ts'
import { applyStep, type Clock } from '$shared/levels/clocks.ts'
import { PROMISES, type Promised } from '$shared/levels/promises.ts'
import type { Line } from '$shared/queue/place.ts'
import type { Replica } from '../replica/db.ts'
import type { IconName } from '../ui/icons.ts'

/** The clocks after a log; each event of one says all that there is to know, so that a log may begin anywhere. */
export const clocksAfter = (events: readonly StoredEvent[], before: readonly Clock[] = []): readonly Clock[] =>
  events.filter(isWellFormedLevel).reduce((clocks, event) => {
    const step = stepOf(event)
    return step ? applyStep(clocks, step, event.at) : clocks
  }, before)

/** What is said of a promise: how long is left, by how much it is late, or that the customer is waited for. */
export interface Chip {
  promise: Promised
  say: 'left' | 'over' | 'paused'
  /** Milliseconds. */
  span: number
  tone: 'calm' | 'warn' | 'bad'
  icon: IconName
}

/** [V8] The promises of a conversation as they stand now, by the deadlines alone: they go on without a network. */
export function chipsOf(clocks: readonly Clock[], now: number): Chip[] {
  return PROMISES.flatMap((promise): Chip[] => {
    const clock = clocks.find((one) => one.promise === promise)
    if (!clock || (clock.since !== null && clock.due === null)) return []
    const { due, warnAt, missed } = clock
    if (due === null) return [{ promise, say: 'paused', span: 0, tone: 'calm', icon: 'person' }]
    if (missed || due < now) return [{ promise, say: 'over', span: Math.max(0, now - due), tone: 'bad', icon: 'alert' }]
    const tone = warnAt && warnAt[1] <= now ? 'bad' : warnAt && warnAt[0] <= now ? 'warn' : 'calm'
    return [{ promise, say: 'left', span: due - now, tone, icon: 'clock' }]
  })
}

const WEIGHT: Record<Chip['tone'], number> = { calm: 0, warn: 1, bad: 2 }

/** The one that presses most; of those that press alike the answer. Null where nothing runs. */
export function mostPressing(chips: readonly Chip[]): Chip | null {
  const running = chips.filter(({ say }) => say !== 'paused')
  return running.reduce<Chip | null>((most, chip) => (most && WEIGHT[most.tone] >= WEIGHT[chip.tone] ? most : chip), null)
}

/** [V5] With whom somebody is served late, in any of some lines. */
export function lateWith(lines: readonly Line[]): { seat: SeatId; name: string; count: number }[] {
  const seats = new Map<SeatId, { seat: SeatId; name: string; count: number }>()
  for (const { seat, name, count } of lines.flatMap(({ late }) => late?.seats ?? []))
    seats.set(seat, { seat, name, count: (seats.get(seat)?.count ?? 0) + count })
  return [...seats.values()]
}

/** Reads the clocks of the seat's open conversations, each event once. */
export class LevelReader {
  readonly #known = new Map<ConversationId, { seq: number; clocks: readonly Clock[] }>()

  async read(db: Replica): Promise<ReadonlyMap<ConversationId, readonly Clock[]>> {
    const open = (await db.recall('seat'))?.open ?? []
    const read = new Map<ConversationId, readonly Clock[]>()
    for (const { conversation } of open) {
      const upTo = await db.seqOf(conversation)
      const known = this.#known.get(conversation)
      // A log that was put back from a backup is read anew.
      const from = known && known.seq <= upTo ? known : { seq: 0, clocks: [] }
      const events = from.seq < upTo ? await eventsSince(db, conversation, from.seq) : []
      const clocks = clocksAfter(events, from.clocks)
      this.#known.set(conversation, { seq: events.at(-1)?.seq ?? from.seq, clocks })
      read.set(conversation, clocks)
    }
    return read
  }
}

/** The events of a conversation after a seq. Here and not with the other queries, which come with the customer's first screen. */
const eventsSince = (db: Replica, conversation: ConversationId, seq: number): Promise<StoredEvent[]> =>
  db.read(['events'], async (transaction) => {
    const range = IDBKeyRange.bound([conversation, seq + 1], [conversation, Number.MAX_SAFE_INTEGER])
    return (await transaction.objectStore('events').getAll(range)).map(({ event }) => event)
  })
