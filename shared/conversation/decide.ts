import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import { accept, type Decision, refuse } from '../base/decision.ts'
import type { CommandId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Library } from '../knowledge/pack.ts'
import { cleanText } from '../language/normalise.ts'
import type { Actor } from './actor.ts'
import { authorOf } from './author.ts'
import type { ConversationCommand } from './commands.ts'
import type { NewEvent } from './events.ts'
import { goOn, settle, takeUp } from './flowing.ts'
import { speak } from './speak.ts'
import { type Conversation, missesWith, personOf, type Side } from './state.ts'
import { close, noteOf, openByHand, sayTo, withTickets } from './tickets.ts'
import type { Weigh } from './triaging.ts'

/** What a decision needs from outside: the time, the words of articles by name, and, in a room, what the desk's rules say. */
export interface Surroundings {
  now: Millis
  library: Library
  weigh?: Weigh | undefined
}

type Asked<Type extends ConversationCommand['type']> = Extract<ConversationCommand, { type: Type }>

/** Misses in a row after which a person is asked for without being told to. */
export const MISSES_BEFORE_PERSON = 2

/**
 * The one place where the rules of a conversation are. Runs on the device (what will probably happen) and in the room
 * (what happens). Rules are numbered in SPEC.md.
 */
export function decide(state: Conversation, command: ConversationCommand, actor: Actor, around: Surroundings): Decision<NewEvent> {
  const barred = bar(state, command, actor)
  if (barred) return refuse(barred)
  const decision = judged(state, command, actor, around)
  return withTickets(state, command.id, around.weigh?.(state, command, decision) ?? decision)
}

function judged(state: Conversation, command: ConversationCommand, actor: Actor, around: Surroundings): Decision<NewEvent> {
  const by = authorOf(actor)
  switch (command.type) {
    case 'open-conversation':
      return accept<NewEvent>({
        name: 'v1.ConversationOpened',
        by,
        data: { customer: customerOf(actor), language: command.language, channel: command.channel },
      })
    case 'send-message':
      return sendMessage(command, by)
    case 'answer':
      return answer(state, command, around)
    case 'judge-answer':
      return judge(state, command, by)
    case 'request-person':
      if (state.phase.name === 'waiting' && state.phase.live) return refuse('already-waiting')
      return accept<NewEvent>({
        name: 'v1.PersonRequested',
        by,
        data: { reason: 'asked', queue: DEFAULT_QUEUE, entry: command.id, ...(state.told ? { told: state.told } : {}) },
      })
    case 'leave-queue':
      if (state.phase.name !== 'waiting') return refuse('not-waiting')
      return accept<NewEvent>({ name: 'v1.QueueLeft', by, data: {} }, ...takeUp(state, command.id, around.library))
    case 'leave-message':
      return leaveMessage(command, by)
    case 'mark':
      return mark(state, command, actor)
    case 'close-conversation':
      return close(state, command, by)
    case 'rate':
      return rate(state, command, by, around.now)
    case 'assign':
      if (awaitedAs(state) !== command.entry) return refuse('not-waiting')
      return accept<NewEvent>({ name: 'v1.PersonJoined', by, data: { seat: command.seat, queue: command.queue, entry: command.entry } })
    case 'hand-over': {
      const { entry, queue, warm, live, by: from } = command
      if (personOf(state)?.id !== from.id) return refuse('not-waiting')
      return accept<NewEvent>({ name: 'v1.HandedOver', by, data: { entry, queue, warm, live, from } })
    }
    case 'weigh-anew':
      // What comes of it is the rules' to say.
      return accept<NewEvent>()
    case 'settle-action':
      return settle(state, command, around.library)
    case 'open-ticket':
      return openByHand(state, command, by)
    case 'say-to-ticket':
      return sayTo(state, command, by, around.now)
    case 'note-ticket':
      return noteOf(state, command, actor)
    default:
      return unreachable(command)
  }
}

/** [C1-C6] Who may, and in which phase: looked at before anything else. */
function bar(state: Conversation, command: ConversationCommand, actor: Actor): RefusalCode | null {
  const { phase } = state
  if (actor.kind === 'system' ? !systemMay(actor.id, command.type) : SYSTEM_ALONE.has(command.type)) return 'not-allowed'
  if (actor.kind === 'seat') {
    if (!SEAT_MAY.has(command.type)) return 'not-allowed'
    if (personOf(state)?.id !== actor.id) return 'not-allowed'
  }
  if (actor.kind === 'customer') {
    if (command.type === 'open-ticket') return 'not-allowed'
    if (state.customer !== null && state.customer !== actor.id) return 'not-found'
  }
  if (command.type === 'open-conversation') return phase.name === 'new' ? null : 'already-open'
  if (phase.name === 'new') return 'not-open-yet'
  if (phase.name === 'closed') return AFTER_CLOSE.has(command.type) ? null : 'conversation-closed'
  if (phase.name === 'person' && WITHOUT_PERSON.has(command.type) && !handsOver(command)) return 'already-with-person'
  return null
}

/** [Q24] As which somebody is waited for: in the line, or while the one who hands over still serves. */
function awaitedAs({ phase }: Conversation): CommandId | undefined {
  if (phase.name === 'person') return phase.next
  return phase.name === 'waiting' ? phase.entry : undefined
}

/** A request that was promised without a network is kept, though somebody has come meanwhile. */
const handsOver = (command: ConversationCommand): boolean =>
  command.type === 'answer' && command.turn.kind === 'flow' && command.turn.outcome === 'requested'

