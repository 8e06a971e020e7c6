import { CommandId, ConversationId, CustomerId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Row } from '../conversation/dialogue.ts'
import { Language } from '../language/language.ts'
import { Tier } from '../triage/customer.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'
import { FieldName } from './fields.ts'

/** 待受理, 处理中, 待客户, 待第三方, 已解决, 已办结. */
export const TICKET_STATUSES = ['received', 'processing', 'awaiting-customer', 'awaiting-third-party', 'resolved', 'closed'] as const
export const TicketStatus = v.picklist(TICKET_STATUSES)
export type TicketStatus = v.InferOutput<typeof TicketStatus>

/** Longer than any limit that `decide` names, so that it is refused with its reason. */
const anyText = v.pipe(v.string(), v.maxLength(60_000))
const title = v.pipe(v.string(), v.maxLength(400))

export const Handler = v.strictObject({ id: SeatId, name: v.string() })
export type Handler = Infer<typeof Handler>

/** Why a seat was given a ticket, as figures. */
export const WhyAssigned = v.strictObject({
  line: QueueId,
  /** `duty`: of its line, with the least to do; `familiar`: served the customer last; `asked`: somebody chose them. */
  how: v.picklist(['duty', 'familiar', 'asked']),
  open: v.number(),
  capacity: v.number(),
  candidates: v.number(),
})
export type WhyAssigned = Infer<typeof WhyAssigned>

/**
 * Why there is a ticket: a message was left, a request handed in, somebody at a seat made it, a talk ended unsolved, it was
 * split off, it is a part of another one's work.
 */
export const TicketReason = v.picklist(['message', 'request', 'by-hand', 'unsolved', 'split', 'task'])
export type TicketReason = v.InferOutput<typeof TicketReason>

/** What a ticket begins with. */
export const Matter = v.strictObject({
  reason: TicketReason,
  title,
  type: TicketTypeName,
  urgency: UrgencyName,
  intent: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  line: QueueId,
  language: Language,
  tier: Tier,
  /** What the customer said is wrong or wanted, in their words. */
  problem: anyText,
  /** What was told in a flow. */
  rows: v.pipe(v.array(v.strictObject(Row.entries)), v.maxLength(40)),
  contact: v.pipe(v.string(), v.maxLength(200)),
})
export type Matter = Infer<typeof Matter>

/** A line of the conversation that led to the ticket. */
export const TranscriptLine = v.strictObject({
  seq: v.number(),
  at: v.number(),
  by: v.picklist(['customer', 'assistant', 'seat', 'system']),
  name: v.string(),
  text: anyText,
})
export type TranscriptLine = Infer<typeof TranscriptLine>

const id = CommandId
function command<Type extends string, Entries extends v.ObjectEntries>(type: Type, entries: Entries) {
  return v.strictObject({ id, type: v.literal(type), ...entries })
}

/** What may be asked of a ticket. Its seats ask from their devices, with or without a network; the rest is said by other objects. */
export const TicketCommand = v.variant('type', [
  // From a conversation, or from the seat that makes one by hand beside any conversation.
  command('open-ticket', {
    conversation: v.nullable(ConversationId),
    customer: v.nullable(CustomerId),
    matter: Matter,
    /** Of the conversation, up to where it was made; left out, the object asks the conversation for it. */
    transcript: v.optional(v.pipe(v.array(TranscriptLine), v.maxLength(400)), []),
    /** The ticket that it was split off, or that it is a part of. */
    from: v.optional(TicketId),
  }),
  // From the queue.
  command('assign-ticket', { seat: Handler, why: WhyAssigned }),
  // From the conversation: what the customer added, urged, answered or wants taken up again.
  command('customer-said', { what: v.picklist(['addition', 'urge', 'reopen']), text: anyText }),
  // From another ticket: it wants to become part of this one; how it is tied to it, `merged` being the yes to that wish.
  command('absorb', { ticket: TicketId, title }),
  command('tie', { ticket: TicketId, how: v.picklist(['related', 'split', 'merged']), title }),
  // From this ticket to itself, or from one that passed it on: the other one would not have it, or could not be reached.
  command('note-merge-refused', { into: TicketId, unreached: v.optional(v.boolean()) }),
  // From the ticket that a task is worked on in: who has it now.
  command('note-task', { task: CommandId, seat: v.nullable(Handler) }),
  // From the alarm: what service levels say now.
  command('look-at-levels', {}),
  // From seats.
  command('take-ticket', {}),
  command('hand-ticket', {
    to: v.variant('kind', [
      v.strictObject({ kind: v.literal('line'), line: QueueId }),
      v.strictObject({ kind: v.literal('seat'), seat: Handler }),
    ]),
    note: anyText,
  }),
  command('set-status', { status: TicketStatus, note: anyText }),
  command('answer-customer', { text: anyText }),
  command('note', { text: anyText }),
  command('correct-ticket', { ticketType: v.optional(TicketTypeName), urgency: v.optional(UrgencyName), title: v.optional(title) }),
  command('escalate', { reason: anyText }),
  command('set-field', { name: FieldName, value: v.pipe(v.string(), v.maxLength(500)) }),
  command('watch', { on: v.boolean() }),
  command('link-ticket', { ticket: TicketId, title }),
  command('merge-into', { ticket: TicketId, title }),
  command('split-off', { ticket: TicketId, title, ticketType: TicketTypeName, line: QueueId, problem: anyText }),
  command('add-task', { title, line: QueueId }),
  // Or from the ticket on the other end of the task, when that one is settled.
  command('settle-task', { task: CommandId, outcome: v.picklist(['done', 'dropped']), note: anyText }),
  command('resolve-ticket', { solution: anyText }),
  command('close-ticket', {}),
  command('reopen-ticket', { reason: anyText }),
])
export type TicketCommand = Infer<typeof TicketCommand>
