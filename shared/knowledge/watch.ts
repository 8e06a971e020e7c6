import { type Infer, v } from '../base/schema.ts'

const word = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))

/** What a desk says to the remarks on its articles: which pairs are both wanted though they say the same, and words of its own to look out for. */
export const Watch = v.strictObject({
  /** Pairs as `pairOf` names them. */
  apart: v.pipe(v.array(v.pipe(v.string(), v.maxLength(129))), v.maxLength(5000)),
  words: v.pipe(v.array(word), v.maxLength(500)),
})
export type Watch = Infer<typeof Watch>

export const NO_WATCH: Watch = { apart: [], words: [] }
