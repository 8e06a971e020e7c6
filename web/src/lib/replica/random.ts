import type { Random } from '$shared/base/random.ts'

/** The browser's cryptographic randomness. */
export const browserRandom: Random = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) }
