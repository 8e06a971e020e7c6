/** A source of randomness. Always handed in, so that a simulation can replay it. */
export interface Random {
  /** `count` random bytes. */
  bytes(count: number): Uint8Array
}

/** A uniform number in [0, 1), with 32 bits of randomness. */
export function uniform(random: Random): number {
  const [a, b, c, d] = random.bytes(4) as unknown as [number, number, number, number]
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32
}

/**
 * A repeatable source from a 32-bit seed (mulberry32, Tommy Ettinger, public domain algorithm).
 * For simulations and tests; never for ids or keys that must not be guessed.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    bytes(count) {
      return Uint8Array.from({ length: count }, () => next() & 0xff)
    },
  }
}
