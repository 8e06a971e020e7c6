import type { Random } from '../../shared/base/random.ts'
import { ANGER, isIntentId, isOwn, MOODS, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { Baseline, type BaselineModel } from './baseline.ts'
import { featuresOf } from './features.ts'
import { calibrate, type Example, type FitOptions, fitLinear } from './fit.ts'
import { type Linear, LinearClassifier } from './linear.ts'
import { LABELS } from './shares.ts'

/** What is learned from: an utterance with its intent, or a turn with its mood. */
export interface Lesson {
  text: string
  /** What the same side said before it. */
  before: string | null
  /** Null where it teaches nothing of that. */
  intent: string | null
  mood: string | null
  anger: number | null
  /** Learned from, or for calibrating and measuring. */
  split: 'train' | 'validation'
  /** How much it counts; 1 where nothing is said. */
  weight?: number
}

/** Few entries, for a phone, and nearly as good. */
const SMALL: Fit = { rate: 5, sparse: 0.9 }
/** In scope, so many of the messages may be left without a name for a threshold that keeps more nonsense out. */
const LEFT_OUT = 0.1

/** How fast it learns, how strongly weights are drawn to nothing, and what else is otherwise for a large model. */
type Fit = Required<Pick<FitOptions, 'rate' | 'sparse'>> & Pick<FitOptions, 'drop' | 'epochs'>

export interface LearnOptions {
  id: string
  random: () => Random
  /** Small enough for a phone where nothing is said. */
  fit?: Fit
  /** From 0 to 1. */
  onProgress?: (share: number) => void
}

/** Learns the whole baseline, seconds for tens of thousands of lessons. The same seed gives the same model. */
export function learnBaseline(lessons: readonly Lesson[], { id, random, fit = SMALL, onProgress }: LearnOptions): BaselineModel {
  // What an older vocabulary named teaches nothing.
  const said = lessons.filter(({ intent }) => intent !== null && isIntentId(intent))
  const felt = lessons.filter(({ mood }) => mood !== null)
  const angry = felt.filter(({ mood, anger }) => mood === 'negative' && anger !== null)
  const all = said.length + felt.length + angry.length
  let done = 0
  const head = (rows: readonly Lesson[], labels: readonly string[], labelOf: (lesson: Lesson) => string, context: boolean): Linear => {
    const example = (lesson: Lesson): Example => ({
      features: featuresOf(lesson.text, context ? lesson.before : null),
      label: labelOf(lesson),
      ...(lesson.weight === undefined ? {} : { weight: lesson.weight }),
    })
    const of = (split: Lesson['split']) => rows.filter((row) => row.split === split).map(example)
    const { epochs = 10 } = fit
    const model = fitLinear(of('train'), labels, {
      random: random(),
      ...fit,
      epochs,
      onEpoch: (epoch) => onProgress?.((done + (rows.length * epoch) / epochs) / all),
    })
    done += rows.length
    return calibrate(model, of('validation'))
  }
  const own = new Set(said.flatMap((lesson) => (lesson.intent !== null && isOwn(lesson.intent) ? [lesson.intent] : [])))
  const intent = head(said, [...LABELS, ...own], (lesson) => lesson.intent ?? '', false)
  const mood = head(felt, MOODS, (lesson) => lesson.mood ?? '', true)
  const anger = head(angry, ANGER.map(String), (lesson) => String(lesson.anger), true)
  return { id, intent, mood, anger, least: leastOf(intent, said) }
}

/** The probability that all but a few of the messages in scope reach. */
function leastOf(model: Linear, lessons: readonly Lesson[]): number {
  const classifier = new LinearClassifier(model)
  const scores = lessons
    .filter(({ intent, split }) => split === 'validation' && intent !== OUT_OF_SCOPE)
    .map(({ text }) => Math.max(...classifier.probabilities(featuresOf(text))))
    .toSorted((one, other) => one - other)
  return Number((scores[Math.floor(scores.length * LEFT_OUT)] ?? 0).toFixed(3))
}

/** Share of lessons whose intent and mood a model reads as they teach. */
export function rightShare(model: BaselineModel, lessons: readonly Lesson[]): number {
  const baseline = new Baseline(model)
  let [right, all] = [0, 0]
  for (const { text, before, intent, mood } of lessons) {
    const reading = baseline.read(text, before)
    if (intent !== null) {
      all++
      // What is not sure enough is not named, but what it would be named is what was learned.
      if ((intent === OUT_OF_SCOPE ? reading.intent : reading.candidates[0]?.intent) === intent) right++
    }
    if (mood !== null) {
      all++
      if (reading.mood === mood) right++
    }
  }
  return all === 0 ? 1 : right / all
}
