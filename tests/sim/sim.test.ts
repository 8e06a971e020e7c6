import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Change, MUTANTS } from './mutants.ts'

/** Runs the simulator in a process of its own: it takes the place of the clock, of chance and of every timer. */
function simulate(args: string[], broken: readonly Change[] = []): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--import', join(import.meta.dirname, 'hooks.mjs'), join(import.meta.dirname, 'run.ts'), ...args],
    { encoding: 'utf8', env: { ...process.env, EVENKEEL_MUTANT: JSON.stringify(broken) } },
  )
  return { status, output: stdout + stderr }
}

it('[W1 T28] in any weather every text is there exactly once, in order, on all replicas, and no effect is lost', {
  timeout: 300_000,
}, () => {
  const { status, output } = simulate(['--worlds', '150', '--seed', '1'])
  expect(output).toMatch(/^150 worlds from seed 1, \d{6,} steps/m)
  expect(status, output).toBe(0)
})

it('[W2] the same seed gives the same run, byte for byte', { timeout: 300_000 }, () => {
  const { status, output } = simulate(['--worlds', '50', '--seed', '5000', '--replay'])
  expect(output).toContain('50 of 50 replayed alike')
  expect(status, output).toBe(0)
})

const BROKEN = ['a repeated command is taken again', 'acknowledged before it is written', 'what has left can be called back']
it.each(BROKEN)('[W1] the simulator notices that %s', { timeout: 120_000 }, (name) => {
  const mutant = MUTANTS.find((mutant) => mutant.name === name)
  const { status, output } = simulate(['--worlds', '60', '--seed', '1', '--trace', '1'], mutant?.changes)
  expect(output).toMatch(/^✗ /m)
  expect(status).toBe(1)
})
