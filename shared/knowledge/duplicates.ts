import { normalise } from '../language/normalise.ts'
import { tokenise } from '../language/tokenise.ts'
import type { Article } from './article.ts'

/** Questions and answers that share this much are one article in other words (Dice's coefficient over their tokens). */
const SAME_QUESTION = 0.78
const SAME_ANSWER = 0.6

/** Two wordings are one where they differ in nothing but politeness and marks. */
export const bare = (text: string): string => normalise(text).replace(/[\s\p{P}]|请问|麻烦/gu, '')

/**
 * Pairs of articles that ask and answer the same, the earlier one first, by the order of the later ones. Only articles that
 * share a token of the question are compared, so a thousand take a fraction of a second.
 */
export function nearPairs(articles: readonly Article[]): [Article, Article][] {
  const questions = articles.map(({ question }) => new Set(tokenise(question)))
  const answers = new Map<number, ReadonlySet<string>>()
  const answerOf = (at: number): ReadonlySet<string> => {
    const known = answers.get(at) ?? new Set(tokenise(articles[at]?.answer ?? ''))
    answers.set(at, known)
    return known
  }
  const holders = new Map<string, number[]>()
  return articles.flatMap((article, later) => {
    const own = questions[later] as ReadonlySet<string>
    const shared = new Map<number, number>()
    for (const token of own) {
      const before = holders.get(token)
      for (const earlier of before ?? []) shared.set(earlier, (shared.get(earlier) ?? 0) + 1)
      if (before) before.push(later)
      else holders.set(token, [later])
    }
    return [...shared]
      .filter(([earlier, count]) => (2 * count) / (own.size + (questions[earlier]?.size ?? 0)) >= SAME_QUESTION)
      .filter(([earlier]) => overlap(answerOf(later), answerOf(earlier)) >= SAME_ANSWER)
      .toSorted(([one], [other]) => one - other)
      .flatMap(([earlier]): [Article, Article][] => (articles[earlier] ? [[articles[earlier], article]] : []))
  })
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  if (small.size === 0) return 0
  let shared = 0
  for (const token of small) if (large.has(token)) shared++
  return (2 * shared) / (small.size + large.size)
}

const MOST = { phrasings: 40, length: 160, related: 8, intents: 4 }

/**
 * What becomes of the articles when one is kept and the other goes: the kept one takes over how the other was asked for, and
 * what pointed at the other points at it. Each by its id; null where it goes. The answer that is kept is not touched.
 */
export function mergeInto(articles: readonly Article[], kept: Article, gone: Article): { id: string; piece: Article | null }[] {
  const asked = new Set([bare(kept.question)])
  const phrasings = [...kept.phrasings, gone.question, ...gone.phrasings].filter((phrasing) => {
    const words = bare(phrasing)
    if (asked.has(words) || phrasing.length > MOST.length) return false
    asked.add(words)
    return true
  })
  const known = new Set(articles.map(({ id }) => id))
  const related = unique([...kept.related, ...gone.related]).filter((id) => id !== kept.id && id !== gone.id && known.has(id))
  const intents = unique([...(kept.intents ?? []), ...(gone.intents ?? [])])
  const merged: Article = {
    ...kept,
    phrasings: phrasings.slice(0, MOST.phrasings),
    related: related.slice(0, MOST.related),
    ...(kept.intents || gone.intents ? { intents: intents.slice(0, MOST.intents) } : {}),
  }
  const pointing = articles.filter(({ id, related: to }) => id !== kept.id && id !== gone.id && to.includes(gone.id))
  return [
    { id: kept.id, piece: merged },
    { id: gone.id, piece: null },
    ...pointing.map((article) => ({
      id: article.id,
      piece: {
        ...article,
        related: unique(article.related.map((id) => (id === gone.id ? kept.id : id))).filter((id) => id !== article.id),
      },
    })),
  ]
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)]

/** One name for two articles, whichever comes first. */
export const pairOf = (one: string, other: string): string => [one, other].toSorted().join(' ')
