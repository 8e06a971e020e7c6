import { type Aids, type Lift, liftOf, type Wordings } from './lift.ts'
import { add, type Postings } from './postings.ts'
import { type Lexicon, type Question, readQuestion } from './question.ts'

/** What a question is matched with. */
export interface Matched extends Lexicon, Wordings {
  inArticle: Postings
  inWording: Postings
  /** The weight of all tokens of each wording. */
  mass: Float32Array
}

/** How an article fits a question; all parts lie between 0 and 1. */
export interface Match {
  at: number
  score: number
  /** The score by words alone. */
  alone: number
  /** How much of the question the article covers. */
  words: number
  /** How like the nearest wording is, and the one after it. */
  near: number
  second: number
  /** The nearest wording, -1 where none shares a word. */
  wording: number
}

export interface Matches {
  question: Question
  lift: Lift
  /** Best first. */
  found: Match[]
}

/** The nearest wordings count this much, all words of the article the rest. */
const NEAR = 0.1
const SECOND = 0.05
/** The very words of a wording are a match whatever else the article holds: nearly all of them, nearly so. */
const EXACTNESS = 8

/** The articles that fit a question best, best first, so many at most. Linear in the postings of its words. */
export function match(index: Matched, text: string, aids: Aids, most: number): Matches {
  const question = readQuestion(index, text, aids.before)
  const { near, second, wording } = nearest(index, question)
  const words = covered(index, question)
  const lift = liftOf(index, aids, question.context)
  const aloneOf = (at: number): number => {
    const mixed = (1 - NEAR - SECOND) * (words[at] as number) + NEAR * (near[at] as number) + SECOND * (second[at] as number)
    return Math.max((near[at] as number) ** EXACTNESS, mixed)
  }
  const best = new Best(most)
  for (let at = 0; at < words.length; at++) {
    if (words[at] === 0 && !lift.reaches) continue
    const score = lift.of(at, aloneOf(at))
    if (score > 0) best.offer(at, score)
  }
  const found = best.places.map((at, place): Match => {
    const parts = { words: words[at] as number, near: near[at] as number, second: second[at] as number }
    return { at, score: best.scores[place] as number, alone: aloneOf(at), ...parts, wording: wording[at] as number }
  })
  return { question, lift, found }
}

/** The few best of many that are offered one after the other; of equals the earlier. */
class Best {
  readonly places: number[] = []
  readonly scores: number[] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  offer(at: number, score: number): void {
    const { places, scores } = this
    if (scores.length === this.#most && score <= (scores.at(-1) ?? 0)) return
    let place = scores.length
    while (place > 0 && (scores[place - 1] as number) < score) place--
    places.splice(place, 0, at)
    scores.splice(place, 0, score)
    if (scores.length > this.#most) {
      places.pop()
      scores.pop()
    }
  }
}

/** BM25 over all words of each article, as a share of what a perfect article would score. */
function covered({ articles, inArticle, idf }: Matched, { tokens, leant, mass }: Question): Float32Array {
  const sums = new Float32Array(articles.length)
  let all = mass
  for (const [token, share] of leant) all += share * (idf[token] as number)
  for (const [token, share] of [...tokens, ...leant])
    for (let place = inArticle.starts[token] as number; place < (inArticle.starts[token + 1] as number); place++)
      add(sums, inArticle.at[place] as number, (share * (inArticle.weight[place] as number)) / all)
  return sums
}

/** How like the question the two nearest wordings of each article are: the cosine of what they share. */
function nearest({ articles, articleOf, inWording, idf, mass }: Matched, question: Question) {
  const overlap = new Float32Array(articleOf.length)
  for (const [token, share] of question.tokens) {
    const weight = (idf[token] as number) * share
    for (let place = inWording.starts[token] as number; place < (inWording.starts[token + 1] as number); place++)
      add(overlap, inWording.at[place] as number, weight)
  }
  const [near, second] = [new Float32Array(articles.length), new Float32Array(articles.length)]
  const wording = new Int32Array(articles.length).fill(-1)
  for (let each = 0; each < overlap.length; each++) {
    const shared = overlap[each] as number
    if (shared === 0) continue
    const at = articleOf[each] as number
    const likeness = Math.min(1, shared / Math.sqrt(question.mass * (mass[each] as number)))
    if (likeness > (near[at] as number)) {
      second[at] = near[at] as number
      near[at] = likeness
      wording[at] = each
    } else if (likeness > (second[at] as number)) second[at] = likeness
  }
  return { near, second, wording }
}
