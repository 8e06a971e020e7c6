import type { Turn } from '../conversation/commands.ts'
import type { Conversation } from '../conversation/state.ts'
import type { Flow } from '../knowledge/flow.ts'
import { buildIndex, type Index, search } from '../knowledge/index.ts'
import type { Vectors } from '../knowledge/lift.ts'
import type { PackVersion } from '../knowledge/pack.ts'
import { retrieve } from '../knowledge/retrieve.ts'
import type { Reading } from '../understanding/reading.ts'
import { advance, type Beside, begin } from './dialogue.ts'
import { soundsLikeAsking, soundsLikeWishing } from './hearing.ts'
import { isRedLine, wishOf } from './phrases.ts'

/** What the assistant does next: speak, ask for a person on the customer's behalf, or keep quiet. */
export type Response = { do: 'say'; turn: Turn } | { do: 'request-person' } | { do: 'nothing' }

/** The knowledge a device has at hand. */
export interface Knowledge {
  version: PackVersion
  index: Index
  /** The flows of the pack, and an index of the sentences that begin each. */
  flows: readonly Flow[]
  beginnings: Index | null
  /** Finds a flow of any pack at hand: one that began under an older pack goes on under it. */
  flow(version: PackVersion, id: string): Flow | undefined
}

/** The index of the sentences that begin flows; null where there are none. */
export function beginningsOf(flows: readonly Flow[]): Index | null {
  if (flows.length === 0) return null
  const asArticles = flows.map(({ id, name, phrasings, slots }) => ({
    id,
    category: '',
    question: name,
    phrasings,
    // What can be told in a flow is said when it is begun, too: 重复扣了我一笔.
    answer: slots.flatMap(({ label, options = [] }) => [label, ...options.flatMap((option) => [option.label, ...option.words])]).join(' '),
    source: { title: '', section: '' },
    updated: '',
    related: [],
  }))
  return buildIndex(asArticles)
}

/** What is known of the text beside its words. */
export interface Heard {
  /** The day, in ISO 8601, where the customer is. */
  today: string
  /** What a model read in it, where one did in time. */
  reading?: Reading | null
  /** What an encoder makes of it, where the device has one. */
  vectors?: Vectors | undefined
  /** The actions that the desk's systems can do; the others are passed over as unavailable, without a network too. */
  connected?: readonly string[]
}

/** How like a flow's own beginnings a sentence must be to begin it without a wish in it. */
const BEGINS_AT = 0.5
/** With a wish it must stand out from the next flow by so much, or be as like as this. */
const LEADS_BY = 1.7
const LEADS_FROM = 0.1
const WISHED_AT = 0.3
/** Something else that speaks for a flow: a reading so probable, or an article so near that is about the same. */
const READ_FROM = 0.3
const MATTERS_AT = 0.12
const BACKED_AT = 0.06
/** What a sentence tells beside what it wants: order numbers, telephones. */
const NUMBERS = /(订单号?|单号|手机号?|电话|order|phone)?[:：是]?\s*[a-z]{0,4}\d[\da-z-]{4,}/gi
/** In the middle of a flow only what is meant beyond doubt leads away from it. */
const BESIDE_AT = 0.55

/**
 * The assistant's next turn to a customer's text. Pure: the same state, text and pack give the same turn, on the device
 * and in a replay. While somebody waits for a person it speaks only when it is sure; once a person is there, never.
 */
export function respond(state: Conversation, text: string, knowledge: Knowledge | null, heard: Heard): Response {
  const { phase } = state
  if (phase.name !== 'assistant' && phase.name !== 'waiting') return { do: 'nothing' }
  const wish = wishOf(text)
  const isLive = phase.name === 'waiting' && phase.live
  if (wish === 'person' || isRedLine(text)) return isLive ? { do: 'nothing' } : { do: 'request-person' }
  const inFlow = !isLive && knowledge ? flowTurn(state, text, knowledge, heard) : null
  if (inFlow) return { do: 'say', turn: inFlow }
  if (wish) return isLive ? { do: 'nothing' } : { do: 'say', turn: { kind: 'small-talk', topic: wish } }
  const response = answered(state, text, knowledge, heard)
  // Fury that meets no answer meets a person.
  const isFurious = (heard.reading?.anger ?? 0) >= 3 && heard.reading?.mood === 'negative'
  const helps = response.do === 'say' && response.turn.kind === 'answer'
  return isFurious && !helps && !isLive ? { do: 'request-person' } : response
}

