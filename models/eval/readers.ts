import { OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import type { Reading } from '../../shared/understanding/reading.ts'
import type { Baseline } from '../runtime/baseline.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { MANIFEST } from '../runtime/manifest.ts'
import { fused, LABELS, readingOf, type Shares } from '../runtime/shares.ts'

/** What can be measured: each model alone, and both together, which is what ships. */
export const READERS = ['baseline', 'encoder', 'both'] as const
export type ReaderName = (typeof READERS)[number]
export const SHIPPED: ReaderName = 'both'

export interface Read {
  shares: Shares
  reading: Reading
}
export type ReadByAll = Record<ReaderName, Read>

/** One text read by each model alone and by both together, through the code that ships. */
export async function readByAll(baseline: Baseline, encoder: Encoder, text: string, before: string | null = null): Promise<ReadByAll> {
  const own = baseline.shares(text, before)
  const said = await encoder.read({ text, before })
  const alone: Shares = { intents: LABELS, intent: said.intent, mood: said.mood ?? own.mood, anger: said.anger ?? own.anger }
  const together = fused(own, said, MANIFEST.tuning)
  const { least } = MANIFEST.tuning
  return {
    baseline: { shares: own, reading: baseline.read(text, before) },
    encoder: { shares: alone, reading: readingOf(text, alone, { least, model: MANIFEST.id }) },
    both: { shares: together, reading: readingOf(text, together, { least, model: MANIFEST.id }) },
  }
}

/** The likeliest intents that are ours, and how likely it is that the text is about any of them. */
export function insideOf({ intents, intent }: Shares): { ranked: { intent: string; score: number }[]; inside: number } {
  const ranked = intents
    .map((name, index) => ({ intent: name, score: intent[index] as number }))
    .filter((each) => each.intent !== OUT_OF_SCOPE)
    .toSorted((one, other) => other.score - one.score)
  return { ranked, inside: 1 - (intent[intents.indexOf(OUT_OF_SCOPE)] ?? 0) }
}
