import { BUYING } from './synonyms/buying.ts'
import { DEALING } from './synonyms/dealing.ts'

/**
 * Words that people say for the same thing when they ask a service, a line each. Chinese words are found wherever they
 * stand, English ones as whole words. A word may stand in one line only; the first of a line is its usual form.
 */
const LINES = [BUYING, DEALING].flatMap((lines) => lines.trim().split('\n'))
const HAN = /\p{Script=Han}/u

const usual: string[] = []
/** By the code of the first character: looked up for every character of every text. */
const chinese = new Map<number, { word: string; concept: number }[]>()
const foreign = new Map<string, number>()
LINES.forEach((line, concept) => {
  usual.push(line.split(' ')[0] ?? '')
  for (const word of line.split(' ')) {
    if (!HAN.test(word)) foreign.set(word, concept)
    else {
      const first = word.charCodeAt(0)
      chinese.set(first, [...(chinese.get(first) ?? []), { word, concept }])
    }
  }
})
// The longest word that fits is the one that is meant.
for (const words of chinese.values()) words.sort((one, other) => other.word.length - one.word.length)

/** The things that a text names, each once, by number. The text is normalised; linear in its length. */
export function conceptsIn(text: string): Set<number> {
  const found = new Set<number>()
  for (let at = 0; at < text.length; at++) {
    const words = chinese.get(text.charCodeAt(at))
    if (!words) continue
    for (const { word, concept } of words) {
      if (!text.startsWith(word, at)) continue
      found.add(concept)
      break
    }
  }
  return found
}

/** The thing that an English word names; undefined where it is none of them. */
export const conceptOf = (word: string): number | undefined => foreign.get(word) ?? foreign.get(word.replace(/s$/, ''))

/** The usual word for a thing. */
export const usualWord = (concept: number): string => usual[concept] ?? ''
