import { normalise } from '../language/normalise.ts'
import type { Sounds } from '../language/sounds.ts'
import type { Article } from './article.ts'
import { FIELD_COUNT, FIELDS, weigh } from './fields.ts'
import type { Aids } from './lift.ts'
import { type Matched, match } from './match.ts'
import { add, postingsOf, Rows } from './postings.ts'
import { formOf } from './question.ts'
import { hear } from './repair.ts'
import { eachToken, Vocabulary } from './vocabulary.ts'
import { type Why, whyOf } from './why.ts'

/** An inverted index over the articles (all their words) and over their wordings (each way to ask, on its own). */
export interface Index extends Matched {}

export interface Hit {
  article: Article
  /** 0 to 1: how well the question and the article cover each other. */
  score: number
  /** Where it was asked for. */
  why?: Why
}

/** A token that stands nowhere tells that the question is about something else, but it may be a typo. */
const UNSEEN_SHARE = 0.45

/**
 * Builds the index of a pack: linear in its text; 1,000 articles take a tenth of a second. With a table of sounds
 * (`readSounds`) questions that were typed by ear, or in pinyin, are put right first.
 */
export function buildIndex(articles: readonly Article[], sounds: Sounds | null = null): Index {
  const vocabulary = new Vocabulary()
  const [rows, inWordings] = [new Rows(FIELD_COUNT), new Rows(0)]
  const lengths = new Float32Array(articles.length * FIELD_COUNT)
  const [wordings, articleOf, rowOf, seenIn]: [string[], number[], number[], number[]] = [[], [], [], []]
  for (const [at, article] of articles.entries()) {
    const from = rows.length
    const count = (key: number, field: number): number => {
      const token = vocabulary.add(key)
      let row = rowOf[token] ?? -1
      if (row < from) {
        row = rows.push(token, at)
        rowOf[token] = row
      }
      rows.counts[row * FIELD_COUNT + field] = (rows.counts[row * FIELD_COUNT + field] as number) + 1
      return token
    }
    for (const [place, wording] of [article.question, ...article.phrasings].entries()) {
      const number = wordings.push(wording) - 1
      articleOf.push(at)
      const asked = eachToken(formOf(wording), vocabulary, true, (key) => {
        if (place === 0) count(key, FIELDS.title)
        const token = count(key, FIELDS.asked)
        if (seenIn[token] === number) return
        seenIn[token] = number
        inWordings.push(token, number)
      })
      if (place === 0) lengths[at * FIELD_COUNT] = asked
      add(lengths, at * FIELD_COUNT + FIELDS.asked, asked)
    }
    const rest = normalise([article.source.section, article.spoken ?? '', article.answer].join(' '))
    lengths[at * FIELD_COUNT + FIELDS.answer] = eachToken(rest, vocabulary, true, (key) => count(key, FIELDS.answer))
  }
  const { holders, idf, weights } = weigh(rows, lengths, vocabulary)
  const mass = new Float32Array(wordings.length)
  for (let row = 0; row < inWordings.length; row++)
    add(mass, inWordings.documents[row] as number, idf[inWordings.tokens[row] as number] as number)
  return {
    articles,
    vocabulary,
    idf,
    unseen: Math.log(1 + articles.length) * UNSEEN_SHARE,
    inArticle: postingsOf(rows, vocabulary.size, weights),
    inWording: postingsOf(inWordings, vocabulary.size, null),
    wordings,
    articleOf: Int32Array.from(articleOf),
    mass,
    heard: hear(vocabulary, holders, sounds),
  }
}

/**
 * The articles that best fit a question, best first: BM25 over all the words of an article, the likeness of its nearest
 * wordings, and whatever else is known (`aids`).
 */
export function search(index: Index, question: string, limit = 8, aids: Aids = {}): Hit[] {
  const matches = match(index, question, aids, limit)
  return matches.found.flatMap((found) => {
    const article = index.articles[found.at]
    if (!article) return []
    const { score } = found
    return [aids.why ? { article, score, why: whyOf(index, matches, found) } : { article, score }]
  })
}
