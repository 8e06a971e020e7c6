import { ConversationId, QueueId, SeatId } from '../base/ids.ts'
import { v } from '../base/schema.ts'

// Schemas alone: what travels is read by pages that know nothing of how a line is kept. A key of a newer server is passed over.

/** What a waiting customer is told. */
export const Place = v.object({
  conversation: ConversationId,
  /** 1 is next. */
  place: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The expected wait in milliseconds; null where nothing honest can be said. */
  wait: v.nullable(v.number()),
  /** Seats that are there at all: with none, a message can be left. */
  staffed: v.boolean(),
  // Absent from servers of before there were lines.
  line: v.optional(QueueId),
  /** The line's name; empty where the desk has told of none. */
  name: v.optional(v.string()),
  /** When the line opens next, while it is closed; null while it is open, or where it never opens. */
  opens: v.optional(v.nullable(v.number())),
})
export type Place = v.InferOutput<typeof Place>

/** The state of a line as its seats are shown it. */
export const Line = v.object({
  queue: QueueId,
  /** People who wait, and messages that were left. */
  live: v.number(),
  messages: v.number(),
  /** Since when the one waits who has waited longest. */
  oldest: v.nullable(v.number()),
  staffed: v.boolean(),
  name: v.optional(v.string()),
  /** To how many who wait a promise was missed, and by whom it was to how many that they serve; absent where none was. */
  late: v.optional(v.object({ waiting: v.number(), seats: v.array(v.object({ seat: SeatId, name: v.string(), count: v.number() })) })),
})
export type Line = v.InferOutput<typeof Line>
