import { seededRandom } from '../../shared/base/random.ts'
import type { Encoder } from '../runtime/encoder.ts'
import { featuresOf } from '../runtime/features.ts'
import { fitLinear } from '../runtime/fit.ts'
import { LinearClassifier } from '../runtime/linear.ts'
import { pooled } from '../runtime/shares.ts'
import { fitHead } from './head.ts'
import { accuracy, auroc, type Judged, macroF1 } from './measures.ts'
import { head, type Measured, percent, row } from './report.ts'

interface Row {
  text: string
  label?: string
}

/** Rows of no label of the others, where a set has such. */
const OUTSIDE = 'oos'
/** The n-grams lead, and the vectors speak where those are in doubt. */
const TOGETHER = { baseline: 0.7, encoder: 0.3 }

/** Fits the baseline and a head on the encoder's vectors on any labelled rows, and measures each and both on others. */
export async function fitted(encoder: Encoder, train: readonly Row[], test: readonly Row[]): Promise<Measured> {
  const examples = train.flatMap(({ text, label }) => (label === undefined ? [] : [{ text, label }]))
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted()
  const grams = new LinearClassifier(
    fitLinear(
      examples.map(({ text, label }) => ({ features: featuresOf(text), label })),
      labels,
      { random: seededRandom(1) },
    ),
  )
  const vectors = []
  for (const { text, label } of examples) vectors.push({ vector: await encoder.vector(text), label })
  const dense = fitHead(vectors, labels, seededRandom(1))
  const judged: Record<string, (Judged & { inside: number })[]> = { baseline: [], encoder: [], both: [] }
  const outside = labels.indexOf(OUTSIDE)
  for (const { text, label } of test) {
    if (label === undefined) continue
    const one = grams.probabilities(featuresOf(text))
    const other = dense.probabilities(await encoder.vector(text))
    const all = { baseline: one, encoder: other, both: pooled(one, other, TOGETHER) }
    for (const [name, shares] of Object.entries(all)) {
      const best = labels.reduce(
        (top, _, at) => (at !== outside && (shares[at] as number) > (shares[top] as number) ? at : top),
        outside === 0 ? 1 : 0,
      )
      const score = shares[best] as number
      judged[name]?.push({
        expected: label,
        said: labels[best] ?? '',
        score,
        inside: outside < 0 ? score : 1 - (shares[outside] as number),
      })
    }
  }
  return {
    title: `${labels.length} labels fitted on ${examples.length} rows, measured on ${test.length}`,
    lines: [
      ...head('', 'in scope', 'right', 'macro-F1', 'outside', 'AUROC'),
      ...Object.entries(judged).map(([name, rows]) => {
        const ours = rows.filter(({ expected }) => expected !== OUTSIDE)
        const theirs = rows.filter(({ expected }) => expected === OUTSIDE)
        const inside = (each: (typeof rows)[number]) => each.inside
        const area = theirs.length > 0 ? auroc(ours.map(inside), theirs.map(inside)).toFixed(3) : '–'
        return row(name, ours.length, percent(accuracy(ours)), macroF1(ours).toFixed(3), theirs.length, area)
      }),
    ],
  }
}
