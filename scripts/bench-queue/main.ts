/**
 * What an assignment costs with a long line: `npm run bench:queue`, beside first come first served over the same ledger in the same run.
 * The ratios are what counts; the rest is of this machine.
 */

import { parseArgs } from 'node:util'
import { decideWithApply, firstCome, type Lane, overLedger } from './lanes.ts'

const { values } = parseArgs({
  options: {
    waiting: { type: 'string', default: '10000' },
    seats: { type: 'string', default: '200' },
    /** Customers that are finished, offered and taken. */
    turns: { type: 'string', default: '2000' },
  },
})
const [waiting, seats, turns] = [Number(values.waiting), Number(values.seats), Number(values.turns)]
const AIM = 50

const at = (times: readonly number[], share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN

interface Times {
  p50: number
  p99: number
  most: number
}
const timesOf = (times: number[]): Times => {
  const sorted = times.toSorted((one, other) => one - other)
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), most: at(sorted, 1) }
}

function measure(lane: Lane): { wall: Times; mean: number; rows: number } {
  lane.fill(waiting, seats)
  const wall: number[] = []
  const used = process.threadCpuUsage()
  for (let turn = 0; turn < turns; turn++) {
    const begun = performance.now()
    lane.assign()
    wall.push(performance.now() - begun)
    lane.another()
  }
  const { user, system } = process.threadCpuUsage(used)
  return { wall: timesOf(wall), mean: (user + system) / 1000 / turns, rows: lane.close() }
}

const [ours, least, pure] = [measure(overLedger()), measure(firstCome()), measure(decideWithApply())]

console.log(`assignment with ${waiting} waiting and ${seats} seats, ${turns} of them: a talk ends, the next is offered and taken`)
console.log(`  ${''.padEnd(46)}${['p50', 'p99', 'most', 'cpu'].map((name) => name.padStart(10)).join('')}`)
const row = (name: string, figures: readonly number[]) =>
  console.log(`  ${name.padEnd(46)}${figures.map((figure) => figure.toFixed(2).padStart(10)).join('')}`)
const figures = ({ wall, mean }: typeof ours) => [wall.p50, wall.p99, wall.most, mean]
row('first come first served, same ledger (ms)', figures(least))
row('evenkeel, ledger over node:sqlite (ms)', figures(ours))
row('evenkeel, decide and apply alone (ms)', figures(pure))
row(
  'ratio (×)',
  figures(ours).map((figure, index) => figure / (figures(least)[index] ?? 1)),
)
const isMet = ours.wall.p99 <= AIM
console.log('  cpu: what this thread used of a processor for one, with somebody else coming; the rest is the clock on the wall')
console.log(`  a snapshot is ${ours.rows} rows; aim p99 ≤ ${AIM} ms: ${isMet ? 'met' : 'NOT MET'}`)
process.exit(isMet ? 0 : 1)
