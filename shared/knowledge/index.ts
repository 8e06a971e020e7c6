import { normalise } from '../language/normalise.ts'
import { plain } from '../language/plain.ts'
import { tokenise } from '../language/tokenise.ts'
import type { Article } from './article.ts'

/** How an article or one wording of it holds a token: where, and how strongly. */
interface Posting {
  at: number
  weight: number
}

/** An inverted index over the articles (all their words) and over their wordings (each way to ask, on its own). */
export interface Index {
  articles: readonly Article[]
  idf: ReadonlyMap<string, number>
  /** The idf of a token that no article holds. */
  unseen: number
  inArticle: ReadonlyMap<string, readonly Posting[]>
  inWording: ReadonlyMap<string, readonly number[]>
  wordings: readonly { article: number; mass: number }[]
}

export interface Hit {
  article: Article
  /** 0 to 1: how well the question and the article cover each other. */
  score: number
}

/** BM25's saturation and length correction (Robertson and Zaragoza, 2009); wordings are few, so length counts little. */
const K1 = 1.2
const B = 0.3
/** How much a word of the answer counts beside a word of a question. */
const ANSWER_WEIGHT = 0.25
/** A single character says less than a pair of them. */
const CHARACTER_WEIGHT = 0.55
/** A token that stands nowhere tells that the question is about something else, but it may be a typo. */
const UNSEEN_SHARE = 0.45
/** The nearest wording counts this much, all words of the article the rest. */
const WORDING_SHARE = 0.55

const tokensOf = (text: string): string[] => tokenise(plain(normalise(text)))

/** Builds the index of a pack: linear in its text; 1,000 articles take well below a second. */
export function buildIndex(articles: readonly Article[]): Index {
  const asked = articles.map((article) => [article.question, ...article.phrasings].map(tokensOf))
  const frequencies = articles.map((article, at) => frequenciesOf(asked[at] ?? [], tokensOf(`${article.category} ${article.answer}`)))
  const idf = inverseFrequencies(frequencies)
  const lengths = frequencies.map((tokens) => [...tokens.values()].reduce((sum, count) => sum + count, 0))
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const inArticle = new Map<string, Posting[]>()
  frequencies.forEach((tokens, at) => {
    for (const [token, count] of tokens) {
      const weight = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * (lengths[at] ?? 0)) / usual)) / (K1 + 1)
      push(inArticle, token, { at, weight })
    }
  })
  const wordings: { article: number; mass: number }[] = []
  const inWording = new Map<string, number[]>()
  asked.forEach((texts, article) => {
    for (const tokens of texts.map((text) => new Set(text))) {
      let mass = 0
      for (const token of tokens) {
        mass += idf.get(token) ?? 0
        push(inWording, token, wordings.length)
      }
      wordings.push({ article, mass })
    }
  })
  return { articles, idf, unseen: Math.log(1 + articles.length) * UNSEEN_SHARE, inArticle, inWording, wordings }
}

function frequenciesOf(asked: readonly string[][], answer: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of asked.flat()) counts.set(token, (counts.get(token) ?? 0) + 1)
  for (const token of new Set(answer)) counts.set(token, (counts.get(token) ?? 0) + ANSWER_WEIGHT)
  return counts
}

function inverseFrequencies(documents: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const holders = new Map<string, number>()
  for (const document of documents) for (const token of document.keys()) holders.set(token, (holders.get(token) ?? 0) + 1)
  return new Map(
    [...holders].map(([token, count]) => [token, weigh(token, Math.log(1 + (documents.length - count + 0.5) / (count + 0.5)))]),
  )
}

const weigh = (token: string, idf: number): number => (token.length === 1 ? idf * CHARACTER_WEIGHT : idf)

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** The very words of a wording are a match whatever else the article holds. */
function fuse(likeness: number, coverage: number): number {
  return Math.max(likeness ** 3, WORDING_SHARE * likeness + (1 - WORDING_SHARE) * coverage)
}

/**
 * The articles that best fit a question, best first: BM25 over all the words of an article, as a share of what a perfect
 * article would score, fused with the likeness of the nearest single wording.
 */
export function search(index: Index, question: string, limit = 8): Hit[] {
  const tokens = new Set(tokensOf(question))
  let mass = 0
  const covered = new Map<number, number>()
  const shared = new Map<number, number>()
  for (const token of tokens) {
    const idf = index.idf.get(token)
    mass += idf ?? weigh(token, index.unseen)
    if (idf === undefined) continue
    for (const { at, weight } of index.inArticle.get(token) ?? []) covered.set(at, (covered.get(at) ?? 0) + idf * weight)
    for (const at of index.inWording.get(token) ?? []) shared.set(at, (shared.get(at) ?? 0) + idf)
  }
  const nearest = new Map<number, number>()
  for (const [at, overlap] of shared) {
    const wording = index.wordings[at]
    if (!wording) continue
    const likeness = overlap / Math.sqrt(mass * wording.mass)
    if (likeness > (nearest.get(wording.article) ?? 0)) nearest.set(wording.article, likeness)
  }
  return [...covered]
    .map(([at, sum]) => ({ at, score: fuse(nearest.get(at) ?? 0, Math.min(1, sum / mass)) }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, limit)
    .flatMap(({ at, score }) => {
      const article = index.articles[at]
      return article ? [{ article, score }] : []
    })
}
