import { percentile } from './figures.ts'
import { Flow } from './flow.ts'
import type { Talker } from './talker.ts'

const FIRST = 200
const STEPS = [1.5, 1.2]
const SECONDS = 4
const MOST_P99 = 200
const LEAST_ACHIEVED = 0.95
/** A machine that others use as well stumbles now and then: a rate is too high when it fails so many times. */
const TRIES = 2

export interface Knee {
  /** The highest rate, in messages a second, that was borne. */
  rate: number
  /** The most messages that were acknowledged in a second, at whatever rate. */
  best: number
}

/** Raises the rate of an open loop, first in long and then in short steps, until answers are late or do not keep up. */
export async function kneeOf(talkers: readonly Talker[]): Promise<Knee> {
  const knee = { rate: FIRST, best: 0 }
  for (const step of STEPS) {
    for (let rate = knee.best === 0 ? FIRST : knee.rate * step; await isBorne(talkers, rate, knee); rate *= step) knee.rate = rate
  }
  return knee
}

async function isBorne(talkers: readonly Talker[], rate: number, knee: Knee): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const flow = await new Flow(talkers, rate, SECONDS).run()
    await flow.settle(10_000)
    knee.best = Math.max(knee.best, flow.perSecond)
    if (percentile(flow.times, 0.99) <= MOST_P99 && flow.inTime >= LEAST_ACHIEVED * flow.offered) return true
  }
  return false
}
