import { CommandId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { FACT_LONGEST, FACTS_MOST, FactName, OutcomeName } from '../knowledge/actions.ts'
import { ArticleId } from '../knowledge/article.ts'
import { PackVersion } from '../knowledge/pack.ts'
import { Language } from '../language/language.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'
import { FlowTurn } from './dialogue.ts'
import { TicketMove, TicketWord, ToldStatus } from './ticket-words.ts'

const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Longer than any limit that `decide` names, so that a text over the limit is refused with its reason, not as nonsense. */
const anyText = v.pipe(v.string(), v.maxLength(60_000))
const confidence = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** What the assistant on a device wishes to say: names, never words. */
export const Turn = v.variant('kind', [
  v.strictObject({ kind: v.literal('answer'), pack: PackVersion, article: ArticleId, confidence }),
  v.strictObject({
    kind: v.literal('choices'),
    pack: PackVersion,
    articles: v.pipe(v.array(ArticleId), v.minLength(1), v.maxLength(3)),
    confidence,
  }),
  v.strictObject({ kind: v.literal('unknown'), confidence }),
  v.strictObject({ kind: v.literal('small-talk'), topic: v.picklist(['greeting', 'thanks', 'goodbye']) }),
  FlowTurn,
])
export type Turn = Infer<typeof Turn>

export const RATING_TAGS = ['solved', 'friendly', 'fast', 'clear', 'unsolved', 'slow', 'unclear', 'rude', 'repeated'] as const
export const RatingTag = v.picklist(RATING_TAGS)
export type RatingTag = v.InferOutput<typeof RatingTag>

export const Rating = v.strictObject({
  /** 1 very dissatisfied to 5 very satisfied. */
  score: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
  tags: v.pipe(v.array(RatingTag), v.maxLength(RATING_TAGS.length)),
  text: anyText,
})
export type Rating = Infer<typeof Rating>

const id = CommandId
function command<Type extends string, Entries extends v.ObjectEntries>(type: Type, entries: Entries) {
  return v.strictObject({ id, type: v.literal(type), ...entries })
}

/** What may be asked of a conversation. A message's id is the id of the command that sent it. */
export const ConversationCommand = v.variant('type', [
  command('open-conversation', { language: Language, channel: v.picklist(['web', 'terminal']) }),
  command('send-message', { text: anyText }),
  command('answer', { inReplyTo: CommandId, turn: Turn }),
  command('judge-answer', { answer: CommandId, helpful: v.boolean() }),
  command('request-person', {}),
  command('leave-queue', {}),
  command('leave-message', { text: anyText, contact: anyText }),
  command('mark', { delivered: seq, read: seq }),
  /** A seat, or a customer who gives up waiting, says whether what was wanted is settled; what is not goes on as a ticket. */
  command('close-conversation', { unsolved: v.optional(v.boolean()) }),
  command('rate', { rating: Rating }),
  /** From the seat that serves. Without a problem, what the customer said is it; the customer can read both. */
  command('open-ticket', { title: anyText, ticketType: TicketTypeName, urgency: UrgencyName, line: QueueId, problem: anyText }),
  command('say-to-ticket', { ticket: TicketId, what: TicketWord, text: anyText }),
  /** From a ticket of this conversation: how it goes on. */
  command('note-ticket', {
    ticket: TicketId,
    what: TicketMove,
    status: ToldStatus,
    seat: v.nullable(v.strictObject({ id: SeatId, name: v.string() })),
    title: v.pipe(v.string(), v.maxLength(400)),
    text: anyText,
  }),
  /** From the desk: its customer stands otherwise than they did. */
  command('weigh-anew', {}),
  /** From the queue: a seat has taken the conversation. */
  command('assign', { entry: CommandId, queue: QueueId, seat: v.strictObject({ id: SeatId, name: v.string() }) }),
  /** From the queue: whoever serves it has handed it on, or is gone; a warm one is served on until somebody has come. */
  command('hand-over', {
    entry: CommandId,
    queue: QueueId,
    warm: v.boolean(),
    /** False: a message that was left, nobody sits in front of it. */
    live: v.boolean(),
    by: v.strictObject({ id: SeatId, name: v.string() }),
  }),
  /** From the connector: what came back of an action. */
  command('settle-action', {
    action: CommandId,
    outcome: OutcomeName,
    facts: v.pipe(v.record(FactName, v.pipe(v.string(), v.maxLength(FACT_LONGEST))), v.maxEntries(FACTS_MOST)),
  }),
])
export type ConversationCommand = Infer<typeof ConversationCommand>

/**
 * Whether repeating a command changes nothing by its own nature. Such a command needs no receipt, which saves a row.
 */
export const isIdempotent = (command: ConversationCommand): boolean => command.type === 'mark'
