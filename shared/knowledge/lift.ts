import type { Article } from './article.ts'
import type { Before, Context } from './context.ts'

/** What may be known of a question beside its words. All of it may be left out. */
export interface Aids {
  before?: Before | undefined
  /** What a model reads in the question, most probable first: the candidates of a reading. */
  intents?: readonly { intent: string; score: number }[] | undefined
  vectors?: Vectors | undefined
  /** Whether hits tell why they were found. */
  why?: boolean | undefined
}

/** Vectors of length one by an encoder: of the question, and of wordings by their text. Wordings without one are passed over. */
export interface Vectors {
  question: Float32Array
  wordings: ReadonlyMap<string, Float32Array>
}

export interface Wordings {
  articles: readonly Article[]
  wordings: readonly string[]
  /** Of each wording. */
  articleOf: Int32Array
}

/** What lifts an article beside its words, from 0 to 1 each. */
export interface Lift {
  /** Whether it may find an article that shares no word with the question. */
  reaches: boolean
  vectors(at: number): number
  /** How much nearer an article is by vectors than any other; below 0 where another is nearer. */
  ahead(at: number): number
  intent(at: number): number
  context(at: number): number
  /** The score of an article with all that lifts it. */
  of(at: number, score: number): number
}

/** How much of a score vectors are, and how much of what is missing a fitting intent or a related article adds at most. */
const VECTORS = 0.1
const INTENT = 0.04
const RELATED = 0.1
/** Who goes on asks for something else than what was answered. */
const ANSWERED = 0.6

/** What lifts articles, given all that is known. */
export function liftOf({ articles, wordings, articleOf }: Wordings, { vectors, intents }: Aids, context: Context | null): Lift {
  const likeness = vectors ? nearestOf(vectors, wordings, articleOf, articles.length) : null
  const [best, second] = likeness ? bestTwo(likeness) : [0, 0]
  const chances = new Map(intents?.map(({ intent, score }) => [intent, score]))
  const previous = context?.previous
  const lift: Lift = {
    reaches: likeness !== null,
    vectors: (at) => likeness?.[at] ?? 0,
    ahead: (at) => lift.vectors(at) - (lift.vectors(at) === best ? second : best),
    intent: (at) => Math.max(0, ...(articles[at]?.intents ?? []).map((intent) => chances.get(intent) ?? 0)),
    context: (at) => (previous ? nearnessOf(previous, articles[at]) : 0),
    of(at, score) {
      const together = likeness ? (1 - VECTORS) * score + VECTORS * lift.vectors(at) : score
      const more = (chances.size > 0 ? INTENT * lift.intent(at) : 0) + (previous ? RELATED * lift.context(at) : 0)
      return (together + (1 - together) * more) * (previous && previous === articles[at] ? ANSWERED : 1)
    },
  }
  return lift
}

/** How near an article is to the one that was answered: named by it or naming it, or of the same category. */
function nearnessOf(previous: Article, other: Article | undefined): number {
  if (!other || other === previous) return 0
  if (previous.related.includes(other.id) || other.related.includes(previous.id)) return 1
  return other.category === previous.category ? 0.5 : 0
}

function bestTwo(values: Float32Array): [number, number] {
  let [best, second] = [0, 0]
  for (const value of values)
    if (value > best) [best, second] = [value, best]
    else if (value > second) second = value
  return [best, second]
}

/** How like the question the nearest wording of each article is. */
function nearestOf({ question, wordings }: Vectors, texts: readonly string[], articleOf: Int32Array, articles: number): Float32Array {
  const nearest = new Float32Array(articles)
  for (let wording = 0; wording < texts.length; wording++) {
    const vector = wordings.get(texts[wording] as string)
    if (!vector) continue
    let product = 0
    for (let place = 0; place < vector.length; place++) product += (vector[place] as number) * (question[place] as number)
    const at = articleOf[wording] as number
    if (product > (nearest[at] as number)) nearest[at] = Math.min(1, product)
  }
  return nearest
}
