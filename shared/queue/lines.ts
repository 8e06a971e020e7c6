import { QueueId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Hours } from '../calendar/schedule.ts'
import { Language } from '../language/language.ts'
import { Skill } from '../triage/rules.ts'
import { DepartmentName } from '../understanding/work.ts'

const seconds = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))
const minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(240))

/** The line of one department, as its desk has settled it. */
export const LineSettings = v.strictObject({
  id: QueueId,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  /** Whose matters come here. */
  departments: v.pipe(v.array(DepartmentName), v.maxLength(6)),
  /** Null: as the desk's. */
  hours: v.nullable(Hours),
  /** How long an offer waits to be taken, in seconds. */
  offerFor: seconds(5, 120),
  /** How long a customer is kept for the seat that served them last, in seconds; 0: not at all. */
  familiarFor: seconds(0, 600),
  /** After how many seconds of waiting skills and languages are wished for and no longer demanded. */
  relaxAfter: seconds(0, 3600),
  /** After how many seconds of waiting an entry moves on to another line. */
  overflow: v.nullable(v.strictObject({ to: QueueId, after: seconds(0, 7200) })),
})
export type LineSettings = Infer<typeof LineSettings>

/**
 * Head starts, in minutes: an entry counts as if it had waited so much longer than it has. All age alike, so nobody is
 * overtaken by anybody who came later than the longest head start: nobody starves.
 */
export const HeadStarts = v.strictObject({
  member: minutes,
  vip: minutes,
  high: minutes,
  urgent: minutes,
  /** For each level of anger. */
  anger: minutes,
  /** For what was handed back or over: the customer has waited once already. */
  again: minutes,
  /** By how much a message that was left stands back behind somebody who waits. */
  message: minutes,
})
export type HeadStarts = Infer<typeof HeadStarts>

/** What a member of staff is there for. Empty lists: for every line, in every language. */
export const Duty = v.strictObject({
  lines: v.pipe(v.array(QueueId), v.maxLength(20)),
  skills: v.pipe(v.array(Skill), v.maxLength(20)),
  languages: v.pipe(v.array(Language), v.maxLength(10)),
  /** How many messages that were left beside the talks, and how many open tickets. */
  messages: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50)),
  tickets: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(500)),
})
export type Duty = Infer<typeof Duty>

export const ALL_DUTY: Duty = { lines: [], skills: [], languages: [], messages: 10, tickets: 50 }
