import type { Article } from './article.ts'
import { type Hit, type Index, search } from './index.ts'

/** What the knowledge base can say to a question. */
export type Retrieval =
  | { kind: 'answer'; article: Article; confidence: number }
  | { kind: 'choices'; articles: Article[]; confidence: number }
  | { kind: 'unknown'; confidence: number }

/** From this score on the best article is given as the answer; chosen on the held-out questions. */
const ANSWER_AT = 0.45
/** From this score on it is given too, where the runner-up is far behind. */
const ANSWER_ALONE_AT = 0.37
const FAR_BEHIND = 0.72
/** A runner-up this near makes the best article one of the choices, unless it is nearly exact. */
const CLOSE = 0.95
const NEARLY_EXACT = 0.7
/** Below this score nothing is offered. */
const CHOICES_AT = 0.235

/** Decides between answering, asking which of a few was meant, and saying that it does not know. */
export function retrieve(index: Index, question: string): Retrieval {
  const hits = search(index, question, 4)
  const [first, second] = hits
  if (!first || first.score < CHOICES_AT) return { kind: 'unknown', confidence: round(first?.score ?? 0) }
  // One character names a subject, not a question.
  const asks = question.trim().length > 1
  const behind = second ? second.score / first.score : 0
  const clear =
    first.score >= NEARLY_EXACT || (first.score >= ANSWER_AT && behind < CLOSE) || (first.score >= ANSWER_ALONE_AT && behind < FAR_BEHIND)
  if (clear && asks) return { kind: 'answer', article: first.article, confidence: round(first.score) }
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
