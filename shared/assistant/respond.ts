import type { Turn } from '../conversation/commands.ts'
import type { Conversation } from '../conversation/state.ts'
import type { Flow } from '../knowledge/flow.ts'
import { buildIndex, type Index, search } from '../knowledge/index.ts'
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
  const asArticles = flows.map(({ id, name, phrasings }) => ({
    id,
    category: '',
    question: name,
    phrasings,
    answer: '',
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
}

/** How like a flow's own beginnings a sentence must be: alone, and where a model's reading says the same. */
const BEGINS_AT = 0.62
const BEGINS_WITH_READING_AT = 0.25
const READ_FROM = 0.45
/** A wish for something to be done counts so much beside the words of a flow. */
const WISHED = 0.12
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
  if (wish === 'person' || isRedLine(text) || (heard.reading?.anger ?? 0) >= 3) return isLive ? { do: 'nothing' } : { do: 'request-person' }
  const inFlow = !isLive && knowledge ? flowTurn(state, text, knowledge, heard) : null
  if (inFlow) return { do: 'say', turn: inFlow }
  if (wish) return phase.name === 'waiting' ? { do: 'nothing' } : { do: 'say', turn: { kind: 'small-talk', topic: wish } }
  return answered(state, text, knowledge)
}

function answered({ phase }: Conversation, text: string, knowledge: Knowledge | null): Response {
  const found = knowledge ? retrieve(knowledge.index, text) : ({ kind: 'unknown', confidence: 0 } as const)
  if (phase.name === 'waiting' && found.kind !== 'answer') return { do: 'nothing' }
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
    flow: (id) => (dialogue ? knowledge.flow(dialogue.pack, id) : undefined),
    answer: (words) => {
      const found = retrieve(knowledge.index, words)
      return found.kind === 'answer' && found.confidence >= BESIDE_AT ? { article: found.article.id, confidence: found.confidence } : null
    },
    isSmallTalk: (words) => ['greeting', 'thanks'].includes(wishOf(words) ?? ''),
    isLeaving: (words) => wishOf(words) === 'goodbye',
    other: (words) => (dialogue?.pack === knowledge.version ? begunBy(words, knowledge, heard) : null),
  }
  if (dialogue) return advance(dialogue, text, beside)
  const flow = begunBy(text, knowledge, heard)
  return flow ? begin(knowledge.version, flow, text, beside) : null
}

/**
 * The flow that a sentence begins: its own words are near enough, or a model reads in it what the flow is for. A question
 * about it is for the articles: 怎么退货 asks, 我要退货 wants.
 */
function begunBy(text: string, { flows, beginnings, index }: Knowledge, { reading }: Heard): Flow | null {
  const hit = beginnings ? search(beginnings, text.replace(NUMBERS, ' '), 1)[0] : undefined
  const flow = hit && flows.find(({ id }) => id === hit.article.id)
  if (!hit || !flow) return null
  const isRead = reading !== undefined && reading !== null && reading.score >= READ_FROM && flow.intents.includes(reading.intent)
  if (hit.score + (soundsLikeWishing(text) ? WISHED : 0) < (isRead ? BEGINS_WITH_READING_AT : BEGINS_AT)) return null
  const article = search(index, text, 1)[0]
  return soundsLikeAsking(text) && (article?.score ?? 0) >= hit.score ? null : flow
}

function packOf(knowledge: Knowledge | null): PackVersion {
  return knowledge?.version ?? ('' as PackVersion)
}
