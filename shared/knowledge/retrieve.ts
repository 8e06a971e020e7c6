import type { Article } from './article.ts'
import { type Hit, type Index, search } from './index.ts'

/** What the knowledge base can say to a question. */
export type Retrieval =
  | { kind: 'answer'; article: Article; confidence: number }
  | { kind: 'choices'; articles: Article[]; confidence: number }
  | { kind: 'unknown'; confidence: number }

/** Above this score the best article is given as the answer; measured by `npm run eval:retrieval`. */
const ANSWER_AT = 0.5
/** Above this score up to three articles are offered to choose from. */
const CHOICES_AT = 0.33
/** A runner-up this near makes the best article a choice rather than an answer, unless the best is nearly exact. */
const CLOSE = 0.93
const NEARLY_EXACT = 0.8

/** Decides between answering, asking which of a few was meant, and saying that it does not know. */
export function retrieve(index: Index, question: string): Retrieval {
  const hits = search(index, question, 4)
  const [first, second] = hits
  if (!first || first.score < CHOICES_AT) return { kind: 'unknown', confidence: round(first?.score ?? 0) }
  const contested = second !== undefined && second.score > first.score * CLOSE && first.score < NEARLY_EXACT
  if (first.score >= ANSWER_AT && !contested) return { kind: 'answer', article: first.article, confidence: round(first.score) }
  return { kind: 'choices', articles: choicesOf(hits, first), confidence: round(first.score) }
}

function choicesOf(hits: Hit[], first: Hit): Article[] {
  return hits
    .filter((hit) => hit.score >= first.score * 0.6)
    .slice(0, 3)
    .map((hit) => hit.article)
}

const round = (score: number) => Math.round(Math.min(1, score) * 100) / 100

/** The articles named as related, and when those are too few, the nearest others. */
export function relatedTo(index: Index, article: Article, limit = 3): Article[] {
  const byId = new Map(index.articles.map((other) => [other.id, other]))
  const named = article.related.flatMap((id) => byId.get(id) ?? [])
  const near = search(index, article.question, limit + 4).map((hit) => hit.article)
  return [...new Map([...named, ...near].map((other) => [other.id, other])).values()]
    .filter((other) => other.id !== article.id)
    .slice(0, limit)
}
