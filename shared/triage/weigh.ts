import type { Language } from '../language/language.ts'
import type { TicketType, Urgency } from '../understanding/label.ts'
import { intentOf, isMatter, isOwn } from '../understanding/labels.ts'
import { ASKS_FOR_A_PERSON, type Overall } from '../understanding/overall.ts'
import type { Reading } from '../understanding/reading.ts'
import { URGENCIES } from '../understanding/work.ts'
import { type Complexity, complexityOf, signalsIn } from './complexity.ts'
import type { Standing } from './customer.ts'
import type { Facts, Wish } from './facts.ts'

/** What has been said and has happened in a conversation, as far as facts follow from it. */
export interface Told {
  wish: Wish
  standing: Standing
  language: Language
  /** Of the customer, oldest first, with what was read in all of them together, and in each. */
  texts: readonly string[]
  read: Overall | null
  readings: readonly Reading[]
  /** What the flow that is under way, or that the request is of, is for; null without one. */
  flow: { intents: readonly string[] } | null
  /** What was told in a flow, as lines. */
  rows: number
  /** Messages of the customer since something was answered. */
  unanswered: number
  /** Flows that were begun and left. */
  left: number
  misses: number
}

/** Below this share a message is not counted as a matter of its own. */
const SURE = 0.5
/** Messages without an answer that are nothing out of the ordinary: somebody who writes in pieces. */
const USUAL_TURNS = 2

/** How hard the matter looks. */
export function complexityIn({ texts, readings, rows, unanswered, left, misses }: Told): Complexity {
  const told = signalsIn(texts)
  const isOne = ({ intent, score }: Reading) => isMatter(intent) && intent !== ASKS_FOR_A_PERSON && score >= SURE
  const matters = new Set(readings.filter(isOne).map(({ intent }) => intent))
  return complexityOf({
    ...told,
    matters: Math.max(0, matters.size - 1),
    turns: Math.max(0, unanswered - USUAL_TURNS),
    facts: told.facts + rows,
    left,
    misses,
  })
}

/** [R7] The facts of a conversation. A request tells by itself what is wanted; else it is what was read of all that was said. */
export function factsOf(told: Told): Facts {
  const { wish, standing, language, texts, read, flow } = told
  const known = wish === 'request' || !isClear(read) ? ofFlow(flow, read) : null
  const intent = known ?? read?.intent ?? null
  return {
    wish,
    tier: standing.tier,
    type: typeOf(intent) ?? (flow && wish === 'request' ? 'application' : null),
    intent,
    mood: read?.mood ?? 'neutral',
    anger: read?.anger ?? 0,
    urgency: most(read?.urgency ?? (texts.length > 0 ? 'normal' : 'low'), (known && intentOf(known)?.urgency) || 'low'),
    language,
    complexity: complexityIn(told).score,
    conversations: standing.conversations,
    openTickets: standing.openTickets,
    dissatisfied: standing.dissatisfied,
  }
}

/** Whether what was read is surer than that a flow that was begun is the right one. */
const isClear = (read: Overall | null): boolean => read !== null && read.intent !== null && read.score >= SURE

/** What a flow is for: of several, what was read to be the likeliest. */
function ofFlow(flow: Told['flow'], read: Overall | null): string | null {
  const known = flow?.intents.filter((id) => intentOf(id) !== undefined) ?? []
  return read?.candidates.find(({ intent }) => known.includes(intent))?.intent ?? known[0] ?? null
}

/** What a desk added itself is not sorted further. */
function typeOf(intent: string | null): TicketType | null {
  if (intent === null) return null
  return isOwn(intent) ? 'enquiry' : (intentOf(intent)?.ticket ?? null)
}

const most = (one: Urgency, other: Urgency): Urgency => (URGENCIES.indexOf(one) > URGENCIES.indexOf(other) ? one : other)
