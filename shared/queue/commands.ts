import { CommandId, ConversationId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Hours } from '../calendar/schedule.ts'
import { Language } from '../language/language.ts'
import { Tier } from '../triage/customer.ts'
import { Skill } from '../triage/rules.ts'
import { AngerLevel, TicketTypeName, UrgencyName } from '../understanding/work.ts'
import { Duty, HeadStarts, LineSettings } from './lines.ts'

export const SEAT_STATUSES = ['online', 'busy', 'break', 'offline'] as const
export const SeatStatus = v.picklist(SEAT_STATUSES)
export type SeatStatus = v.InferOutput<typeof SeatStatus>

export const Capacity = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20))

const id = CommandId
function command<Type extends string, Entries extends v.ObjectEntries>(type: Type, entries: Entries) {
  return v.strictObject({ id, type: v.literal(type), ...entries })
}

/** What may be asked of a queue. Seats take and decline; the rest is said by other objects. */
export const QueueCommand = v.variant('type', [
  command('enqueue', {
    entry: CommandId,
    conversation: ConversationId,
    live: v.boolean(),
    language: Language,
    since: v.number(),
    // What triage said; absent where a conversation of before asks.
    line: v.optional(QueueId),
    tier: v.optional(Tier),
    urgency: v.optional(UrgencyName),
    anger: v.optional(AngerLevel),
    boost: v.optional(v.number()),
    skills: v.optional(v.array(Skill)),
    /** Who served the customer last. */
    familiar: v.optional(v.nullable(SeatId)),
    /** The names of the rules that fired, to be told with the offer. */
    rules: v.optional(v.array(v.string())),
  }),
  command('remove', { entry: CommandId }),
  /** From a conversation that waits, which was weighed anew. */
  command('weigh', {
    entry: CommandId,
    line: QueueId,
    tier: Tier,
    urgency: UrgencyName,
    anger: AngerLevel,
    boost: v.number(),
    rules: v.array(v.string()),
  }),
  command('seat-changed', {
    seat: SeatId,
    name: v.string(),
    status: SeatStatus,
    capacity: Capacity,
    duty: v.optional(Duty),
    /** Whether any device of theirs is there: who chose to be offline may still end what they serve, who is gone cannot. */
    connected: v.optional(v.boolean()),
  }),
  command('take-offer', { offer: CommandId }),
  command('decline-offer', { offer: CommandId }),
  command('finish', { entry: CommandId }),
  /** From a conversation: its customer was promised something that they have not got in time; or have it by now. */
  command('note-late', { entry: CommandId, late: v.boolean() }),
  /** From the desk, with each change of how it shares out its work. */
  command('set-lines', { lines: v.array(LineSettings), headStarts: HeadStarts, hours: Hours }),
  /** From the desk, and then from itself: what conversations are promised has changed. Those after the last that was told are told now. */
  command('look-again', { after: v.nullable(CommandId) }),
  /** From the desk: somebody works here no longer. */
  command('remove-seat', { seat: SeatId }),
  /** From the desk, with each sign-in: they work here, whatever was said before. */
  command('admit-seat', { seat: SeatId }),
  /** From a seat that serves: to another line, a seat, or whoever has a skill. A warm one serves on until somebody has come. */
  command('transfer', {
    entry: CommandId,
    to: v.variant('kind', [
      v.strictObject({ kind: v.literal('line'), line: QueueId }),
      v.strictObject({ kind: v.literal('seat'), seat: SeatId }),
      v.strictObject({ kind: v.literal('skill'), skill: Skill }),
    ]),
    note: v.pipe(v.string(), v.maxLength(4000)),
    warm: v.boolean(),
  }),
  /** From a ticket that needs somebody; asked again, it replaces what was asked before. */
  command('place-ticket', {
    ticket: TicketId,
    line: QueueId,
    kind: TicketTypeName,
    urgency: UrgencyName,
    tier: Tier,
    language: Language,
    since: v.number(),
    /** Whom somebody chose, and whom it comes from. */
    asked: v.nullable(SeatId),
    familiar: v.nullable(SeatId),
    not: v.nullable(SeatId),
  }),
  /** From a ticket: a seat has taken it by itself, or nobody needs to any more. */
  command('ticket-taken', { ticket: TicketId, seat: SeatId }),
  command('ticket-done', { ticket: TicketId }),
  /** From the alarm: offers whose time is over go on, and entries that all seats passed on are offered again. */
  command('expire-offers', {}),
])
export type QueueCommand = Infer<typeof QueueCommand>
