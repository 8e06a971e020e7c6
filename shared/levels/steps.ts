import { QueueId } from '../base/ids.ts'
import { v } from '../base/schema.ts'
import { Promised } from './promises.ts'

const promise = Promised
const due = v.nullable(v.number())

/**
 * What the events of a clock hold, for tickets and for conversations. Times are moments; `working`, `consumed` and `used` are
 * milliseconds of working time.
 */
export const LEVEL_STEPS = {
  /** It runs from now on: begun, gone on after a pause, or computed anew. `due` is null where the hours never open. */
  LevelSet: {
    promise,
    level: v.string(),
    /** Whose hours count. */
    line: v.nullable(QueueId),
    working: v.number(),
    consumed: v.number(),
    due,
    warnAt: v.nullable(v.tuple([v.number(), v.number()])),
  },
  LevelPaused: { promise, consumed: v.number() },
  LevelWarned: { promise, percent: v.picklist([75, 90]), due },
  LevelMissed: { promise, due },
  LevelMet: { promise, due, used: v.number() },
  /** What was missed is done now; or is owed to nobody any more. */
  LevelEnded: { promise, late: v.boolean() },
}
