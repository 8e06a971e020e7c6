import { edits } from '../language/edits.ts'
import { stem } from '../language/english.ts'
import type { Sounds } from '../language/sounds.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What the articles are made of, as far as it mends a question. */
export interface Heard {
  vocabulary: Vocabulary
  /** How many articles hold a token. */
  holders: Int32Array
  sounds: Sounds | null
  /** Pairs of characters by how they sound: put together for the first question that is misspelt, since most are not. */
  pairs(): ReadonlyMap<number, readonly number[]>
}

const PAIR = 0x1_0000
const SOUNDS = 512
/** A pair that only sounds roughly alike is believed from so many articles on. */
const ROUGHLY_FROM = 2
/** Two characters are a word from this cohesion on. */
const COHESIVE = 0.15
/** Ways of writing a syllable that are tried. */
const MOST_CHARACTERS = 24
/** What a syllable that is spelt as it sounds is worth beside a common pair, and what stands for one that nothing has. */
const EXACT = 1
const GAP = 0x20
/** Letters from which on a word may have one letter wrong, and two. */
const [ONE_WRONG_FROM, TWO_WRONG_FROM] = [4, 8]
/** The longest text, and the longest run in it, that is mended: nobody types a page by ear, and mending costs. */
const LONGEST_TEXT = 300
const LONGEST = 60

/** What `repair` needs of an index; without a table of sounds, slips in Latin words alone are mended. */
export function hear(vocabulary: Vocabulary, holders: Int32Array, sounds: Sounds | null): Heard {
  let pairs: ReadonlyMap<number, readonly number[]> | null = null
  return { vocabulary, holders, sounds, pairs: () => (pairs ??= pairsOf(vocabulary, sounds)) }
}

function pairsOf(vocabulary: Vocabulary, sounds: Sounds | null): Map<number, number[]> {
  const pairs = new Map<number, number[]>()
  if (sounds)
    vocabulary.keys.forEach((key, id) => {
      if (vocabulary.kindOf(id) !== 'pair') return
      for (const first of sounds.of(Math.floor(key / PAIR)))
        for (const second of sounds.of(key % PAIR)) {
          const heard = sounds.loose(first) * SOUNDS + sounds.loose(second)
          const alike = pairs.get(heard)
          if (alike) alike.push(id)
          else pairs.set(heard, [id])
        }
    })
  return pairs
}

