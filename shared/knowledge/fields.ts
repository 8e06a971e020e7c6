import { add, type Rows } from './postings.ts'
import type { Kind, Vocabulary } from './vocabulary.ts'

/** What a row counts: how often a token stands in the question, in all ways to ask, and in the answer with what is around it. */
export const FIELDS = { title: 0, asked: 1, answer: 2 }
export const FIELD_COUNT = 3

/**
 * BM25's saturation and length correction (Robertson and Zaragoza, 2009) by field, and by the whole article last. A word
 * is rare in its own field: what many answers mention may be what one question is about. `at least` is what standing in a
 * field at all is worth (BM25+; Lv and Zhai, 2011). The shares add up to one.
 */
const WEIGHTS = [
  { share: 0.17, saturation: 1.2, length: 0.4, least: 0.4 },
  { share: 0.41, saturation: 1.2, length: 0.7, least: 0 },
  { share: 0.25, saturation: 1.2, length: 0.4, least: 0.4 },
  { share: 0.17, saturation: 1, length: 0.7, least: 0 },
] as const
/** How much a token says by its kind: characters carry the meaning of words that are put in another way. */
const KINDS: Record<Kind, number> = { character: 1.2, pair: 1, word: 1, concept: 1 }

export interface Weighed {
  /** In how many articles a token stands. */
  holders: Int32Array
  /** How much a token says: the most that it can add to an article's weight. */
  idf: Float32Array
  /** How much the token of a row adds to the weight of its article. */
  weightOf: (row: number) => number
}

/** Weighs every token of every article; `lengths` are the fields' lengths, article by article. */
export function weigh(rows: Rows, lengths: Float32Array, vocabulary: Vocabulary): Weighed {
  const articles = lengths.length / FIELD_COUNT
  const held = WEIGHTS.map(() => new Int32Array(vocabulary.size))
  const holders = held[FIELD_COUNT] as Int32Array
  for (let row = 0; row < rows.length; row++) {
    const token = rows.tokens[row] as number
    add(holders, token, 1)
    for (let field = 0; field < FIELD_COUNT; field++)
      if (rows.counts[row * FIELD_COUNT + field] !== 0) add(held[field] as Int32Array, token, 1)
  }
  const rarity = Float64Array.from({ length: articles + 1 }, (_, holding) => Math.log(1 + (articles - holding + 0.5) / (holding + 0.5)))
  const shareOf = (token: number, field: number): number =>
    (WEIGHTS[field]?.share ?? 0) * (rarity[held[field]?.[token] as number] as number)
  const kinds = Float32Array.from(holders, (_, token) => KINDS[vocabulary.kindOf(token)])
  const idf = kinds.map((kind, token) => WEIGHTS.reduce((sum, _, field) => sum + shareOf(token, field), 0) * kind)
  const usual = usualLengths(lengths, articles)
  const weightOf = (row: number): number => {
    const [token, counts, sizes] = [rows.tokens[row] as number, row * FIELD_COUNT, (rows.documents[row] as number) * FIELD_COUNT]
    let weight = 0
    for (let field = 0; field <= FIELD_COUNT; field++) {
      const isWhole = field === FIELD_COUNT
      const count = isWhole ? wholeOf(rows.counts, counts) : (rows.counts[counts + field] as number)
      if (count === 0) continue
      const { saturation, length, least } = WEIGHTS[field] as (typeof WEIGHTS)[number]
      const size = (isWhole ? wholeOf(lengths, sizes) : (lengths[sizes + field] as number)) / (usual[field] || 1)
      const saturated = count / (count + saturation * (1 - length + length * size))
      weight += shareOf(token, field) * (least + (1 - least) * saturated)
    }
    return weight * (kinds[token] as number)
  }
  return { holders, idf, weightOf }
}

/** The question is among the ways to ask, so it is not counted twice. */
const wholeOf = (values: Float32Array, from: number): number =>
  (values[from + FIELDS.asked] as number) + (values[from + FIELDS.answer] as number)

function usualLengths(lengths: Float32Array, articles: number): Float32Array {
  const usual = new Float32Array(FIELD_COUNT + 1)
  for (let at = 0; at < lengths.length; at++) add(usual, at % FIELD_COUNT, (lengths[at] as number) / articles)
  usual[FIELD_COUNT] = (usual[FIELDS.asked] as number) + (usual[FIELDS.answer] as number)
  return usual
}
