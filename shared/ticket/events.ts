import { CommandId, ConversationId, CustomerId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Author } from '../conversation/actor.ts'
import { Row } from '../conversation/dialogue.ts'
import type { StoredEvent } from '../conversation/events.ts'
import { Promised } from '../levels/promises.ts'
import { LEVEL_STEPS } from '../levels/steps.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'
import { Handler, Matter, TicketStatus, TranscriptLine, WhyAssigned } from './commands.ts'
import { FieldName } from './fields.ts'
import { isKnown } from './known.ts'

function happening<Name extends string, Data extends v.ObjectEntries>(name: Name, data: Data) {
  return v.object({ name: v.literal(`ticket.v1.${name}`), data: v.object(data) })
}

/** A customer's conversation that hears of a ticket, and the ticket that it knows it by: another one where two were merged. */
export const Party = v.object({ conversation: ConversationId, customer: v.nullable(CustomerId), as: TicketId })
export type Party = Infer<typeof Party>

/** What the customer or the desk said in a ticket, as it goes on with it into another one. */
export const Word = v.object({ at: v.number(), by: Author, what: v.picklist(['addition', 'urge', 'reopen', 'answer']), text: v.string() })
export type Word = Infer<typeof Word>

const handler = v.object(Handler.entries)
const line = v.object(TranscriptLine.entries)
const why = v.object(WhyAssigned.entries)
const matter = v.object({ ...Matter.entries, rows: v.array(Row) })

/**
 * What can happen to a ticket. A shape is never changed: a new shape gets a new name and `apply` knows both.
 */
export const TicketHappening = v.variant('name', [
  happening('Opened', {
    conversation: v.nullable(ConversationId),
    customer: v.nullable(CustomerId),
    matter,
    from: v.nullable(TicketId),
  }),
  happening('TranscriptKept', { lines: v.array(line) }),
  /** `why` is null where the seat took it by itself. */
  happening('Assigned', { seat: handler, why: v.nullable(why) }),
  happening('HandedOn', { line: QueueId, asked: v.nullable(handler), note: v.string() }),
  happening('StatusChanged', { status: TicketStatus, note: v.string() }),
  happening('Answered', { text: v.string() }),
  happening('Noted', { text: v.string() }),
  happening('CustomerSaid', { what: v.picklist(['addition', 'urge', 'reopen']), text: v.string() }),
  happening('Corrected', {
    type: v.optional(TicketTypeName),
    urgency: v.optional(UrgencyName),
    title: v.optional(v.string()),
    /** Pressed for by the customer or escalated; else somebody saw that it was wrong. */
    why: v.picklist(['wrong', 'urged', 'escalated']),
  }),
  happening('Escalated', { why: v.picklist(['asked', 'missed']), promise: v.nullable(Promised), reason: v.string() }),
  happening('FieldSet', { field: FieldName, value: v.string() }),
  happening('WatchChanged', { seat: handler, on: v.boolean() }),
  happening('Linked', { ticket: TicketId, title: v.string(), how: v.picklist(['related', 'split', 'merged']) }),
  happening('SplitOff', { ticket: TicketId, title: v.string(), type: TicketTypeName, line: QueueId, problem: v.string() }),
  happening('MergeAsked', { into: TicketId, title: v.string() }),
  /** `unreached`: no answer came, and it was asked no more. */
  happening('MergeRefused', { into: TicketId, unreached: v.optional(v.boolean()) }),
  happening('Merged', { into: TicketId, title: v.string() }),
  happening('Absorbed', {
    ticket: TicketId,
    title: v.string(),
    parties: v.array(Party),
    watchers: v.array(handler),
    words: v.array(Word),
    transcript: v.array(line),
    customerWaitsSince: v.nullable(v.number()),
  }),
  /** Another ticket wanted to become part of this one, which is part of a third by now. */
  happening('PassedOn', { ticket: TicketId, title: v.string(), to: TicketId }),
  happening('TaskAdded', { task: CommandId, ticket: TicketId, title: v.string(), line: QueueId }),
  happening('TaskAssigned', { task: CommandId, seat: v.nullable(handler) }),
  happening('TaskSettled', { task: CommandId, outcome: v.picklist(['done', 'dropped']), note: v.string() }),
  happening('Resolved', { solution: v.string() }),
  happening('Closed', { how: v.picklist(['by-hand', 'silence', 'with-parent']) }),
  happening('Reopened', { reason: v.string() }),
  happening('LevelSet', { ...LEVEL_STEPS.LevelSet, pausesForThirdParty: v.boolean() }),
  happening('LevelPaused', LEVEL_STEPS.LevelPaused),
  happening('LevelWarned', LEVEL_STEPS.LevelWarned),
  happening('LevelMissed', LEVEL_STEPS.LevelMissed),
  happening('LevelMet', LEVEL_STEPS.LevelMet),
  happening('LevelEnded', LEVEL_STEPS.LevelEnded),
  /** The customer has waited for an answer longer than anybody should, hours or not. */
  happening('LeftUnanswered', { since: v.number(), seat: v.nullable(SeatId) }),
])
export type TicketHappening = Infer<typeof TicketHappening>

/** An event before it has its place: what `decide` makes. */
export type NewTicketEvent = TicketHappening & { by: Author }

export type TicketEvent = TicketHappening & Omit<StoredEvent, 'name' | 'data'>

/** Parses the data of an event that came over a wire: a known name must carry the shape that belongs to it. */
export function isWellFormed(event: StoredEvent): boolean {
  return !isKnown(event) || v.is(TicketHappening, { name: event.name, data: event.data })
}
