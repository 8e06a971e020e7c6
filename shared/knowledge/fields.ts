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
const PARTS = WEIGHTS.length
const SHARES = Float64Array.from(WEIGHTS, ({ share }) => share)
const LEASTS = Float64Array.from(WEIGHTS, ({ least }) => least)
/** How much a token says by its kind: characters carry the meaning of words that are put in another way. */
const KINDS: Record<Kind, number> = { character: 1.2, pair: 1, word: 1, concept: 1 }

export interface Weighed {
  /** In how many articles a token stands. */
  holders: Int32Array
  /** How much a token says: the most that it can add to an article's weight. */
  idf: Float32Array
  /** How much the token of each row adds to the weight of its article. */
  weights: Float32Array
}

/**
 * Weighs every token of every article; `lengths` are the fields' lengths, article by article. What belongs to one token or
 * one article lies side by side: the pass over all rows is bound by memory.
 */
export function weigh(rows: Rows, lengths: Float32Array, vocabulary: Vocabulary): Weighed {
  const articles = lengths.length / FIELD_COUNT
  const { tokens, documents, counts, length } = rows
  const held = new Int32Array(vocabulary.size * PARTS)
  for (let row = 0; row < length; row++) {
    const at = (tokens[row] as number) * PARTS
    for (let field = 0; field < FIELD_COUNT; field++) if (counts[row * FIELD_COUNT + field] !== 0) add(held, at + field, 1)
    add(held, at + FIELD_COUNT, 1)
  }
  const rarity = Float64Array.from({ length: articles + 1 }, (_, holding) => Math.log(1 + (articles - holding + 0.5) / (holding + 0.5)))
  const [holders, idf] = [new Int32Array(vocabulary.size), new Float32Array(vocabulary.size)]
  const says = new Float32Array(held.length)
  for (let token = 0; token < idf.length; token++) {
    const kind = KINDS[vocabulary.kindOf(token)]
    for (let part = 0, at = token * PARTS; part < PARTS; part++, at++) {
      says[at] = (SHARES[part] as number) * (rarity[held[at] as number] as number) * kind
      add(idf, token, says[at] as number)
    }
    holders[token] = held[token * PARTS + FIELD_COUNT] as number
  }
  const halves = halvesOf(lengths, articles)
  const weights = new Float32Array(length)
  for (let row = 0; row < length; row++) {
    const [from, said, half] = [row * FIELD_COUNT, (tokens[row] as number) * PARTS, (documents[row] as number) * PARTS]
    let weight = 0
    for (let part = 0; part < PARTS; part++) {
      const count = part === FIELD_COUNT ? wholeOf(counts, from) : (counts[from + part] as number)
      if (count === 0) continue
      const least = LEASTS[part] as number
      weight += (says[said + part] as number) * (least + ((1 - least) * count) / (count + (halves[half + part] as number)))
    }
    weights[row] = weight
  }
  return { holders, idf, weights }
}

/** How often a token has to stand in each field of an article, and in the whole of it, to weigh half of what it can. */
function halvesOf(lengths: Float32Array, articles: number): Float32Array {
  const usual = usualLengths(lengths, articles)
  const halves = new Float32Array(articles * PARTS)
  for (let at = 0; at < articles; at++)
    for (const [part, { saturation, length }] of WEIGHTS.entries()) {
      const own = part === FIELD_COUNT ? wholeOf(lengths, at * FIELD_COUNT) : (lengths[at * FIELD_COUNT + part] as number)
      halves[at * PARTS + part] = saturation * (1 - length + (length * own) / (usual[part] || 1))
    }
  return halves
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
