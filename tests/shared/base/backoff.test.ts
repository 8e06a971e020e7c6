import { describe, expect, it } from 'vitest'
import { backoff } from '../../../shared/base/backoff.ts'
import { type Random, seededRandom, uniform } from '../../../shared/base/random.ts'

const lowest: Random = { bytes: (count) => new Uint8Array(count) }
const highest: Random = { bytes: (count) => new Uint8Array(count).fill(255) }

describe('backoff', () => {
  it.each([
    [0, 250, 500],
    [1, 500, 1000],
    [2, 1000, 2000],
    [4, 4000, 8000],
    [5, 7500, 15_000],
    [20, 7500, 15_000],
    [100_000, 7500, 15_000],
  ])('[P7] waits before try %i between %i and %i milliseconds', (attempt, least, most) => {
    expect(backoff(attempt, lowest)).toBe(least)
    expect(backoff(attempt, highest)).toBe(most)
  })

  it('[P7] spreads devices that were cut off together', () => {
    const waits = new Set(Array.from({ length: 100 }, (_, seed) => backoff(3, seededRandom(seed))))
    expect(waits.size).toBeGreaterThan(80)
  })
})

describe('random', () => {
  it('[P7] repeats itself from the same seed and differs from another', () => {
    const draw = (seed: number) => Array.from(seededRandom(seed).bytes(64))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })

  it('[P7] is uniform in [0, 1)', () => {
    const random = seededRandom(3)
    const draws = Array.from({ length: 20_000 }, () => uniform(random))
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...draws)).toBeLessThan(1)
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
    expect(uniform(highest)).toBeLessThan(1)
  })
})
