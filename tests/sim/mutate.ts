/**
 * `npm run test:mutants`: breaks the product in many ways, one at a time and in memory only, and has the simulator find
 * each. Ends with 1 when one of them lives: the simulator then has a hole.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MUTANTS, type Mutant } from './mutants.ts'

const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '1500' }, seed: { type: 'string', default: '1' }, only: { type: 'string' } },
})

interface Verdict {
  caught: boolean
  how: string
}

/** Runs worlds with a broken product until one shows it. */
function hunt({ changes }: Mutant): Promise<Verdict> {
  const args = ['--no-warnings', '--import', join(import.meta.dirname, 'hooks.mjs'), join(import.meta.dirname, 'run.ts')]
  const child = spawn(process.execPath, [...args, '--worlds', values.worlds, '--seed', values.seed, '--trace', '1'], {
    env: { ...process.env, EVENKEEL_MUTANT: JSON.stringify(changes) },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  return new Promise((resolve) =>
    child.on('exit', (status) => {
      const seed = /^seed (\d+)/m.exec(output)?.[1]
      const wrong = /^✗ (.*)/m.exec(output)?.[1] ?? /Error: time stands still at \d+/.exec(output)?.[0]
      // A mutant that does not even run has not been caught: it says nothing about the simulator.
      if (status === 0 || !wrong) return resolve({ caught: false, how: status === 0 ? 'all worlds hold' : output.slice(-600) })
      resolve({ caught: true, how: `seed ${seed ?? '?'}: ${wrong.slice(0, 110)}` })
    }),
  )
}

const waiting = MUTANTS.filter(({ name }) => !values.only || name.includes(values.only))
const alive: string[] = []
let caught = 0
async function work(): Promise<void> {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const verdict = await hunt(mutant)
    if (verdict.caught) caught++
    else alive.push(mutant.name)
    console.log(`${verdict.caught ? '✓ caught' : '✗ ALIVE '}  ${mutant.name}\n            ${verdict.how}`)
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work))
console.log(`\n${caught} of ${caught + alive.length} caught`)
process.exitCode = alive.length === 0 ? 0 : 1
