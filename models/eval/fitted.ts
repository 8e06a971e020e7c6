import { seededRandom } from '../../shared/base/random.ts'
import { featuresOf } from '../runtime/features.ts'
import { fitLinear } from '../runtime/fit.ts'
import { LinearClassifier } from '../runtime/linear.ts'
import { accuracy, auroc, type Judged, macroF1 } from './measures.ts'
import type { Measured } from './tasks.ts'

interface Row {
  text: string
  label?: string
}

/** Rows of no label of the others, where a set has such. */
const OUTSIDE = 'oos'

/** Fits the baseline on any labelled rows and measures it on others. */
export function fitted(train: readonly Row[], test: readonly Row[]): Measured {
  const examples = train.flatMap(({ text, label }) => (label === undefined ? [] : [{ features: featuresOf(text), label }]))
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted()
  const classifier = new LinearClassifier(fitLinear(examples, labels, { random: seededRandom(1) }))
  const judge = ({ text, label }: Row): Judged & { inside: number } => {
    const shares = classifier.probabilities(featuresOf(text))
    const outside = labels.indexOf(OUTSIDE)
    const ranked = labels.map((name, index) => ({ name, score: shares[index] as number })).filter(({ name }) => name !== OUTSIDE)
    const top = ranked.reduce((one, other) => (other.score > one.score ? other : one))
    return { expected: label ?? '', said: top.name, score: top.score, inside: outside < 0 ? top.score : 1 - (shares[outside] as number) }
  }
  const judged = test.filter(({ label }) => label !== undefined).map(judge)
  const inside = judged.filter(({ expected }) => expected !== OUTSIDE)
  const outside = judged.filter(({ expected }) => expected === OUTSIDE)
  return {
    title: `${labels.length} labels fitted on ${examples.length} rows, measured on ${judged.length}`,
    lines: [
      `In scope: ${(accuracy(inside) * 100).toFixed(1)} % of ${inside.length} right, macro-F1 ${macroF1(inside).toFixed(3)}.`,
      ...(outside.length > 0
        ? [
            `Out of scope, ${outside.length} rows: AUROC ${auroc(
              inside.map((each) => each.inside),
              outside.map((each) => each.inside),
            ).toFixed(3)}.`,
          ]
        : []),
    ],
  }
}