function answered({ phase, about }: Conversation, text: string, knowledge: Knowledge | null, heard: Heard): Response {
  const aids = { before: about ?? undefined, intents: heard.reading?.candidates, vectors: heard.vectors }
  const found = knowledge ? retrieve(knowledge.index, text, aids) : ({ kind: 'unknown', confidence: 0 } as const)
  if (phase.name === 'waiting' && phase.live && found.kind !== 'answer') return { do: 'nothing' }
  const pack = packOf(knowledge)
  switch (found.kind) {
    case 'answer':
      return { do: 'say', turn: { kind: 'answer', pack, article: found.article.id, confidence: found.confidence } }
    case 'choices':
      return { do: 'say', turn: { kind: 'choices', pack, articles: found.articles.map(({ id }) => id), confidence: found.confidence } }
    case 'unknown':
      return { do: 'say', turn: { kind: 'unknown', confidence: found.confidence } }
  }
}

/** The turn of the flow that is under way or that the text begins; null where there is none. */
function flowTurn(state: Conversation, text: string, knowledge: Knowledge, heard: Heard): Turn | null {
  const { dialogue } = state
  const beside: Beside = {
    today: heard.today,
    acts: state.acts,
    lacks: (action) => !(heard.connected ?? []).includes(action),
    flow: (id) => (dialogue ? knowledge.flow(dialogue.pack, id) : undefined),
    answer: (words) => {
      const found = retrieve(knowledge.index, words)
      const best = found.kind === 'answer' ? found.article : found.kind === 'choices' ? found.articles[0] : undefined
      return best && found.confidence >= BESIDE_AT ? { article: best.id, confidence: found.confidence } : null
    },
    isSmallTalk: (words) => ['greeting', 'thanks'].includes(wishOf(words) ?? ''),
    isLeaving: (words) => wishOf(words) === 'goodbye',
    other: (words) => (dialogue?.pack === knowledge.version ? begunBy(words, knowledge, heard) : null),
  }
  // A flow whose pack is not at hand cannot go on; another may begin.
  const next = dialogue && advance(dialogue, text, beside)
  if (next) return next
  const flow = begunBy(text, knowledge, heard)
  return flow ? begin(knowledge.version, flow, text, beside) : null
}

/**
 * The flow that a sentence begins: its own words are near enough, or a model reads in it what the flow is for. A question
 * about it is for the articles: 怎么退货 asks, 我要退货 wants.
 */
function begunBy(text: string, { flows, beginnings, index }: Knowledge, { reading, connected = [] }: Heard): Flow | null {
  // [K29] What is there for an action alone is not begun where nothing can do it.
  const idle = new Set(flows.filter(({ needs }) => needs !== undefined && !connected.includes(needs)).map(({ id }) => id))
  const found = beginnings ? search(beginnings, text.replace(NUMBERS, ' '), 2 + idle.size) : []
  const [first, second] = found.filter(({ article }) => !idle.has(article.id))
  const flow = first && flows.find(({ id }) => id === first.article.id)
  if (!first || !flow) return null
  const asks = soundsLikeAsking(text)
  const [article] = search(index, text, 1)
  // A question belongs to the articles, unless it is how the flow begins, word for word.
  if (asks) return first.score >= BEGINS_AT && first.score > (article?.score ?? 0) ? flow : null
  if (first.score >= BEGINS_AT) return flow
  if (!soundsLikeWishing(text)) return null
  const read = (reading?.candidates ?? []).filter(({ score }) => score >= READ_FROM).map(({ intent }) => intent)
  const near = article && article.score >= MATTERS_AT ? (article.article.intents ?? []) : []
  const isBacked = [...read, ...near].some((intent) => flow.intents.includes(intent))
  const leads = first.score >= LEADS_FROM && first.score >= (second?.score ?? 0) * LEADS_BY
  return first.score >= WISHED_AT || leads || (isBacked && first.score >= BACKED_AT) ? flow : null
}

function packOf(knowledge: Knowledge | null): PackVersion {
  return knowledge?.version ?? ('' as PackVersion)
}
