import { type Anger, type Mood, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { type Reading, urgencyOf } from '../../shared/understanding/reading.ts'
import { Reader, readLinear, Writer, writeLinear } from './bytes.ts'
import { featuresOf } from './features.ts'
import { type Linear, LinearClassifier } from './linear.ts'

/** The model that is always there: no download worth the name, an answer in a fraction of a millisecond, also at the edge. */
export interface BaselineModel {
  id: string
  intent: Linear
  mood: Linear
  anger: Linear
  /** Below this probability no intent is named. */
  least: number
}

const FORMAT = 'evenkeel-baseline-1'
const CANDIDATES = 3

export function writeBaseline(model: BaselineModel): Uint8Array {
  const writer = new Writer()
  writer.text(FORMAT)
  writer.text(JSON.stringify({ id: model.id, least: model.least }))
  for (const head of [model.intent, model.mood, model.anger]) writeLinear(writer, head)
  return writer.done()
}

/** Throws where the bytes are no such model, or end too early. */
export function readBaseline(bytes: Uint8Array): BaselineModel {
  const reader = new Reader(bytes)
  if (reader.text() !== FORMAT) throw new RangeError('not a baseline model')
  const { id, least } = JSON.parse(reader.text()) as Pick<BaselineModel, 'id' | 'least'>
  return { id, least, intent: readLinear(reader), mood: readLinear(reader), anger: readLinear(reader) }
}

export class Baseline {
  readonly #model: BaselineModel
  readonly #intent: LinearClassifier
  readonly #mood: LinearClassifier
  readonly #anger: LinearClassifier

  constructor(model: BaselineModel) {
    this.#model = model
    this.#intent = new LinearClassifier(model.intent)
    this.#mood = new LinearClassifier(model.mood)
    this.#anger = new LinearClassifier(model.anger)
  }

  /** Probabilities of all intents, `out-of-scope` among them, by id. */
  intents(text: string): { intent: string; score: number }[] {
    return ranked(this.#intent, featuresOf(text)).map(({ label, score }) => ({ intent: label, score }))
  }

  /** Reads a message; `before` is what the same side said before it. */
  read(text: string, before: string | null = null): Reading {
    const intents = this.intents(text)
    const candidates = intents.filter(({ intent }) => intent !== OUT_OF_SCOPE).slice(0, CANDIDATES)
    const [top] = intents
    const isNamed = top !== undefined && top.intent !== OUT_OF_SCOPE && top.score >= this.#model.least
    const intent = isNamed ? top.intent : OUT_OF_SCOPE
    const leaning = featuresOf(text, before)
    const mood = (ranked(this.#mood, leaning)[0]?.label ?? 'neutral') as Mood
    const anger = mood === 'negative' ? (Number(ranked(this.#anger, leaning)[0]?.label ?? 0) as Anger) : 0
    return { intent, score: top?.score ?? 0, candidates, mood, anger, urgency: urgencyOf(intent, anger, text), model: this.#model.id }
  }
}

function ranked(classifier: LinearClassifier, features: readonly number[]): { label: string; score: number }[] {
  const shares = classifier.probabilities(features)
  return classifier.model.labels
    .map((label, index) => ({ label, score: shares[index] as number }))
    .toSorted((one, other) => other.score - one.score)
}
