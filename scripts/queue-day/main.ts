/**
 * A service day over the product's own queue, beside round-robin and first come first served on the same arrivals: `npm run sim:queue`.
 * Prints waits by tier, what was answered in time, occupancy and fairness, and draws the day as an SVG. The same seed gives the same day.
 */

import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SECOND } from '../../shared/base/clock.ts'
import { dayOf, REFERENCE } from './day.ts'
import { type Figures, figuresOf, type Waits } from './figures.ts'
import { ours } from './ours.ts'
import { drawing } from './picture.ts'
import { firstCome, roundRobin } from './plain.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    /** How many more come than on the reference day. */
    load: { type: 'string', default: '1' },
    svg: { type: 'string', default: join(tmpdir(), 'queue-day.svg') },
  },
})

const day = dayOf(Number(values.seed), { ...REFERENCE, load: Number(values.load) })
const runs = [
  { name: 'evenkeel', outcomes: ours(day) },
  { name: 'round-robin', outcomes: roundRobin(day) },
  { name: 'first come first served', outcomes: firstCome(day) },
].map((run) => ({ ...run, figures: figuresOf(day, run.outcomes) }))

const time = (millis: number) => {
  const seconds = Math.round(millis / SECOND)
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
const cells = ({ p50, p95, most }: Waits) => [p50, p95, most].map((each) => time(each).padStart(8)).join('')
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

console.log(`${day.arrivals.length} customers, ${day.shifts.length} seats, seed ${values.seed}; waits as p50, p95, longest`)
for (const { name, figures } of runs) {
  console.log(`\n${name}`)
  console.log(`  ${''.padEnd(12)}${'day'.padStart(24)}${'busiest hour'.padStart(26)}`)
  for (const tier of ['all', 'vip', 'member', 'ordinary'] as const)
    console.log(`  ${tier.padEnd(12)}${cells(figures.day[tier])}  ${cells(figures.peak[tier])}`)
  const { inTime, kept, abandoned, occupancy, fairWork, fairWaits } = figures
  console.log(
    `  service levels met (somebody came before the first answer was due) ${percent(kept)}\n  answered within a minute ${percent(inTime)}, gave up ${percent(abandoned)}, occupancy ${percent(occupancy)}`,
  )
  console.log(`  Jain's index: work of seats ${fairWork.toFixed(3)}, waits of ordinary customers ${fairWaits.toFixed(3)}`)
}

const [evenkeel, turns] = runs.map(({ figures }) => figures) as [Figures, Figures]
const aims = [
  ['busiest hour p95 ≤ 3 min', evenkeel.peak.all.p95 <= 180 * SECOND],
  ['round-robin breaches it', turns.peak.all.p95 > 180 * SECOND],
  ['VIP p95 ≤ 30 s', evenkeel.day.vip.p95 <= 30 * SECOND && evenkeel.peak.vip.p95 <= 30 * SECOND],
  ['no ordinary customer waits longer than 15 min', evenkeel.day.ordinary.most <= 900 * SECOND],
] as const
console.log()
for (const [words, met] of aims) console.log(`  ${met ? 'met     ' : 'NOT MET '} ${words}`)
writeFileSync(values.svg, drawing(day, runs))
console.log(`\n${values.svg}`)
process.exit(aims.every(([, met]) => met) ? 0 : 1)
