import { turns } from '../data.ts'
import type { Baseline } from '../runtime/baseline.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { accuracy, byLabel, type Judged, macroF1 } from './measures.ts'
import { READERS, type ReaderName, readByAll, SHIPPED } from './readers.ts'
import { head, type Measured, percent, row } from './report.ts'

interface Felt extends Judged {
  anger: number
  saidAnger: number
  /** How probable it is that the turn is negative. */
  negative: number
}

/** Of negative turns so many are to be found; how many of those that are called so then are, is told. */
const FOUND = 0.92

/** How many of those called negative are, where the threshold is such that so many of the negative ones are found. */
function precisionAt(rows: readonly Felt[], recall: number): number {
  const sorted = rows.toSorted((one, other) => other.negative - one.negative)
  const wanted = rows.filter(({ expected }) => expected === 'negative').length * recall
  let found = 0
  for (let index = 0; index < sorted.length; index++) {
    if (sorted[index]?.expected === 'negative') found++
    if (found >= wanted) return found / (index + 1)
  }
  return 0
}

/** Service turns of families that were not learned from. */
export async function measureMood(baseline: Baseline, encoder: Encoder): Promise<Measured> {
  const felt = Object.fromEntries(READERS.map((name) => [name, [] as Felt[]])) as Record<ReaderName, Felt[]>
  for (const { text, before, mood, anger } of turns().filter(({ split }) => split === 'test')) {
    const read = await readByAll(baseline, encoder, text, before)
    for (const name of READERS) {
      const { shares, reading } = read[name]
      felt[name].push({ expected: mood, said: reading.mood, score: 1, anger, saidAnger: reading.anger, negative: shares.mood[0] as number })
    }
  }
  return {
    title: 'Mood, on families of turns that were not learned from',
    scores: Object.fromEntries(READERS.map((name) => [name, macroF1(felt[name])])),
    lines: [
      ...head(
        '',
        'turns',
        'right',
        'macro-F1',
        'negative: precision',
        'recall',
        `precision at recall ${FOUND}`,
        'anger within one',
        'exact',
      ),
      ...READERS.map((name) => {
        const rows = felt[name]
        const angry = rows.filter(({ anger }) => anger > 0)
        const negative = byLabel(rows).find(({ label }) => label === 'negative')
        return row(
          name,
          rows.length,
          percent(accuracy(rows)),
          macroF1(rows).toFixed(3),
          percent(negative?.precision ?? 0),
          percent(negative?.recall ?? 0),
          percent(precisionAt(rows, FOUND)),
          percent(angry.filter(({ anger, saidAnger }) => Math.abs(anger - saidAnger) <= 1).length / angry.length),
          percent(angry.filter(({ anger, saidAnger }) => anger === saidAnger).length / angry.length),
        )
      }),
      '',
      ...head(`by ${SHIPPED}`, 'turns', 'precision', 'recall', 'F1'),
      ...byLabel(felt[SHIPPED]).map(({ label, count, precision, recall, f1 }) =>
        row(label, count, percent(precision), percent(recall), f1.toFixed(3)),
      ),
    ],
  }
}
