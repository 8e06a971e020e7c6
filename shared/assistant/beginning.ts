import type { Flow } from '../knowledge/flow.ts'
import { type Index, search } from '../knowledge/index.ts'
import type { Reading } from '../understanding/reading.ts'
import { soundsLikeAsking, soundsLikeWishing } from './hearing.ts'

/** How like a flow's own beginnings a sentence must be to begin it without a wish in it. */
const BEGINS_AT = 0.5
/** With a wish it must stand out from the next flow by so much, or be as like as this. */
const LEADS_BY = 1.7
const LEADS_FROM = 0.1
const WISHED_AT = 0.3
/** A wish that no article answers goes to the nearest flow, if it is as near as this and stands out by so much. */
const LEFT_FROM = 0.13
const LEFT_BY = 1.25
/** Something else that speaks for a flow: a reading so probable, or an article so near that is about the same. */
const READ_FROM = 0.3
const READ_SURELY = 0.9
const READ_LIKELY = 0.5
const TOLD_FROM = 0.15
const MATTERS_AT = 0.12
const BACKED_AT = 0.06
/** How much of its nearness a reading that fits adds to a flow. */
const READ_LIFTS = 0.5
/** A question with a wish in it begins a flow that is so much nearer than any article. */
const ASKED_BY = 1.2
const ASKED_FROM = 0.2
/** What a sentence tells beside what it wants: order numbers, telephones. */
const NUMBERS = /(订单号?|单号|手机号?|电话|order|phone)?[:：是]?\s*[a-z]{0,4}\d[\da-z-]{4,}/gi
const FEW = 3

/** Where a flow to begin is looked for. */
export interface Beginnings {
  index: Index
  flows: readonly Flow[]
  beginnings: Index | null
  reading?: Reading | null | undefined
  /** The actions that the desk's systems can do. */
  connected?: readonly string[] | undefined
  /** Whether an article answers the text, looked up only when it matters. */
  isAnswered(): boolean
}

/**
 * The flow that a sentence begins: its own words are near enough, or a model reads in it what the flow is for. A question
 * about it is for the articles: 怎么退货 asks, 我要退货 wants. `aside` tells that another flow is under way: then less is guessed.
 */
export function begunBy(
  text: string,
  { flows, beginnings, index, reading, connected = [], isAnswered }: Beginnings,
  aside = false,
): Flow | null {
  const read = new Map(reading?.candidates.map(({ intent, score }) => [intent, score]))
  const readFor = (flow: Flow) => Math.max(0, ...flow.intents.map((intent) => read.get(intent) ?? 0))
  // [K29] What is there for an action alone is not begun where nothing can do it.
  const idle = new Set(flows.filter(({ needs }) => needs !== undefined && !connected.includes(needs)).map(({ id }) => id))
  const hits = beginnings
    ? search(beginnings, text.replace(NUMBERS, ' '), FEW + idle.size).filter(({ article }) => !idle.has(article.id))
    : []
  const [first, second] = hits
    .flatMap(({ article, score }) => {
      const flow = flows.find(({ id }) => id === article.id)
      return flow ? [{ flow, score, weight: score * (1 + READ_LIFTS * readFor(flow)) }] : []
    })
    .toSorted((one, other) => other.weight - one.weight)
  if (!first) return null
  const { flow, score } = first
  const isRead = readFor(flow) >= READ_SURELY
  const [article] = search(index, text, 1)
  const wishes = soundsLikeWishing(text)
  // A question belongs to the articles, unless it is how the flow begins, word for word.
  if (soundsLikeAsking(text)) {
    if (score >= BEGINS_AT) return score > (article?.score ?? 0) ? flow : null
    const isNearer = wishes && score >= (article?.score ?? 0) * ASKED_BY
    return isNearer && (score >= WISHED_AT || (isRead && score >= ASKED_FROM)) ? flow : null
  }
  if (score >= BEGINS_AT) return flow
  const ahead = second ? Math.max(score / second.score, first.weight / second.weight) : Number.POSITIVE_INFINITY
  const leads = (from: number, by: number) => score >= from && ahead >= by
  const isNearest = score > (article?.score ?? 0)
  // What happened is told, and what is to be done about it goes without saying.
  if (readFor(flow) >= READ_SURELY && isNearest && score >= TOLD_FROM) return flow
  if (readFor(flow) >= READ_LIKELY && isNearest && score >= WISHED_AT) return flow
  if (!aside && readFor(flow) >= READ_LIKELY && leads(LEFT_FROM, LEFT_BY) && !isAnswered()) return flow
  if (!wishes) return null
  if (score >= WISHED_AT || leads(LEADS_FROM, LEADS_BY)) return flow
  if (isNearest && leads(ASKED_FROM, LEFT_BY)) return flow
  if (aside) return null
  const isNear =
    article !== undefined && article.score >= MATTERS_AT && flow.intents.some((intent) => article.article.intents?.includes(intent))
  if ((readFor(flow) >= READ_FROM || isNear) && score >= BACKED_AT) return flow
  return leads(LEFT_FROM, LEFT_BY) && !isAnswered() ? flow : null
}
