import { ANGER, type Anger, INTENTS, MOODS, type Mood, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { type Reading, urgencyOf } from '../../shared/understanding/reading.ts'
import { softmax } from './linear.ts'

/** The vocabulary in the order in which every model tells its probabilities; what is none of it comes last. */
export const LABELS: readonly string[] = [...INTENTS.map(({ id }) => id), OUT_OF_SCOPE]

/** What a model says of one text, as probabilities. */
export interface Shares {
  /** The names of `intent`, in its order: `LABELS`, or more where a desk has intents of its own. */
  intents: readonly string[]
  intent: Float32Array
  /** In the order of `MOODS`. */
  mood: Float32Array
  /** In the order of `ANGER`, for a text that is negative. */
  anger: Float32Array
}

/** What a second model says beside it: intents in the order of `LABELS`, the rest where it knows of it. */
export interface Said {
  intent: Float32Array
  mood: Float32Array | null
  anger: Float32Array | null
}

/** How much each of two models counts. */
export interface Weights {
  baseline: number
  encoder: number
}

/** How two models are put together; found on validation families. */
export interface Tuning {
  intent: Weights
  mood: Weights
  anger: Weights
  /** Below this probability no intent is named. */
  least: number
}

const CANDIDATES = 3
/** No model may rule out for certain. */
const FAINT = 1e-5

/** Both opinions as one: a weighted product, made to sum to one (Genest and Zidek, Combining Probability Distributions, 1986). */
export function pooled(one: Float32Array, other: Float32Array, { baseline, encoder }: Weights): Float32Array {
  const sums = one.map((share, index) => baseline * Math.log(share + FAINT) + encoder * Math.log((other[index] as number) + FAINT))
  return softmax(sums, 1)
}

/**
 * The baseline's opinion and the encoder's as one. Intents that a desk added, which only the baseline knows, keep the share
 * that it gives them; and what the encoder finds to be none of ours, more than the baseline does, speaks for them too.
 */
export function fused(baseline: Shares, said: Said, tuning: Tuning): Shares {
  const outside = LABELS.length - 1
  const known = baseline.intent.subarray(0, LABELS.length)
  const mass = known.reduce((sum, share) => sum + share, 0)
  const shared = pooled(
    known.map((share) => share / Math.max(mass, FAINT)),
    said.intent,
    tuning.intent,
  )
  const intent = Float32Array.from(baseline.intent, (share, index) => (index <= outside ? (shared[index] as number) * mass : share))
  const own = 1 - mass
  const none = baseline.intent[outside] as number
  const more = Math.max(0, (intent[outside] as number) - none)
  const moved = (more * own) / Math.max(own + none, FAINT)
  if (own > FAINT) {
    intent[outside] = (intent[outside] as number) - moved
    for (let index = outside + 1; index < intent.length; index++) intent[index] = (intent[index] as number) * (1 + moved / own)
  }
  return {
    intents: baseline.intents,
    intent,
    mood: said.mood ? pooled(baseline.mood, said.mood, tuning.mood) : baseline.mood,
    anger: said.anger ? pooled(baseline.anger, said.anger, tuning.anger) : baseline.anger,
  }
}

/** All intents with their probabilities, the likeliest first. */
export const ranked = ({ intents, intent }: Shares): { intent: string; score: number }[] =>
  intents.map((name, index) => ({ intent: name, score: intent[index] as number })).toSorted((one, other) => other.score - one.score)

/** What is read out of the probabilities: an intent that is likely enough or none, a mood, and how angry where it is bad. */
export function readingOf(text: string, shares: Shares, { least, model }: { least: number; model: string }): Reading {
  const all = ranked(shares)
  const [top] = all
  const candidates = all.filter(({ intent }) => intent !== OUT_OF_SCOPE).slice(0, CANDIDATES)
  const intent = top !== undefined && top.score >= least ? top.intent : OUT_OF_SCOPE
  const mood = MOODS[highest(shares.mood)] as Mood
  const anger: Anger = mood === 'negative' ? (ANGER[highest(shares.anger)] as Anger) : 0
  return { intent, score: top?.score ?? 0, candidates, mood, anger, urgency: urgencyOf(intent, anger, text), model }
}

const highest = (shares: Float32Array): number =>
  shares.reduce((best, share, index) => (share > (shares[best] as number) ? index : best), 0)
