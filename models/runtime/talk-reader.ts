import type { Industry } from '../../shared/understanding/label.ts'
import type { Overall } from '../../shared/understanding/overall.ts'
import type { Reading } from '../../shared/understanding/reading.ts'
import { Baseline, type BaselineModel, readBaseline, writeBaseline } from './baseline.ts'
import { Reader, readLinear, Writer, writeLinear } from './bytes.ts'
import { featuresOf } from './features.ts'
import { type Linear, LinearClassifier } from './linear.ts'
import { readTalk } from './talk.ts'

/** What reads whole talks, at the edge: learned as the baseline is and from talks besides, and too large for a phone. */
export interface TalkModel extends BaselineModel {
  /** Whether somebody says that it cannot wait. */
  presses: Linear
}

const FORMAT = 'evenkeel-talk-1'
export const PRESSES = ['no', 'yes'] as const
/** From this probability somebody counts as pressing. */
const PRESSING = 0.5

export function writeTalkModel({ presses, ...model }: TalkModel): Uint8Array {
  const writer = new Writer()
  const baseline = writeBaseline(model)
  writer.text(FORMAT)
  writer.number(baseline.length)
  writer.bytes(baseline)
  writeLinear(writer, presses)
  return writer.done()
}

/** Throws where the bytes are no such model, or end too early. */
export function readTalkModel(bytes: Uint8Array): TalkModel {
  const reader = new Reader(bytes)
  if (reader.text() !== FORMAT) throw new RangeError('not a model of talks')
  const baseline = readBaseline(reader.bytes(reader.number()))
  return { ...baseline, presses: readLinear(reader) }
}

export class TalkReader {
  readonly #baseline: Baseline
  readonly #presses: LinearClassifier

  constructor({ presses, ...model }: TalkModel) {
    this.#baseline = new Baseline(model)
    this.#presses = new LinearClassifier(presses)
  }

  /** Reads a message by itself; `before` is what the same side said before it. */
  read(text: string, before: string | null = null): Reading {
    return this.#baseline.read(text, before)
  }

  /** Reads all that a customer of an industry said as one matter; null where they said nothing. */
  talk(texts: readonly string[], industry: Industry): Overall | null {
    return readTalk(texts, industry, {
      shares: (text, before) => this.#baseline.shares(text, before),
      presses: (text) => (this.#presses.probabilities(featuresOf(text))[PRESSES.indexOf('yes')] ?? 0) >= PRESSING,
    })
  }
}
