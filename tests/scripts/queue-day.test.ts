import { describe, expect, it } from 'vitest'
import { dayOf } from '../../scripts/queue-day/day.ts'
import { figuresOf, waitOf } from '../../scripts/queue-day/figures.ts'
import { ours } from '../../scripts/queue-day/ours.ts'
import { drawing } from '../../scripts/queue-day/picture.ts'
import { firstCome, roundRobin } from '../../scripts/queue-day/plain.ts'
import { MINUTE, SECOND } from '../../shared/base/clock.ts'

const day = dayOf(1)
const runs = [ours, roundRobin, firstCome].map((run) => ({ name: run.name, outcomes: run(day) }))

describe('[Q29] a service day', () => {
  it('[Q29] keeps what is promised where round-robin does not', () => {
    const [evenkeel, turns] = runs.map(({ outcomes }) => figuresOf(day, outcomes))
    expect(evenkeel?.peak.all.p95).toBeLessThanOrEqual(3 * MINUTE)
    expect(turns?.peak.all.p95).toBeGreaterThan(3 * MINUTE)
    expect(Math.max(evenkeel?.day.vip.p95 ?? 1e9, evenkeel?.peak.vip.p95 ?? 1e9)).toBeLessThanOrEqual(30 * SECOND)
    expect(evenkeel?.day.ordinary.most).toBeLessThanOrEqual(15 * MINUTE)
  })

  it.each(runs)('[Q29] $name: everybody comes to an end once, and no seat has more than it may', ({ outcomes }) => {
    expect(new Set(outcomes.map(({ arrival }) => arrival)).size).toBe(day.arrivals.length)
    expect(outcomes).toHaveLength(day.arrivals.length)
    expect(Math.min(...outcomes.map(waitOf))).toBeGreaterThanOrEqual(0)
    for (const { seat, capacity } of day.shifts) {
      const steps = outcomes.flatMap((outcome) =>
        outcome.seat === seat && outcome.taken !== null ? [[outcome.taken, 1] as const, [outcome.over, -1] as const] : [],
      )
      let serving = 0
      for (const [, step] of steps.toSorted(([one, up], [other, down]) => one - other || up - down)) {
        serving += step
        expect(serving).toBeLessThanOrEqual(capacity)
      }
    }
  })

  it('[Q29] the same seed gives the same day, and another one another', () => {
    expect(ours(dayOf(1))).toEqual(runs[0]?.outcomes)
    expect(dayOf(2).arrivals.length).not.toBe(day.arrivals.length)
  })

  it('[Q29] the picture holds a line for each way, and nothing that is no number', () => {
    const picture = drawing(day, runs)
    expect(picture.match(/<path d="M\d[^"]+L/g)).toHaveLength(7)
    expect(picture).not.toContain('NaN')
  })
})
