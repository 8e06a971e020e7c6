/**
 * Finds on the validation families how the baseline and the encoder go together, and writes what devices need to know of
 * the encoder into models/runtime/weights/encoder.json: `npm run train:fusion`, after either was trained.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ANGER, MOODS, OUT_OF_SCOPE } from '../../shared/understanding/labels.ts'
import { turns, utterances } from '../data.ts'
import { BASELINE, ENCODER, shippedBaseline, shippedEncoder } from '../eval/shipped.ts'
import type { Manifest, ModelFile } from '../runtime/manifest.ts'
import { LABELS, pooled, type Weights } from '../runtime/shares.ts'

const OUTPUT = join(import.meta.dirname, '../runtime/weights/encoder.json')
/** In scope, so many of the messages may be left without a name for a threshold that keeps more nonsense out. */
const LEFT_OUT = 0.1
/** What a browser's library asks for; the card beside them stays here. */
const ASKED_FOR = /\.(json|onnx)$/

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function files(): ModelFile[] {
  return readdirSync(ENCODER, { recursive: true, encoding: 'utf8' })
    .filter((path) => ASKED_FOR.test(path))
    .toSorted()
    .map((path) => {
      const bytes = readFileSync(join(ENCODER, path))
      return { path: path.replaceAll('\\', '/'), bytes: bytes.length, sha256: sha256(bytes) }
    })
}

/** Two opinions of one text, and which is right. */
interface Case {
  baseline: Float32Array
  encoder: Float32Array
  right: number
}

/** The weights under which what is right is most probable: all pairs of a grid are tried. */
function tune(name: string, cases: readonly Case[]): Weights {
  let best = { weights: { baseline: 1, encoder: 0 }, loss: Number.POSITIVE_INFINITY }
  for (let baseline = 0; baseline <= 1.5; baseline += 0.1)
    for (let encoder = 0; encoder <= 1.5; encoder += 0.1) {
      const weights = { baseline: Number(baseline.toFixed(1)), encoder: Number(encoder.toFixed(1)) }
      let loss = 0
      for (const each of cases) loss -= Math.log((pooled(each.baseline, each.encoder, weights)[each.right] ?? 0) + 1e-9)
      if (loss < best.loss) best = { weights, loss }
    }
  const { weights, loss } = best
  console.log(
    `${name}: baseline ${weights.baseline}, encoder ${weights.encoder}, loss ${(loss / cases.length).toFixed(3)} over ${cases.length}`,
  )
  return weights
}

const baseline = shippedBaseline()
const encoder = await shippedEncoder()

const intents: Case[] = []
for (const { text, intent } of utterances().filter(({ split }) => split === 'validation')) {
  const said = await encoder.read({ text, before: null })
  intents.push({ baseline: baseline.shares(text).intent, encoder: said.intent, right: LABELS.indexOf(intent) })
}
const [moods, angers]: [Case[], Case[]] = [[], []]
for (const { text, before, mood, anger } of turns().filter(({ split }) => split === 'validation')) {
  const said = await encoder.read({ text, before })
  const shares = baseline.shares(text, before)
  if (said.mood) moods.push({ baseline: shares.mood, encoder: said.mood, right: MOODS.indexOf(mood) })
  if (said.anger && mood === 'negative')
    angers.push({ baseline: shares.anger, encoder: said.anger, right: ANGER.indexOf(anger as (typeof ANGER)[number]) })
}

const weights = { intent: tune('intent', intents), mood: tune('mood', moods), anger: tune('anger', angers) }
const scores = intents
  .filter(({ right }) => LABELS[right] !== OUT_OF_SCOPE)
  .map((each) => Math.max(...pooled(each.baseline, each.encoder, weights.intent)))
  .toSorted((one, other) => one - other)
const least = Number((scores[Math.floor(scores.length * LEFT_OUT)] ?? 0).toFixed(3))
const all = files()
const manifest: Manifest = {
  id: `encoder-${sha256(new TextEncoder().encode(all.map((file) => file.sha256).join())).slice(0, 12)}`,
  files: all,
  baseline: sha256(readFileSync(BASELINE)),
  tuning: { ...weights, least },
}
writeFileSync(OUTPUT, `${JSON.stringify(manifest, null, 2)}\n`)
console.log(
  `${manifest.id}: ${all.reduce((sum, { bytes }) => sum + bytes, 0)} bytes in ${all.length} files; an intent is named from ${least}`,
)
