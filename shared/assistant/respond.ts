import type { Turn } from '../conversation/commands.ts'
import type { Conversation } from '../conversation/state.ts'
import type { Flow } from '../knowledge/flow.ts'
import { buildIndex, type Index } from '../knowledge/index.ts'
import type { Vectors } from '../knowledge/lift.ts'
import type { PackVersion } from '../knowledge/pack.ts'
import { retrieve } from '../knowledge/retrieve.ts'
import { intentOf, OUT_OF_SCOPE } from '../understanding/labels.ts'
import { ASKS_FOR_A_PERSON } from '../understanding/overall.ts'
import type { Reading } from '../understanding/reading.ts'
import { begunBy } from './beginning.ts'
import { advance, type Beside, begin } from './dialogue.ts'
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

/** From here on a person is asked for, whatever else the words could begin. */
const BEYOND_DOUBT = 0.9
/** In the middle of a flow only what is meant beyond doubt leads away from it. */
const BESIDE_AT = 0.5

/**
 * The assistant's next turn to a customer's text. Pure: the same state, text and pack give the same turn, on the device
 * and in a replay. While somebody waits for a person it speaks only when it is sure; once a person is there, never.
 */
export function respond(state: Conversation, text: string, knowledge: Knowledge | null, heard: Heard): Response {
  const { phase } = state
  if (phase.name !== 'assistant' && phase.name !== 'waiting') return { do: 'nothing' }
  const wish = wishOf(text)
  const isLive = phase.name === 'waiting' && phase.live
  if (wish === 'person' || isForPeople(text, heard)) return isLive ? { do: 'nothing' } : { do: 'request-person' }
  const inFlow = !isLive && knowledge ? flowTurn(state, text, knowledge, heard) : null
  if (inFlow) return { do: 'say', turn: inFlow }
  if (wish) return isLive ? { do: 'nothing' } : { do: 'say', turn: { kind: 'small-talk', topic: wish } }
  const response = answered(state, text, knowledge, heard)
  // Fury that meets no answer meets a person, and so does who seems to ask for one; so does anger that nothing at all is known for.
  const said = response.do === 'say' ? response.turn.kind : null
  const wantsSomebody = isFurious(heard) || asksForPerson(heard) > 0
  const isLeftAlone = wantsSomebody ? said !== 'answer' : isUpset(heard) && isOfMatter(heard) && said === 'unknown'
  return isLeftAlone && !isLive ? { do: 'request-person' } : response
}

/** Whether a text asks for a person, or is of what only a person should answer. */
export const isForPeople = (text: string, heard: Pick<Heard, 'reading'>): boolean =>
  wishOf(text) === 'person' || asksForPerson(heard) >= BEYOND_DOUBT || isRedLine(text)

/** Anger as a model reads it, from 0 to 3. */
const angerOf = ({ reading }: Heard): number => (reading?.mood === 'negative' ? reading.anger : 0)
const isUpset = (heard: Heard): boolean => angerOf(heard) >= 2
const isFurious = (heard: Heard): boolean => angerOf(heard) >= 3
/** How likely it is that a person is asked for, in whatever words; below that of anything else, not at all. */
const asksForPerson = ({ reading }: Pick<Heard, 'reading'>): number => (reading?.intent === ASKS_FOR_A_PERSON ? reading.score : 0)

/** Whether a model read anything in it that is asked of a desk: of the rest it also takes what is merely odd for anger. */
const isOfMatter = ({ reading }: Heard): boolean => (intentOf(reading?.intent ?? OUT_OF_SCOPE)?.ticket ?? null) !== null

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
  const { dialogue, about } = state
  const intents = heard.reading?.candidates
  const begun = (words: string, aside: boolean) => {
    const isAnswered = () =>
      retrieve(knowledge.index, words, { before: about ?? undefined, intents, vectors: heard.vectors }).kind === 'answer'
    return begunBy(words, { ...knowledge, reading: heard.reading, connected: heard.connected, isAnswered }, aside)
  }
  const under = dialogue ? knowledge.flow(dialogue.pack, dialogue.flow) : undefined
  const matter = under && [under.name, ...matterOf(under, dialogue?.slots ?? {})].join(' ')
  const beside: Beside = {
    today: heard.today,
    acts: state.acts,
    lacks: (action) => !(heard.connected ?? []).includes(action),
    flow: (id) => (dialogue ? knowledge.flow(dialogue.pack, id) : undefined),
    answer: (words) => {
      const answer = retrieve(knowledge.index, words, { intents, before: { matter } })
      const best = answer.kind === 'answer' ? answer.article : answer.kind === 'choices' ? answer.articles[0] : undefined
      return best && answer.confidence >= BESIDE_AT ? { article: best.id, confidence: answer.confidence } : null
    },
    isSmallTalk: (words) => ['greeting', 'thanks'].includes(wishOf(words) ?? ''),
    isLeaving: (words) => wishOf(words) === 'goodbye',
    isUpset: isUpset(heard),
    other: (words) => (dialogue?.pack === knowledge.version ? begun(words, true) : null),
  }
  // A flow whose pack is not at hand cannot go on; another may begin.
  const next = dialogue && advance(dialogue, text, beside)
  if (next) return next
  const flow = begun(text, false)
  return flow ? begin(knowledge.version, flow, text, beside) : null
}

/** What was chosen in a flow, in its own words: 存款或资产证明. */
const matterOf = ({ slots }: Flow, told: Readonly<Record<string, { shown: string }>>): string[] =>
  slots.flatMap(({ name, kind }) => (kind === 'choice' ? (told[name]?.shown ?? []) : []))

function packOf(knowledge: Knowledge | null): PackVersion {
  return knowledge?.version ?? ('' as PackVersion)
}
