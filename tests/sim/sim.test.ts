import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Runs the simulator in a process of its own: it takes the place of the clock, of chance and of every timer. */
function simulate(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--import', join(import.meta.dirname, 'hooks.mjs'), join(import.meta.dirname, 'run.ts'), ...args],
    { encoding: 'utf8', env: { ...process.env, EVENKEEL_MUTANT: '[]' } },
  )
  return { status, output: stdout + stderr }
}

it('[W1] in any weather every text is there exactly once, in order, on all replicas, and no effect is lost', { timeout: 300_000 }, () => {
  const { status, output } = simulate('--worlds', '150', '--seed', '1')
  expect(output).toMatch(/^150 worlds from seed 1, \d{6,} steps/m)
  expect(status, output).toBe(0)
})

it('[W2] the same seed gives the same run, byte for byte', { timeout: 300_000 }, () => {
  const { status, output } = simulate('--worlds', '50', '--seed', '5000', '--replay')
  expect(output).toContain('50 of 50 replayed alike')
  expect(status, output).toBe(0)
})
