import { ObjectId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'

/** "I speak this version, I follow this object, and I hold its events up to this seq." */
export const Hello = v.strictObject({
  type: v.literal('hello'),
  protocol: v.pipe(v.number(), v.integer()),
  to: ObjectId,
  since: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type Hello = Infer<typeof Hello>

/**
 * "You do; my log ends at `seq`." A `seq` below `since`, which is the one greeted with: the copy is of a log that is gone,
 * start anew.
 */
export const Welcome = v.object({
  type: v.literal('welcome'),
  of: ObjectId,
  protocol: v.number(),
  seq: v.number(),
  since: v.optional(v.number()),
  now: v.number(),
})
export type Welcome = Infer<typeof Welcome>
