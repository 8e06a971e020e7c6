/**
 * Trains the baseline on what is written for this product and writes models/runtime/weights/baseline.bin:
 * `npm run train:baseline`, well under a minute.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '../../shared/base/random.ts'
import { lessons } from '../data.ts'
import { writeBaseline } from '../runtime/baseline.ts'
import { learnBaseline, rightShare } from '../runtime/learn.ts'

const OUTPUT = join(import.meta.dirname, '../runtime/weights/baseline.bin')
const SEED = 20_261_121

const begun = performance.now()
const all = lessons()
const model = learnBaseline(all, {
  id: 'evenkeel-baseline',
  random: () => seededRandom(SEED),
  onProgress: (share) => process.stdout.write(`\r${(share * 100).toFixed(0)} % `),
})
const bytes = writeBaseline(model)
mkdirSync(dirname(OUTPUT), { recursive: true })
writeFileSync(OUTPUT, bytes)
const kilobytes = (size: number) => `${(size / 1000).toFixed(0)} kB`
const validation = all.filter(({ split }) => split === 'validation')
console.log(
  `\n${all.length - validation.length} lessons, ${model.intent.features.length} features, temperature ${model.intent.temperature.toFixed(2)}; ` +
    `${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} gzip; an intent is named from ${model.least}; ` +
    `${(rightShare(model, validation) * 100).toFixed(1)} % right on validation families; ${((performance.now() - begun) / 1000).toFixed(1)} s`,
)
