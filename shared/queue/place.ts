import type { Millis } from '../base/clock.ts'
import { type CommandId, ConversationId, QueueId } from '../base/ids.ts'
import { v } from '../base/schema.ts'
import { inOrder } from './routing.ts'
import type { Queue } from './state.ts'

/** What a waiting customer is told. */
export const Place = v.strictObject({
  conversation: ConversationId,
  /** 1 is next. */
  place: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The expected wait in milliseconds; null where nothing honest can be said. */
  wait: v.nullable(v.number()),
  /** Seats that are there at all: with none, a message can be left. */
  staffed: v.boolean(),
})
export type Place = v.InferOutput<typeof Place>

/** The state of the line as its seats are shown it. */
export const Line = v.strictObject({
  queue: QueueId,
  /** People who wait, and messages that were left. */
  live: v.number(),
  messages: v.number(),
  /** Since when the first of them waits. */
  oldest: v.nullable(v.number()),
  staffed: v.boolean(),
})
export type Line = v.InferOutput<typeof Line>

/** Takes that are further apart than this tell of an empty line, not of a slow one. */
const LONGEST_INTERVAL: Millis = 10 * 60_000

/** Where an entry stands, or null when it is not in this queue. */
export function placeOf(queue: Queue, entryId: CommandId): Place | null {
  const line = inOrder(queue)
  const index = line.findIndex((entry) => entry.id === entryId)
  const entry = line[index]
  if (!entry) return null
  return { conversation: entry.conversation, place: index + 1, wait: expectedWait(queue, index + 1), staffed: isStaffed(queue) }
}

/** [Q6] Place times the usual time between two takes, from the latest takes; unknown without seats or without history. */
export function expectedWait(queue: Queue, place: number): Millis | null {
  if (!isStaffed(queue)) return null
  const gaps = queue.takes.slice(1).map((at, index) => Math.min(LONGEST_INTERVAL, at - (queue.takes[index] ?? at)))
  if (gaps.length < 2) return null
  const usual = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return Math.round(place * usual)
}

export const isStaffed = (queue: Queue): boolean =>
  Object.values(queue.seats).some((seat) => seat.status === 'online' || seat.status === 'busy')
