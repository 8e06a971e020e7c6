import MiniSearch from 'minisearch'
import type { Article } from '../../shared/knowledge/article.ts'

/** Finds the ids of articles, best first. */
export type Find = (question: string) => string[]

const RUNS = /\p{Script=Han}+|[a-z0-9]+/gu
const HAN = /^\p{Script=Han}/u
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

const segmented = (text: string): string[] =>
  [...segmenter.segment(text.toLowerCase())].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))

/** Every character and every pair of neighbours: the setting in which it is at its best for Chinese. */
const characters = (text: string): string[] =>
  [...text.toLowerCase().matchAll(RUNS)].flatMap(([run]) => {
    if (!HAN.test(run)) return [run]
    return [...run, ...Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))]
  })

const TOKENISERS: readonly (readonly [string, (text: string) => string[]])[] = [
  ['MiniSearch, words', segmented],
  ['MiniSearch, characters', characters],
]

/** The usual library for searching in a browser, over the same fields, in the settings that were best for it. */
export function rivals(articles: readonly Article[]): { name: string; find: Find }[] {
  const documents = articles.map(({ id, question, phrasings, answer }) => ({ id, question, phrasings: phrasings.join('\n'), answer }))
  return TOKENISERS.map(([name, tokenize]) => {
    const engine = new MiniSearch({
      fields: ['question', 'phrasings', 'answer'],
      tokenize,
      processTerm: (term) => term,
      searchOptions: { boost: { question: 2, phrasings: 2 } },
    })
    engine.addAll(documents)
    return {
      name,
      find: (question) =>
        engine
          .search(question)
          .slice(0, FOUND)
          .map(({ id }) => String(id)),
    }
  })
}

/** How many are looked at: no measure looks further. */
export const FOUND = 10
