import { type Random, uniform } from '../../shared/base/random.ts'

/** What the proxy does to those who pass. Each is a chance between 0 and 1. */
export interface Faults {
  /** Of each new connection: it is reset at once. */
  refuse: number
  /** Of each new connection: its bytes pass one by one, a few milliseconds apart. */
  trickle: number
  /** Of each connection in each second: both ends are reset, at once, within a frame or just after one. */
  cut: number
  /** Of each connection in each second: it stays open and nothing passes any more, not even its end. */
  blackhole: number
  /** Of each message, either way: it never arrives. */
  drop: number
  /** Of each message: it arrives twice. */
  duplicate: number
  /** Of each message: it is late, and all behind it with it. */
  delay: number
  /** Of each message: it is late, and those behind it overtake it. */
  reorder: number
}

export type Fault = keyof Faults

export const CALM: Faults = { refuse: 0, trickle: 0, cut: 0, blackhole: 0, drop: 0, duplicate: 0, delay: 0, reorder: 0 }

/** Weather that a stream of bytes can bring about by itself; frames are late, doubled, cut, but none is lost alone. */
export const STORM: Faults = { ...CALM, refuse: 0.1, trickle: 0.03, cut: 0.01, blackhole: 0.004, duplicate: 0.03, delay: 0.1 }

/** The network is gone: who comes is refused. Connections that stand must be cut beside it. */
export const OUTAGE: Faults = { ...CALM, refuse: 1 }

/** How long a late message takes at most. */
export const MOST_DELAY = 60

/** Chances from one seed. */
export class Dice {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  chance(probability: number): boolean {
    return probability > 0 && uniform(this.#random) < probability
  }

  /** A number in [0, most). */
  below(most: number): number {
    return uniform(this.#random) * most
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.below(items.length))] ?? items[0]
  }
}
