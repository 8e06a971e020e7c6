import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import type { CommandId, CustomerId, QueueId, SeatId } from '../base/ids.ts'
import type { Language } from '../language/language.ts'
import type { Verdict } from '../triage/verdict.ts'
import { type AskedAct, actsFor } from './acts.ts'
import type { Rating } from './commands.ts'
import type { Dialogue, Row } from './dialogue.ts'
import type { ConversationEvent, StoredEvent } from './events.ts'
import { isKnown } from './known.ts'
import type { Person, Phase } from './phase.ts'
import { type Said, settled, unsettled, wishedFor, withSaid } from './said.ts'
import { applyTicket, isTaken, type TicketEvent, type ToldTicket } from './told-tickets.ts'

export interface Mark {
  delivered: number
  read: number
}

export type Side = 'customer' | 'seat'

/**
 * What must be known to decide. The texts are not here: they are in the events, and `thread` folds them for reading.
 * Raise STATE_VERSION with any change of this shape, so that old snapshots are folded anew.
 */
export interface Conversation {
  seq: number
  phase: Phase
  customer: CustomerId | null
  language: Language
  /** Questions in a row to which the assistant had no answer that helped. */
  misses: number
  marks: Record<Side, Mark>
  /** The seq of the last message of each side: what the other side can have seen. */
  lastFrom: Record<Side, number>
  /** Answers and choices of the assistant that nobody has judged yet, the latest few; and the misses before each. */
  answers: { id: CommandId; missesBefore: number; inReplyTo: CommandId }[]
  rating: { rating: Rating; at: Millis; first: Millis } | null
  /** The flow that is under way. */
  dialogue: Dialogue | null
  /** What was told in it, for the person who may be asked for. */
  told: { name: string; rows: Row[] } | null
  /** A request was handed in, and nobody has come for it yet. */
  requested: boolean
  /** What was answered last, for a question that goes on: 那运费呢？ */
  about: { article: string; question: string } | null
  /** The latest actions: under way, or of a flow whose next steps follow from them. */
  acts: AskedAct[]
  /** What the customer said last, a line each: what a ticket is about. */
  said: Said[]
  /** The tickets of this conversation, as its customer is told of them. */
  tickets: ToldTicket[]
  /** What the desk's rules said last, and who served the customer before. */
  triaged: { verdict: Verdict; familiar: SeatId | null } | null
  /** The line that people handed it on to, where that is another than it stood in. */
  handedTo: QueueId | null
  /** Rules have asked for people once, or the customer went back to the assistant: rules ask no more. */
  asksNoMore: boolean
}

export const STATE_VERSION = 8

export const newConversation: Conversation = {
  seq: 0,
  phase: { name: 'new' },
  customer: null,
  language: 'zh-CN',
  misses: 0,
  marks: { customer: { delivered: 0, read: 0 }, seat: { delivered: 0, read: 0 } },
  lastFrom: { customer: 0, seat: 0 },
  answers: [],
  rating: null,
  dialogue: null,
  told: null,
  requested: false,
  about: null,
  acts: [],
  said: [],
  tickets: [],
  triaged: null,
  handedTo: null,
  asksNoMore: false,
}

/** How many of the latest answers may still be judged. */
const JUDGEABLE = 20
/** How many actions are remembered: more than any flow has steps that act. */
const ACTS = 16

/** Folds any stored event: one whose name is from a newer server only moves the seq. */
export function applyStored(state: Conversation, event: StoredEvent): Conversation {
  return isKnown(event) ? apply(state, event) : { ...state, seq: event.seq }
}

