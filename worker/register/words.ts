import { tokenise } from '../../shared/language/tokenise.ts'

const PAIR = /^\p{Script=Han}{2}$/u
const ONE = /^\p{Script=Han}$/u
/** So much of a text is looked through; what a matter is about stands at its beginning. */
const LONGEST = 2000
/** So many words of a question count. */
const MOST = 60

/** The words of texts, as they are kept to be found. */
export const wordsOf = (...texts: string[]): string => [...new Set(tokenise(texts.join('\n').slice(0, LONGEST)))].join(' ')

/** What finds texts with all words of a query, the last letters of which may be missing; null where it has none. */
export function allOf(query: string): string | null {
  const words = telling(query)
  return words.length > 0 ? words.map((word) => `"${word}"${ONE.test(word) || PAIR.test(word) ? '' : '*'}`).join(' AND ') : null
}

/** What finds texts with any word of a question; null where it has none. */
export function anyOf(question: string): string | null {
  const words = telling(question)
  return words.length > 0 ? words.map((word) => `"${word}"`).join(' OR ') : null
}

/** Single characters tell only where nothing else does: pairs hold them. */
function telling(text: string): string[] {
  const words = [...new Set(tokenise(text.slice(0, LONGEST)))]
  const others = words.filter((word) => !ONE.test(word))
  return (others.length > 0 ? others : words).slice(0, MOST)
}