/** A question with what was mistyped brought to words of the articles; the same text where nothing is to be mended. */
export function repair(text: string, heard: Heard): string {
  if (text.length > LONGEST_TEXT) return text
  const spelt = heard.sounds ? text.replace(/[a-z]{2,}(?:[ '][a-z]+)*/g, (run) => written(run, heard, heard.sounds as Sounds)) : text
  const lettered = spelt.replace(/[a-z]{4,}/g, (word) => likeliest(word, heard))
  return heard.sounds ? lettered.replace(/\p{Script=Han}{2,}/gu, (run) => reheard(run, heard, heard.sounds as Sounds)) : lettered
}

const frequency = ({ vocabulary, holders }: Heard, first: number, second: number): number => {
  const id = vocabulary.find(first * PAIR + second)
  return id < 0 ? 0 : (holders[id] as number)
}

/** How much two characters are one word: the share of articles with the rarer of them that have it beside the other. */
function cohesion({ vocabulary, holders }: Heard, first: number, second: number, together: number): number {
  const held = (code: number) => holders[vocabulary.find(code)] ?? together
  return together / Math.min(held(first), held(second))
}

/** A word of the articles that a Latin word may have been meant to be. */
function likeliest(word: string, { vocabulary, holders }: Heard): string {
  if (vocabulary.hasWord(word)) return word
  const most = word.length >= TWO_WRONG_FROM ? 2 : 1
  if (word.length < ONE_WRONG_FROM) return word
  let [best, least, oftenest] = [word, most + 1, 0]
  for (const [candidate, id] of vocabulary.latinWords()) {
    if (candidate.length < ONE_WRONG_FROM || candidate[0] !== word[0]) continue
    const [distance, often] = [edits(stem(word), candidate, most), holders[id] ?? 0]
    if (distance < least || (distance === least && distance <= most && often > oftenest))
      [best, least, oftenest] = [candidate, distance, often]
  }
  return best
}

/** Characters no pair of which stands in any article are put right by their sound, where a neighbour vouches for it. */
function reheard(run: string, heard: Heard, sounds: Sounds): string {
  const codes = Array.from(run, (character) => character.charCodeAt(0))
  if (codes.length > LONGEST) return run
  const known = codes.map((code, at) => at + 1 < codes.length && heard.vocabulary.hasPair(code, codes[at + 1] as number))
  const isStrange = (at: number) => !known[at] && !(at > 0 && known[at - 1])
  for (let at = 0; at < codes.length; at++) {
    if (!isStrange(at)) continue
    const [before, code, after] = [codes[at - 1], codes[at] as number, codes[at + 1]]
    let [best, most] = [code, COHESIVE]
    for (const [first, second, isSecond] of [
      [before, code, true],
      [code, after, false],
    ] as const) {
      if (first === undefined || second === undefined) continue
      for (const [pair, exact] of alike(first, second, heard, sounds)) {
        const [one, other] = [Math.floor(pair / PAIR), pair % PAIR]
        if (isSecond ? one !== first : other !== second) continue
        const candidate = isSecond ? other : one
        const often = frequency(heard, one, other)
        if (often < (exact ? 1 : ROUGHLY_FROM)) continue
        const value = (exact ? 2 : 1) * cohesion(heard, one, other, often)
        if (value > most) [best, most] = [candidate, value]
      }
    }
    codes[at] = best
    if (best !== code) known[at] = at + 1 < codes.length && heard.vocabulary.hasPair(best, codes[at + 1] as number)
    if (best !== code && at > 0) known[at - 1] = heard.vocabulary.hasPair(codes[at - 1] as number, best)
  }
  return String.fromCharCode(...codes)
}

/** Pairs of the articles that sound like two characters, and whether they do so exactly. */
function* alike(first: number, second: number, heard: Heard, sounds: Sounds): Generator<[number, boolean]> {
  const [firsts, seconds] = [sounds.of(first), sounds.of(second)]
  for (const one of firsts)
    for (const other of seconds)
      for (const id of heard.pairs().get(sounds.loose(one) * SOUNDS + sounds.loose(other)) ?? []) {
        const key = heard.vocabulary.keys[id] as number
        const exact = sounds.of(Math.floor(key / PAIR)).some((sound) => firsts.includes(sound))
        yield [key, exact && sounds.of(key % PAIR).some((sound) => seconds.includes(sound))]
      }
}

interface Path {
  text: number[]
  value: number
}

/** Words typed in pinyin, written in the characters that the articles have for it (Viterbi, 1967); as they are where none. */
function written(run: string, heard: Heard, sounds: Sounds): string {
  const words = run.split(/[ ']/)
  if (words.some((word) => heard.vocabulary.hasWord(word))) return run
  const parts = words.map((word) => sounds.spelt(word))
  if (parts.some((part) => part === null)) return run
  const syllables = parts.flatMap((part) => part ?? [])
  if (syllables.length < 2 || syllables.length > LONGEST) return run
  const columns = syllables.map((_, at) => charactersAt(at, syllables, heard, sounds))
  let paths: Path[] = [{ text: [], value: 0 }]
  for (const [at, column] of columns.entries()) {
    const next = column.map((code) => {
      const exactness = sounds.of(code).includes(syllables[at] as number) ? EXACT : 0
      let best: Path = { text: [code], value: Number.NEGATIVE_INFINITY }
      for (const path of paths) {
        const last = path.text.at(-1)
        const value = path.value + exactness + (last === undefined ? 0 : Math.log1p(frequency(heard, last, code)))
        if (value > best.value) best = { text: [...path.text, code], value }
      }
      return best
    })
    paths = next
  }
  const best = paths.reduce((one, other) => (other.value > one.value ? other : one))
  const isKnown = best.text.some((code, at) => at > 0 && heard.vocabulary.hasPair(best.text[at - 1] as number, code))
  return isKnown ? String.fromCharCode(...best.text).trim() : run
}

/** The characters that may stand for a syllable: those of pairs with its neighbours, the commonest first. */
function charactersAt(at: number, syllables: readonly number[], heard: Heard, sounds: Sounds): number[] {
  const votes = new Map<number, number>()
  const vote = (first: number | undefined, second: number | undefined, isSecond: boolean) => {
    if (first === undefined || second === undefined) return
    for (const id of heard.pairs().get(sounds.loose(first) * SOUNDS + sounds.loose(second)) ?? []) {
      const key = heard.vocabulary.keys[id] as number
      const exact = sounds.of(Math.floor(key / PAIR)).includes(first) && sounds.of(key % PAIR).includes(second)
      const code = isSecond ? key % PAIR : Math.floor(key / PAIR)
      votes.set(code, (votes.get(code) ?? 0) + (heard.holders[id] as number) * (exact ? 4 : 1))
    }
  }
  vote(syllables[at - 1], syllables[at], true)
  vote(syllables[at], syllables[at + 1], false)
  if (votes.size === 0) return [GAP]
  return [...votes]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_CHARACTERS)
    .map(([code]) => code)
}
