import { stem } from '../language/english.ts'
import { conceptOf, conceptsIn } from '../language/synonyms.ts'

/**
 * Tokens as numbers: a character is its code, a pair of neighbours both codes, a word or a thing that is named has a place
 * of its own among codes that no Chinese character has. Numbers make an index many times faster to build than strings.
 */
const PAIR = 0x1_0000
const WORDS = 0xd800_0000
const WORDS_END = 0xd840_0000
const CONCEPTS = 0xe000_0000
const START_SIZE = 1 << 14

/** What kind of token it is: they do not say equally much. */
export type Kind = 'character' | 'pair' | 'word' | 'concept'

const isHan = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || code === 0x3005 || code === 0x3007 || isRare(code)
/** Halves of characters beyond the basic plane that are Chinese. */
const isRare = (code: number): boolean => code >= 0xd840 && code <= 0xd88f
const isWordly = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57)

const isApostrophe = (code: number): boolean => code === 0x27 || code === 0x2019
const isEnding = (code: number): boolean => isApostrophe(code) || (code >= 97 && code <= 122)

/** Numbers the tokens of an index from 0. Open addressing over one array: no string and no object a token. */
export class Vocabulary {
  readonly keys: number[] = []
  readonly words: string[] = []
  readonly #wordNumbers = new Map<string, number>()
  #slots = new Int32Array(START_SIZE)

  get size(): number {
    return this.keys.length
  }

  /** The number of a token, or -1 where it is not known. */
  find(key: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0 || this.keys[id] === key) return id
    }
  }

  /** The number of a token that is known from now on. */
  add(key: number): number {
    const known = this.find(key)
    if (known >= 0) return known
    if (this.keys.length * 2 > this.#slots.length) this.#grow()
    this.keys.push(key)
    this.#place(this.keys.length - 1)
    return this.keys.length - 1
  }

  /** The key of a word; -1 where no text of the index has it and none is to be added. */
  wordKey(word: string, add: boolean): number {
    const known = this.#wordNumbers.get(word)
    if (known !== undefined) return WORDS + known
    if (!add) return -1
    this.#wordNumbers.set(word, this.words.length)
    this.words.push(word)
    return WORDS + this.words.length - 1
  }

  /** Whether a word stands in any text, in whatever ending. */
  hasWord(word: string): boolean {
    return this.#wordNumbers.has(stem(word)) || conceptOf(word) !== undefined
  }

  /** Words of Latin letters in their stems, each with its token. */
  *latinWords(): Generator<[string, number]> {
    for (const [word, number] of this.#wordNumbers) if (/^[a-z]+$/.test(word)) yield [word, this.find(WORDS + number)]
  }

  /** Whether two characters stand side by side anywhere. */
  hasPair(first: number, second: number): boolean {
    return this.find(first * PAIR + second) >= 0
  }

  kindOf(id: number): Kind {
    const key = this.keys[id] as number
    if (key >= CONCEPTS) return 'concept'
    if (key >= WORDS && key < WORDS_END) return 'word'
    return key < PAIR ? 'character' : 'pair'
  }

  /** The number of the thing that a token names; null where it is another kind of token. */
  conceptOf(id: number): number | null {
    return this.kindOf(id) === 'concept' ? (this.keys[id] as number) - CONCEPTS : null
  }

  /** A character, pair or word as it is written. */
  textOf(id: number): string {
    const key = this.keys[id] as number
    const kind = this.kindOf(id)
    if (kind === 'word') return this.words[key - WORDS] ?? ''
    return kind === 'character' ? String.fromCharCode(key) : String.fromCharCode(Math.floor(key / PAIR), key % PAIR)
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let id = 0; id < this.keys.length; id++) this.#place(id)
  }

  #place(id: number): void {
    const mask = this.#slots.length - 1
    let slot = hash(this.keys[id] as number) & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = id + 1
  }
}

/** Spreads keys whose low bits are alike (Knuth's multiplicative hashing). */
const hash = (key: number): number => {
  const mixed = Math.imul(key ^ (key >>> 15), 0x9e37_79b1)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

/**
 * Calls `found` with the key of every token of a text that is normalised, and tells how many there are: every Chinese
 * character, every pair of neighbours, every other word in its stem, and the things that are named (each once). Unknown
 * words give -1 where none is to be added. Characters and pairs beat a word segmenter in retrieval and need no dictionary.
 */
export function eachToken(text: string, vocabulary: Vocabulary, add: boolean, found: (key: number) => void): number {
  let [many, code] = [0, text.charCodeAt(0)]
  for (let at = 0; at < text.length; ) {
    let next = text.charCodeAt(at + 1)
    if (isHan(code)) {
      found(code)
      const isPair = isHan(next) || isRare(code)
      if (isPair) found(code * PAIR + next)
      many += isPair ? 2 : 1
      at++
      if (isRare(code)) next = text.charCodeAt(++at)
    } else if (isWordly(code)) {
      let end = at + 1
      while (end < text.length && isWordly(text.charCodeAt(end))) end++
      const word = text.slice(at, end)
      found(vocabulary.wordKey(stem(word), add))
      many++
      const concept = conceptOf(word)
      if (concept !== undefined) found(CONCEPTS + concept)
      at = end
      // What follows an apostrophe is an ending: don't, customer's.
      if (isApostrophe(text.charCodeAt(at)) && isWordly(text.charCodeAt(at + 1))) while (isEnding(text.charCodeAt(at))) at++
      next = text.charCodeAt(at)
    } else at++
    code = next
  }
  for (const concept of conceptsIn(text)) {
    found(CONCEPTS + concept)
    many++
  }
  return many
}
