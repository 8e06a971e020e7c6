import { expect, it } from 'vitest'
import { chaos } from '../../scripts/chaos/chaos.ts'
import { table } from '../../scripts/chaos/figures.ts'

it('[W1 P9 P10 P11 T28 Q12] through cuts, silences, lost, late, doubled and overtaking frames and SIGKILL, all replicas tell what was sent, once and in order, and no ticket or place is lost or doubled', async () => {
  const verdict = await chaos({
    seconds: 10,
    customers: 6,
    visitors: 8,
    seats: 2,
    kills: 1,
    messages: 400,
    drop: 0.03,
    reorder: 0.1,
    seed: 7,
    port: 8903,
  })
  expect(verdict.problems, table(verdict)).toEqual([])
  // Over nothing the rest would be vacuous.
  expect(verdict.sent.customers + verdict.sent.seats).toBeGreaterThan(200)
  expect(verdict.sent.seats).toBeGreaterThan(0)
  expect(verdict.served).toBeGreaterThan(0)
  expect(verdict.times.noticed.length).toBeGreaterThan(0)
  expect(verdict.times.acknowledging).toHaveLength(1)
  expect(verdict.desk.tickets).toBeGreaterThan(0)
  expect(verdict.desk.wishes).toBeGreaterThan(6)
  expect(verdict.desk.inLine + verdict.desk.served).toBeGreaterThan(0)
  expect(Object.keys(verdict.desk.kinds)).toEqual(expect.arrayContaining(['take-offer', 'transfer', 'say-to-ticket', 'set-status']))
}, 240_000)
