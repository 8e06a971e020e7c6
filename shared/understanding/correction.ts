import { CommandId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { type Infer, v } from '../base/schema.ts'
import { ANGER, type Anger, isIntentId, MOODS, type Mood } from './labels.ts'
import { type Reading, urgencyOf } from './reading.ts'

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.messageText))
const IntentId = v.pipe(v.string(), v.check(isIntentId, 'no such intent'))

/** What a member of staff says that a message means, where a model read otherwise. The text travels masked. */
export const Correction = v.strictObject({
  /** Said of one message once: what is said later takes its place. */
  message: CommandId,
  text,
  before: v.nullable(text),
  read: v.strictObject({
    intent: v.nullable(v.pipe(v.string(), v.maxLength(60))),
    score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    mood: v.picklist(MOODS),
    anger: v.picklist(ANGER),
  }),
  /** What it means; null where that is as it was read. */
  intent: v.nullable(IntentId),
  mood: v.nullable(v.picklist(MOODS)),
})
export type Correction = Infer<typeof Correction>

/** The text of an earlier turn is shortened to so much: more of it tells nothing of the message. */
const LONGEST_BEFORE = 200

/** A correction fit to be kept: what is personal is hidden, whoever sent it. */
export function withoutPersonalData(correction: Correction, mask: (text: string) => string): Correction {
  const before = correction.before === null ? null : mask(correction.before).slice(-LONGEST_BEFORE)
  return { ...correction, text: mask(correction.text), before: before === '' ? null : before }
}

/** What a member of staff says that a message means; what they left out is as it was read. */
export interface Corrected {
  intent?: string
  mood?: Mood
}

/**
 * Readings of one side's messages, oldest first, with what was corrected, by place: it stands above all models. A mood that
 * somebody told ends the anger of what was said before.
 */
export function withCorrections(
  readings: readonly Reading[],
  texts: readonly string[],
  corrections: ReadonlyMap<number, Corrected>,
): Reading[] {
  const told = Math.max(-1, ...[...corrections].flatMap(([at, { mood }]) => (mood ? [at] : [])))
  return readings.map((reading, at) => {
    const { intent = reading.intent, mood = reading.mood } = corrections.get(at) ?? {}
    const isAngry = mood === 'negative' && at >= told
    const anger: Anger = !isAngry ? 0 : corrections.get(at)?.mood ? (Math.max(1, reading.anger) as Anger) : reading.anger
    const score = corrections.get(at)?.intent ? 1 : reading.score
    return { ...reading, intent, score, mood, anger, urgency: urgencyOf(intent, anger, texts[at] ?? '') }
  })
}
