import { ANGER, MOODS } from '../../shared/understanding/labels.ts'
import type { Reading } from '../../shared/understanding/reading.ts'
import { Reader, readLinear, Writer, writeLinear } from './bytes.ts'
import { featuresOf } from './features.ts'
import { type Linear, LinearClassifier } from './linear.ts'
import { LABELS, readingOf, type Shares } from './shares.ts'

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

/** Whether a model tells the vocabulary of this version, in its order; intents of a desk's own may follow. */
export function speaksVocabulary({ intent, mood, anger }: BaselineModel): boolean {
  const begins = (labels: readonly string[], all: readonly string[]) => all.every((label, index) => labels[index] === label)
  return begins(intent.labels, LABELS) && begins(mood.labels, MOODS) && begins(anger.labels, ANGER.map(String))
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

  /** Probabilities of everything; `before` is what the same side said before it, which tells of the mood. */
  shares(text: string, before: string | null = null): Shares {
    const features = featuresOf(text)
    const leaning = before === null ? features : featuresOf(text, before)
    return {
      intents: this.#model.intent.labels,
      intent: this.#intent.probabilities(features),
      mood: this.#mood.probabilities(leaning),
      anger: this.#anger.probabilities(leaning),
    }
  }

  /** Reads a message; `before` is what the same side said before it. */
  read(text: string, before: string | null = null): Reading {
    return readingOf(text, this.shares(text, before), { least: this.#model.least, model: this.#model.id })
  }
}
