import { normalise } from './normalise.ts'

const RUNS = /[\p{Script=Han}]+|[a-z0-9]+(?:['’][a-z]+)?/gu
const HAN = /^\p{Script=Han}/u

/**
 * The units of search: for Chinese every character and every pair of neighbours, for the rest whole words in a plain
 * stem. Characters and pairs beat a word segmenter in retrieval and need no dictionary.
 */
export function tokenise(text: string): string[] {
  const tokens: string[] = []
  for (const [run] of normalise(text).matchAll(RUNS)) {
    if (!HAN.test(run)) {
      tokens.push(stem(run))
      continue
    }
    const characters = Array.from(run)
    characters.forEach((character, index) => {
      tokens.push(character)
      const next = characters[index + 1]
      if (next !== undefined) tokens.push(character + next)
    })
  }
  return tokens
}

/** Takes the commonest English endings off, so that "returned", "returns" and "return" meet. */
function stem(word: string): string {
  const bare = word.replace(/['’].*$/, '')
  if (bare.length < 5) return bare.length > 3 && bare.endsWith('s') && !bare.endsWith('ss') ? bare.slice(0, -1) : bare
  return bare.replace(/(ings?|ed|es|s|ly)$/, '').replace(/e$/, '')
}
