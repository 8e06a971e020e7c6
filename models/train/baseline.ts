/**
 * Trains the baseline on what is written for this product and writes models/runtime/weights/baseline.bin:
 * `npm run train:baseline`, well under a minute.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '../../shared/base/random.ts'
import { ANGER, INTENTS, MOODS, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { type Split, turns, utterances } from '../data.ts'
import { writeBaseline } from '../runtime/baseline.ts'
import { featuresOf } from '../runtime/features.ts'
import { calibrate, type Example, fitLinear } from '../runtime/fit.ts'
import { type Linear, LinearClassifier } from '../runtime/linear.ts'

const OUTPUT = join(import.meta.dirname, '../runtime/weights/baseline.bin')
const SEED = 20_261_121
/** Less than half the entries, and as good on the validation families. */
const SMALL = { rate: 5, sparse: 0.5 }
/** In scope, so many of the messages may be left without a name for a threshold that keeps more nonsense out. */
const LEFT_OUT = 0.1

const begun = performance.now()

type Split3<Row> = Record<Split, Row[]>
function bySplit<Row extends { split: Split }>(rows: readonly Row[]): Split3<Row> {
  const of = (split: Split) => rows.filter((row) => row.split === split)
  return { train: of('train'), validation: of('validation'), test: of('test') }
}

function head(name: string, rows: Split3<Example & { split: Split }>, labels: readonly string[]): Linear {
  const model = fitLinear(rows.train, labels, {
    random: seededRandom(SEED),
    ...SMALL,
    onEpoch: (epoch, loss) => process.stdout.write(`\r${name}: pass ${epoch}, loss ${loss.toFixed(3)} `),
  })
  const calibrated = calibrate(model, rows.validation)
  console.log(`temperature ${calibrated.temperature.toFixed(2)}, ${model.features.length} features, ${model.entries.labels.length} entries`)
  return calibrated
}

/** The probability that all but a few of the messages in scope reach. */
function leastOf(model: Linear, rows: readonly Example[]): number {
  const classifier = new LinearClassifier(model)
  const scores = rows
    .filter(({ label }) => label !== OUT_OF_SCOPE)
    .map(({ features }) => Math.max(...classifier.probabilities(features)))
    .toSorted((one, other) => one - other)
  return scores[Math.floor(scores.length * LEFT_OUT)] ?? 0
}

const said = bySplit(utterances().map(({ text, intent, split }) => ({ features: featuresOf(text), label: intent, split })))
const felt = turns().map(({ text, before, mood, anger, split }) => ({ features: featuresOf(text, before), mood, anger, split }))
const moods = bySplit(felt.map(({ features, mood, split }) => ({ features, label: mood, split })))
const angers = bySplit(
  felt.filter(({ mood }) => mood === 'negative').map(({ features, anger, split }) => ({ features, label: String(anger), split })),
)

const intent = head('intent', said, [...INTENTS.map(({ id }) => id), OUT_OF_SCOPE])
const mood = head('mood', moods, MOODS)
const anger = head('anger', angers, ANGER.map(String))
const least = Number(leastOf(intent, said.validation).toFixed(3))
const bytes = writeBaseline({ id: 'evenkeel-baseline', intent, mood, anger, least })
mkdirSync(dirname(OUTPUT), { recursive: true })
writeFileSync(OUTPUT, bytes)
const kilobytes = (size: number) => `${(size / 1000).toFixed(0)} kB`
console.log(
  `${said.train.length} utterances, ${moods.train.length} turns; ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} gzip; ` +
    `an intent is named from ${least}; ${((performance.now() - begun) / 1000).toFixed(1)} s`,
)
