import type { Article } from './article.ts'
import { aimed } from './asked.ts'
import { type Index, search } from './index.ts'
import type { Aids } from './lift.ts'
import { type Matches, match } from './match.ts'

/** What the knowledge base can say to a question. */
export type Retrieval =
  | { kind: 'answer'; article: Article; confidence: number }
  | { kind: 'choices'; articles: Article[]; confidence: number }
  | { kind: 'unknown'; confidence: number }

/** How sure one can be of the best articles: probabilities, from 0 to 1. */
export interface Sureness {
  /** That the best article is the right one. */
  first: number
  /** That the right one is among the best three. */
  among: number
}

/** Weights of a logistic regression. */
interface Fit {
  bias: number
  score: number
  lead: number
  known: number
  vectors: number
  ahead: number
}

/**
 * Logistic regressions over the score by words, how far the runner-up is behind, and how much of the question the articles
 * know at all. Fitted on one half of the templates' questions; `npm run eval -- --task faq` measures them on the other.
 */
const FIRST: Fit = { bias: -9.44, score: 15.55, lead: 6.99, known: 6.81, vectors: 0, ahead: 0 }
const AMONG: Fit = { bias: -11.58, score: 24.05, lead: 3.57, known: 9.16, vectors: 0, ahead: 0 }
/** The same where vectors are known too: how near the best article is by them, and how much nearer than any other. */
const FIRST_BY_VECTORS: Fit = { bias: -11.17, score: 14.44, lead: 7.32, known: 7.85, vectors: 1.68, ahead: 1.88 }
const AMONG_BY_VECTORS: Fit = { bias: -11.85, score: 20.32, lead: 4.03, known: 9.91, vectors: 0.95, ahead: 5.35 }
/** Words of an alphabet score otherwise than characters do: every answer knows most of them. */
const FIRST_IN_LETTERS: Fit = { bias: -7.93, score: 3.39, lead: 7.58, known: 6.92, vectors: 0, ahead: 0 }
const AMONG_IN_LETTERS: Fit = { bias: -8.26, score: 2.42, lead: 5.99, known: 8.62, vectors: 0, ahead: 0 }

/** Of two that score alike each is right half of the time, however well they fit; from here on the runner-up hardly counts. */
const EVENNESS = 20

/** So sure the best article has to be to be given as the answer: then less than one given answer in twenty is wrong. */
const ANSWER_FROM = 0.77
/** So likely the right one has to be among three for them to be offered. */
const CHOICES_FROM = 0.5
const MOST_CHOICES = 3
/** Choices that score less than this share of the best are none. */
const WORTH_OFFERING = 0.6

/** How sure one can be of what was matched. */
export function surenessOf({ found, question, lift }: Matches): Sureness {
  const [first, second] = found
  if (!first) return { first: 0, among: 0 }
  const lead = first.alone === 0 ? 0 : Math.min(1, (first.score - (second?.score ?? 0)) / first.alone)
  const behind = 1 - lead
  const known = question.mass === 0 ? 0 : question.known / question.mass
  const [vectors, ahead] = [lift.vectors(first.at), lift.ahead(first.at)]
  const chance = (fit: Fit) => {
    const words = fit.bias + fit.score * first.alone + fit.lead * lead + fit.known * known
    return 1 / (1 + Math.exp(-(words + fit.vectors * vectors + fit.ahead * ahead)))
  }
  const [one, three] = isInLetters(question.text)
    ? [FIRST_IN_LETTERS, AMONG_IN_LETTERS]
    : lift.reaches
      ? [FIRST_BY_VECTORS, AMONG_BY_VECTORS]
      : [FIRST, AMONG]
  return { first: Math.min(chance(one), 1 / (1 + behind ** EVENNESS)), among: chance(three) }
}

/** Letters that say about as much as one character. */
const LETTERS = 4

/** Whether a text is mostly words of an alphabet. */
const isInLetters = (text: string): boolean => (text.match(/[a-z]/g)?.length ?? 0) > LETTERS * (text.match(/\p{Script=Han}/gu)?.length ?? 0)

/**
 * Decides between answering, asking which of a few was meant, and saying that it does not know. The confidence is how
 * probable it is that the best article is the right one.
 */
export function retrieve(index: Index, question: string, aids: Aids = {}): Retrieval {
  const matches = match(index, question, aids, MOST_CHOICES)
  const sure = surenessOf(matches)
  const confidence = Math.round(sure.first * 100) / 100
  const [first] = matches.found
  const best = first && index.articles[first.at]
  if (!best || sure.among < CHOICES_FROM) return { kind: 'unknown', confidence }
  // One character names a subject, not a question.
  const { article, isMeant } = aimed(best, question)
  if (sure.first >= ANSWER_FROM && isMeant && question.trim().length > 1) return { kind: 'answer', article, confidence }
  const toldOf = (choice: Article | undefined): Article[] => (choice ? [aimed(choice, question).article] : [])
  const choices = matches.found.filter(({ score }) => score >= first.score * WORTH_OFFERING)
  return { kind: 'choices', articles: choices.flatMap(({ at }) => toldOf(index.articles[at])), confidence }
}

/** The articles named as related, and when those are too few, the nearest others. */
export function relatedTo(index: Index, article: Article, limit = 3): Article[] {
  const byId = new Map(index.articles.map((other) => [other.id, other]))
  const named = article.related.flatMap((id) => byId.get(id) ?? [])
  const near = search(index, article.question, limit + 4).map((hit) => hit.article)
  return [...new Map([...named, ...near].map((other) => [other.id, other])).values()]
    .filter((other) => other.id !== article.id)
    .slice(0, limit)
}