const SEAT_MAY: ReadonlySet<string> = new Set<ConversationCommand['type']>(['send-message', 'mark', 'close-conversation', 'open-ticket'])
const SYSTEM_ALONE: ReadonlySet<string> = new Set<ConversationCommand['type']>([
  'assign',
  'hand-over',
  'settle-action',
  'note-ticket',
  'weigh-anew',
])
function systemMay(id: string, type: string): boolean {
  if (id === 'connector') return type === 'settle-action'
  if (id === 'desk') return type === 'weigh-anew'
  return id.startsWith('t_') ? type === 'note-ticket' : type === 'assign' || type === 'hand-over'
}
const AFTER_CLOSE: ReadonlySet<string> = new Set<ConversationCommand['type']>([
  'rate',
  'mark',
  'judge-answer',
  'settle-action',
  'open-ticket',
  'say-to-ticket',
  'note-ticket',
])
const WITHOUT_PERSON: ReadonlySet<string> = new Set<ConversationCommand['type']>([
  'answer',
  'request-person',
  'leave-queue',
  'leave-message',
])

function customerOf(actor: Actor) {
  if (actor.kind !== 'customer') throw new Error('only a customer opens a conversation')
  return actor.id
}

/** [C7] A text is cleaned of invisible characters, not empty, and within the limit that the composer names. */
function checkText(text: string, most: number): { ok: true; text: string } | { ok: false; code: RefusalCode } {
  const clean = cleanText(text).trim()
  if (clean === '') return refuse('text-empty')
  return clean.length > most ? refuse('text-too-long') : { ok: true, text: clean }
}

function sendMessage(command: Asked<'send-message'>, by: NewEvent['by']): Decision<NewEvent> {
  const checked = checkText(command.text, LIMITS.messageText)
  return checked.ok ? accept<NewEvent>({ name: 'v1.MessageSent', by, data: { text: checked.text } }) : checked
}

/** [C8] The assistant names articles; the words are the library's. [C9] The second miss in a row asks for a person. */
function answer(state: Conversation, command: Asked<'answer'>, around: Surroundings): Decision<NewEvent> {
  if (command.turn.kind === 'flow') return goOn(state, command, command.turn, around.library)
  const turn = speak(command.turn, around.library)
  if (!turn) return refuse('unknown-article')
  if (state.phase.name === 'waiting' && state.phase.live && turn.kind !== 'answer') return refuse('already-waiting')
  const events: NewEvent[] = [{ name: 'v1.AssistantAnswered', by: { kind: 'assistant' }, data: { inReplyTo: command.inReplyTo, turn } }]
  if (turn.kind === 'unknown') events.push(...afterMiss(state, state.misses + 1, command.id))
  return { ok: true, events }
}

function afterMiss(state: Conversation, misses: number, cause: CommandId): NewEvent[] {
  if (state.phase.name !== 'assistant' || misses < MISSES_BEFORE_PERSON) return []
  return [{ name: 'v1.PersonRequested', by: { kind: 'assistant' }, data: { reason: 'misses', queue: DEFAULT_QUEUE, entry: cause } }]
}

/** [C10] An answer that did not help counts as a miss. */
function judge(state: Conversation, command: Asked<'judge-answer'>, by: NewEvent['by']): Decision<NewEvent> {
  if (!state.answers.some(({ id }) => id === command.answer)) return refuse('unknown-message')
  const judged: NewEvent = { name: 'v1.AnswerJudged', by, data: { answer: command.answer, helpful: command.helpful } }
  return { ok: true, events: command.helpful ? [judged] : [judged, ...afterMiss(state, missesWith(state, command.answer), command.id)] }
}

function leaveMessage(command: Asked<'leave-message'>, by: NewEvent['by']): Decision<NewEvent> {
  const checked = checkText(command.text, LIMITS.messageText)
  if (!checked.ok) return checked
  const contact = cleanText(command.contact).trim()
  if (contact.length > LIMITS.contact) return refuse('text-too-long')
  return accept<NewEvent>({ name: 'v1.MessageLeft', by, data: { text: checked.text, contact, queue: DEFAULT_QUEUE, entry: command.id } })
}

/** [C11] Marks only rise, and only as far as the other side has spoken; a mark that changes nothing is no event. */
function mark(state: Conversation, command: Asked<'mark'>, actor: Actor): Decision<NewEvent> {
  const side: Side = actor.kind === 'seat' ? 'seat' : 'customer'
  const most = state.lastFrom[side === 'seat' ? 'customer' : 'seat']
  const before = state.marks[side]
  const read = Math.max(before.read, Math.min(command.read, most))
  const delivered = Math.max(before.delivered, read, Math.min(command.delivered, most))
  if (read === before.read && delivered === before.delivered) return accept<NewEvent>()
  return accept<NewEvent>({ name: 'v1.Marked', by: authorOf(actor), data: { side, delivered, read } })
}

/** [C12] A closed conversation is rated by its customer, once; the rating may be changed for a day. */
function rate(state: Conversation, command: Asked<'rate'>, by: NewEvent['by'], now: Millis): Decision<NewEvent> {
  if (state.phase.name !== 'closed') return refuse('conversation-not-closed')
  const until = state.rating ? state.rating.first + LIMITS.ratingChange : state.phase.at + LIMITS.ratingAfterClose
  if (now > until) return refuse('rating-too-late')
  const text = cleanText(command.rating.text).trim()
  if (text.length > LIMITS.ratingText) return refuse('text-too-long')
  return accept<NewEvent>({
    name: 'v1.ConversationRated',
    by,
    data: { rating: { ...command.rating, tags: [...new Set(command.rating.tags)], text } },
  })
}
