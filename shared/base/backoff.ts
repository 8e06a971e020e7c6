import type { Millis } from './clock.ts'
import { type Random, uniform } from './random.ts'

/**
 * How long to wait before try number `attempt` (0 is the first retry): exponential with full jitter over the upper half
 * (AWS Architecture Blog, "Exponential Backoff And Jitter"), so that devices cut off together do not return together.
 */
export function backoff(attempt: number, random: Random, base: Millis = 500, most: Millis = 15_000): Millis {
  const ceiling = Math.min(most, base * 2 ** Math.min(attempt, 20))
  return Math.round(ceiling / 2 + (ceiling / 2) * uniform(random))
}
