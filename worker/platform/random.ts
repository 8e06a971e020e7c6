import type { Random } from '../../shared/base/random.ts'

/** The platform's cryptographic randomness. */
export const platformRandom: Random = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
}