/** The state after an event. Total, pure, the same on device and server. */
export function apply(before: Conversation, event: ConversationEvent): Conversation {
  const state = { ...before, seq: event.seq }
  switch (event.name) {
    case 'v1.ConversationOpened':
      return { ...state, phase: { name: 'assistant' }, customer: event.data.customer, language: event.data.language }
    case 'v1.MessageSent':
      return {
        ...state,
        lastFrom: lastFrom(state, event),
        said: event.by.kind === 'customer' ? withSaid(state.said, event.cause, event.data.text) : state.said,
      }
    case 'v1.AssistantAnswered': {
      const { turn, inReplyTo } = event.data
      const { kind } = turn
      const misses = kind === 'unknown' ? state.misses + 1 : kind === 'answer' ? 0 : state.misses
      const said = kind === 'answer' || kind === 'small-talk' ? settled(state.said, inReplyTo) : state.said
      if (kind !== 'answer' && kind !== 'choices') return { ...state, misses, said }
      const about = turn.kind === 'answer' ? { article: turn.article, question: turn.question } : state.about
      const answered = { id: event.cause, missesBefore: state.misses, inReplyTo }
      return { ...state, about, misses, said, answers: [...state.answers, answered].slice(-JUDGEABLE) }
    }
    case 'v1.FlowAdvanced': {
      const { dialogue, name, rows, outcome } = event.data.turn
      return {
        ...state,
        misses: 0,
        said: outcome === 'person' ? state.said : settled(state.said, event.data.inReplyTo),
        dialogue,
        acts: actsFor(state.acts, event.data.turn),
        told: dialogue && rows.length > 0 ? { name, rows } : null,
      }
    }
    case 'v1.ActionAsked': {
      const { text: _text, ...asked } = event.data
      return { ...state, acts: [...state.acts, { ...asked, settled: null }].slice(-ACTS) }
    }
    case 'v1.ActionSettled': {
      const { id, outcome, facts } = event.data
      return { ...state, acts: state.acts.map((act) => (act.id === id ? { ...act, settled: { outcome, facts } } : act)) }
    }
    case 'v1.RequestMade': {
      const { queue, entry } = event.data
      const requested = true
      // Whoever serves the conversation has it before their eyes.
      if (state.phase.name === 'person') return state
      return state.phase.name === 'waiting'
        ? { ...state, requested }
        : { ...state, requested, phase: { name: 'waiting', queue, entry, since: event.at, live: false } }
    }
    case 'v1.AnswerJudged': {
      const { answer, helpful } = event.data
      const judged = state.answers.find(({ id }) => id === answer)
      const said = judged && !helpful ? unsettled(state.said, judged.inReplyTo) : state.said
      return { ...state, said, misses: helpful ? 0 : missesWith(state, answer), answers: state.answers.filter((one) => one !== judged) }
    }
    case 'v1.Triaged':
      return { ...state, triaged: event.data }
    case 'v1.PersonRequested': {
      const { queue, entry, triage = false } = event.data
      const said = wishedFor(state.said, event.cause)
      const asksNoMore = state.asksNoMore || triage
      return { ...state, asksNoMore, misses: 0, said, phase: { name: 'waiting', queue, entry, since: event.at, live: true } }
    }
    case 'v1.QueueLeft': {
      // Who no longer waits for a person still has a request at the desk.
      const wasLive = state.phase.name === 'waiting' && state.phase.live
      if (!state.requested || !wasLive || state.phase.name !== 'waiting')
        return { ...state, asksNoMore: true, requested: false, phase: { name: 'assistant' } }
      return {
        ...state,
        asksNoMore: true,
        phase: { name: 'waiting', queue: state.phase.queue, entry: event.cause, since: event.at, live: false },
      }
    }
    case 'v1.MessageLeft': {
      const { queue, entry } = event.data
      return {
        ...state,
        misses: 0,
        lastFrom: lastFrom(state, event),
        said: withSaid(state.said, event.cause, event.data.text),
        phase: { name: 'waiting', queue, entry, since: event.at, live: false },
      }
    }
    case 'v1.PersonJoined': {
      const { queue, entry, seat } = event.data
      return {
        ...state,
        misses: 0,
        dialogue: null,
        told: null,
        requested: false,
        phase: { name: 'person', queue, entry, since: event.at, seat },
      }
    }
    case 'v1.HandedOver': {
      const { entry, queue, warm, live } = event.data
      if (state.phase.name !== 'person') return state
      const handedTo = queue === state.phase.queue ? state.handedTo : queue
      return {
        ...state,
        handedTo,
        phase: warm ? { ...state.phase, next: entry } : { name: 'waiting', queue, entry, since: event.at, live },
      }
    }
    case 'v1.Marked': {
      const { side, delivered, read } = event.data
      return { ...state, marks: { ...state.marks, [side]: { delivered, read } } }
    }
    case 'v1.ConversationClosed':
      return { ...state, phase: { name: 'closed', at: event.at, served: personOf(before) } }
    case 'v1.ConversationRated':
      return { ...state, rating: { rating: event.data.rating, at: event.at, first: state.rating?.first ?? event.at } }
    case 'v1.TicketOpened':
    case 'v1.TicketMoved':
    case 'v1.TicketAdded':
      return afterTicket({ ...state, tickets: applyTicket(state.tickets, event) }, event)
    default:
      return unreachable(event)
  }
}

/** [T34] What was left waits for nobody any more once somebody has taken up all that was made of it. */
function afterTicket(state: Conversation, event: TicketEvent): Conversation {
  const { phase } = state
  const side: Side = event.name === 'v1.TicketMoved' ? 'seat' : 'customer'
  // What a ticket tells is to be read as what its people say is.
  const heard = event.name === 'v1.TicketOpened' ? state : { ...state, lastFrom: { ...state.lastFrom, [side]: event.seq } }
  const isLeft = phase.name === 'waiting' && !phase.live && event.name === 'v1.TicketMoved'
  return isLeft && state.tickets.every(isTaken) ? { ...heard, requested: false, phase: { name: 'assistant' } } : heard
}

/**
 * The misses in a row if this answer did not help. An answer ends the row only as long as it is believed to have helped,
 * so two answers in a row that did not are two misses.
 */
export function missesWith(state: Conversation, answer: CommandId): number {
  return Math.max(state.misses, state.answers.find(({ id }) => id === answer)?.missesBefore ?? 0) + 1
}

/** The member of staff who serves or served the conversation, if one does. */
export function personOf(state: Conversation): Person | null {
  if (state.phase.name === 'person') return state.phase.seat
  return state.phase.name === 'closed' ? state.phase.served : null
}

function lastFrom(state: Conversation, event: ConversationEvent): Conversation['lastFrom'] {
  const side: Side = event.by.kind === 'seat' ? 'seat' : 'customer'
  return { ...state.lastFrom, [side]: event.seq }
}
