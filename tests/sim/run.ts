/**
 * Simulated worlds, one after another: `npm run test:sim -- --minutes 10 --seed N`. A failure prints its seed, what does
 * not hold and the last of what happened; the same seed replays it byte for byte. Ends with 1 when one was found.
 */
import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    worlds: { type: 'string' },
    trace: { type: 'string', default: '60' },
    verbose: { type: 'boolean', default: false },
    /** Runs every world twice and compares. */
    replay: { type: 'boolean', default: false },
  },
})
const first = Number(values.seed ?? Date.now() % 1_000_000_000)
const worlds = values.worlds ? Number(values.worlds) : values.seed && !process.argv.includes('--minutes') ? 1 : Number.POSITIVE_INFINITY
const begun = performance.now()
const until = begun + Number(values.minutes) * 60_000
let steps = 0
let texts = 0
let count = 0
let failed = 0
let alike = 0

for (let seed = first; count < worlds && (worlds !== Number.POSITIVE_INFINITY || performance.now() < until) && failed === 0; seed++) {
  const outcome = await simulate(seed, values.verbose)
  count++
  steps += outcome.steps
  texts += outcome.texts
  if (values.replay) {
    if ((await simulate(seed)).fingerprint === outcome.fingerprint) alike++
    else outcome.wrongs.push('the second run of this seed was another one')
  }
  if (outcome.wrongs.length === 0) continue
  failed++
  console.error(`\nseed ${seed} (${outcome.weather}, ${outcome.steps} steps, ${outcome.texts} texts, ${outcome.deaths} deaths)`)
  for (const line of outcome.trace.slice(-Math.max(1, Number(values.trace)))) console.error(`  ${line}`)
  for (const wrong of outcome.wrongs) console.error(`✗ ${wrong}`)
}
const seconds = (performance.now() - begun) / 1000
console.log(
  `${count} worlds from seed ${first}, ${steps} steps (${Math.round((steps / seconds) * 60).toLocaleString('en')} a minute), ${texts} texts: ${failed === 0 ? 'all hold' : 'one does not'}`,
)
if (values.replay) console.log(`${alike} of ${count} replayed alike`)
process.exitCode = failed === 0 ? 0 : 1
