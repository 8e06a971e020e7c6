import { CommandId, CustomerId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { ActionName, Fact, OutcomeName, ParameterName } from '../knowledge/actions.ts'
import { ArticleId } from '../knowledge/article.ts'
import { FlowId, StepId } from '../knowledge/flow.ts'
import { PackVersion } from '../knowledge/pack.ts'
import { Language } from '../language/language.ts'
import { Verdict } from '../triage/verdict.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'
import { Author } from './actor.ts'
import { Rating } from './commands.ts'
import { Row, SpokenFlow } from './dialogue.ts'
import { isKnown } from './known.ts'
import { OpenedFor, TicketMove, TicketWord, ToldStatus } from './ticket-words.ts'

const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const named = v.object({ id: ArticleId, question: v.string() })

/** What the assistant said, with the words that the room took from its own copy of the pack. */
export const SpokenTurn = v.variant('kind', [
  v.object({
    kind: v.literal('answer'),
    pack: PackVersion,
    article: ArticleId,
    question: v.string(),
    text: v.string(),
    source: v.object({ title: v.string(), section: v.string() }),
    updated: v.string(),
    related: v.array(named),
    confidence: v.number(),
  }),
  v.object({ kind: v.literal('choices'), pack: PackVersion, options: v.array(named), confidence: v.number() }),
  v.object({ kind: v.literal('unknown'), confidence: v.number() }),
  v.object({ kind: v.literal('small-talk'), topic: v.picklist(['greeting', 'thanks', 'goodbye']) }),
])
export type SpokenTurn = Infer<typeof SpokenTurn>

function happening<Name extends string, Data extends v.ObjectEntries>(name: Name, data: Data) {
  return v.object({ name: v.literal(name), data: v.object(data) })
}

/** What can happen in a conversation. A shape is never changed: a new shape gets a new name and `apply` knows both. */
export const Happening = v.variant('name', [
  happening('v1.ConversationOpened', { customer: CustomerId, language: Language, channel: v.picklist(['web', 'terminal']) }),
  happening('v1.MessageSent', { text: v.string() }),
  happening('v1.AssistantAnswered', { inReplyTo: CommandId, turn: SpokenTurn }),
  happening('v1.FlowAdvanced', { inReplyTo: CommandId, turn: SpokenFlow }),
  /** What was told in a flow is handed to the desk, whose people go on with it. */
  happening('v1.RequestMade', { pack: PackVersion, flow: FlowId, name: v.string(), rows: v.array(Row), queue: QueueId, entry: CommandId }),
  /** One of the desk's systems is asked, as the step of a flow says; `text` is what is said meanwhile. */
  happening('v1.ActionAsked', {
    id: CommandId,
    pack: PackVersion,
    flow: FlowId,
    step: StepId,
    action: ActionName,
    parameters: v.record(ParameterName, v.string()),
    label: v.string(),
    text: v.string(),
    inReplyTo: CommandId,
  }),
  /** `late`: its flow does not wait for it any more. */
  happening('v1.ActionSettled', {
    id: CommandId,
    action: ActionName,
    label: v.string(),
    outcome: OutcomeName,
    facts: v.array(Fact),
    late: v.boolean(),
  }),
  happening('v1.AnswerJudged', { answer: CommandId, helpful: v.boolean() }),
  /** What the desk's rules say, before what follows from it; and who served the customer last. */
  happening('v1.Triaged', { verdict: Verdict, familiar: v.nullable(SeatId) }),
  happening('v1.PersonRequested', {
    reason: v.picklist(['asked', 'misses']),
    /** The desk's rules asked: people first. A device of before reads it as any asking. */
    triage: v.optional(v.boolean()),
    queue: QueueId,
    entry: CommandId,
    /** What was told in a flow that was under way: nobody has to say it again. */
    told: v.optional(v.object({ name: v.string(), rows: v.array(Row) })),
  }),
  happening('v1.QueueLeft', {}),
  happening('v1.MessageLeft', { text: v.string(), contact: v.string(), queue: QueueId, entry: CommandId }),
  happening('v1.PersonJoined', { seat: v.object({ id: SeatId, name: v.string() }), queue: QueueId, entry: CommandId }),
  happening('v1.HandedOver', {
    entry: CommandId,
    queue: QueueId,
    warm: v.boolean(),
    live: v.boolean(),
    from: v.object({ id: SeatId, name: v.string() }),
  }),
  happening('v1.Marked', { side: v.picklist(['customer', 'seat']), delivered: seq, read: seq }),
  happening('v1.ConversationClosed', {}),
  happening('v1.ConversationRated', { rating: v.object(Rating.entries) }),
  happening('v1.TicketOpened', {
    ticket: TicketId,
    title: v.string(),
    type: TicketTypeName,
    urgency: UrgencyName,
    line: QueueId,
    reason: OpenedFor,
    /** As the seat that made it put it. */
    problem: v.optional(v.string()),
  }),
  happening('v1.TicketMoved', {
    ticket: TicketId,
    what: TicketMove,
    status: ToldStatus,
    seat: v.nullable(v.object({ id: SeatId, name: v.string() })),
    title: v.string(),
    text: v.string(),
  }),
  happening('v1.TicketAdded', { ticket: TicketId, what: TicketWord, text: v.string() }),
])
export type Happening = Infer<typeof Happening>

/** An event before it has its place: what `decide` makes. */
export type NewEvent = Happening & { by: Author }

const envelope = {
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.number(),
  by: Author,
  /** The id of the command it follows from. */
  cause: CommandId,
}

/** An event as it lies in a log or travels. A name from a newer server is kept, and skipped when folding. */
export const StoredEvent = v.object({ ...envelope, name: v.pipe(v.string(), v.maxLength(60)), data: v.unknown() })
export type StoredEvent = Infer<typeof StoredEvent>

export type ConversationEvent = Happening & Omit<StoredEvent, 'name' | 'data'>

/** Parses the data of an event that came over a wire: a known name must carry the shape that belongs to it. */
export function isWellFormed(event: StoredEvent): boolean {
  return !isKnown(event) || v.is(Happening, { name: event.name, data: event.data })
}
