import { normalise } from '../../shared/language/normalise.ts'

/** Longest text that is read, in UTF-16 units: what somebody wants is said by then. */
const LONGEST = 1000
const HAN = /\p{Script=Han}/u
const RUNS = /\p{Script=Han}+|[\p{Alphabetic}\p{M}'’]+|\p{Nd}+|[^\s\p{Alphabetic}\p{Nd}]/gu

/** Kinds of features are kept apart by what their hash begins with. */
const SALT = { han: 1, word: 2, pair: 3, part: 4, mark: 5, before: 6 } as const

/** Single characters and pairs; the reason is in DECISIONS.md. */
const MOST_HAN = 2

/** Bits of a hash that are kept: few enough for a small model, enough that one in a hundred meets another. */
const BITS = 22

/** FNV-1a over UTF-16 units, from where another hash left off; its upper bits. */
function hash(text: string, seed: number): number {
  let value = Math.imul(seed ^ 0x811c9dc5, 0x01000193)
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> (32 - BITS)
}

/**
 * What a text is known by, as distinct hashes: Chinese characters and their pairs; English words, pairs of words
 * and parts of words, which bear typing errors; marks; how long numbers are, not which. `before` is the turn before it.
 */
export function featuresOf(text: string, before: string | null = null): number[] {
  const found = new Set<number>()
  collect(text, found, 0)
  if (before) collect(before, found, SALT.before << 8)
  return [...found]
}

function collect(text: string, found: Set<number>, salt: number): void {
  const runs = normalise(text.slice(0, LONGEST)).match(RUNS) ?? []
  let last = '^'
  for (const run of runs) {
    if (HAN.test(run)) {
      characters(run, found, salt)
      last = run.at(-1) ?? ''
      continue
    }
    const word = /\p{Nd}/u.test(run) ? `0${Math.min(run.length, 12)}` : run
    const isWord = /\p{Alphabetic}/u.test(run)
    found.add(hash(word, salt + (isWord ? SALT.word : SALT.mark)))
    found.add(hash(`${last} ${word}`, salt + SALT.pair))
    if (isWord) parts(word, found, salt)
    last = word
  }
  found.add(hash(`${last} $`, salt + SALT.pair))
}

function characters(run: string, found: Set<number>, salt: number): void {
  const units = [...run]
  for (let at = 0; at < units.length; at++)
    for (let size = 1; size <= MOST_HAN && at + size <= units.length; size++)
      found.add(hash(units.slice(at, at + size).join(''), salt + SALT.han))
}

function parts(word: string, found: Set<number>, salt: number): void {
  const fenced = `<${word}>`
  for (let size = 3; size <= 5; size++)
    for (let at = 0; at + size <= fenced.length && at < 24; at++) found.add(hash(fenced.slice(at, at + size), salt + SALT.part))
}
