import { stem } from './english.ts'
import { BUYING } from './synonyms/buying.ts'
import { DEALING } from './synonyms/dealing.ts'

/**
 * Words that people say for the same thing when they ask a service, a line each. Chinese words are found wherever they
 * stand, English ones as whole words in any form, `_` between those of one phrase. A word may stand in one line only; the
 * first of a line is its usual form.
 */
const LINES = [BUYING, DEALING].flatMap((lines) => lines.trim().split('\n'))
const HAN = /\p{Script=Han}/u
const LETTER = /[a-z0-9]/

const usual: string[] = []
/** Chinese words and English phrases by the code of the first character: looked up for every character of every text. */
const anywhere = new Map<number, { word: string; concept: number; isPhrase: boolean }[]>()
const foreign = new Map<string, number>()
LINES.forEach((line, concept) => {
  usual.push(line.split(' ')[0] ?? '')
  for (const word of line.split(' ').map((each) => each.replaceAll('_', ' '))) {
    const isPhrase = word.includes(' ')
    if (!HAN.test(word) && !isPhrase) foreign.set(stem(word), concept)
    else {
      const first = word.charCodeAt(0)
      anywhere.set(first, [...(anywhere.get(first) ?? []), { word, concept, isPhrase }])
    }
  }
})
// The longest word that fits is the one that is meant.
for (const words of anywhere.values()) words.sort((one, other) => other.word.length - one.word.length)

/** The things that a text names, each once, by number. The text is normalised; linear in its length. */
export function conceptsIn(text: string): Set<number> {
  const found = new Set<number>()
  for (let at = 0; at < text.length; at++) {
    const words = anywhere.get(text.charCodeAt(at))
    if (!words) continue
    const here = words.find((each) => fitsAt(text, at, each))
    if (here) found.add(here.concept)
  }
  return found
}

const fitsAt = (text: string, at: number, { word, isPhrase }: { word: string; isPhrase: boolean }): boolean =>
  text.startsWith(word, at) && (!isPhrase || standsAlone(text, at, at + word.length))

const standsAlone = (text: string, from: number, to: number): boolean =>
  !LETTER.test(text[from - 1] ?? ' ') && !LETTER.test(text[to] ?? ' ')

/** The thing that an English word names; undefined where it is none of them. */
export const conceptOf = (word: string): number | undefined => foreign.get(stem(word))

/** The usual word for a thing. */
export const usualWord = (concept: number): string => usual[concept] ?? ''

/** The words of a normalised text that have others for the same thing, in the order in which they stand, each with those. */
export function otherWordsIn(text: string): { word: string; others: string[] }[] {
  const found = new Map<string, string[]>()
  const take = (word: string, concept: number) => {
    const others = wordsFor(concept).filter((other) => other !== word && HAN.test(other) === HAN.test(word))
    if (others.length > 0) found.set(word, others)
  }
  for (let at = 0; at < text.length; at++) {
    const here = anywhere.get(text.charCodeAt(at))?.find((each) => fitsAt(text, at, each))
    if (here) take(here.word, here.concept)
  }
  for (const word of text.match(/[a-z]+/g) ?? []) {
    const concept = conceptOf(word)
    if (concept !== undefined) take(word, concept)
  }
  return [...found].map(([word, others]) => ({ word, others }))
}

const wordsFor = (concept: number): string[] => (LINES[concept]?.split(' ') ?? []).map((word) => word.replaceAll('_', ' '))
