import { CommandId, ConversationId, QueueId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Role } from '../conversation/actor.ts'
import { Language } from '../language/language.ts'
import { Capacity, SeatStatus } from '../queue/commands.ts'
import { Duty } from '../queue/lines.ts'
import { HandedNote, Why } from '../queue/why.ts'
import { Tier } from '../triage/customer.ts'
import { Correction } from '../understanding/correction.ts'
import { UrgencyName } from '../understanding/work.ts'

const id = CommandId
function command<Type extends string, Entries extends v.ObjectEntries>(type: Type, entries: Entries) {
  return v.strictObject({ id, type: v.literal(type), ...entries })
}

/** A conversation held out to a seat, until it is taken or its time is over. */
export const SeatOffer = v.object({
  offer: CommandId,
  queue: QueueId,
  conversation: ConversationId,
  live: v.boolean(),
  language: Language,
  /** Since when the customer waits. */
  since: v.number(),
  until: v.number(),
  why: Why,
  // Absent in offers of before there were lines. `queue` is the line.
  tier: v.optional(Tier),
  urgency: v.optional(UrgencyName),
  handed: v.optional(HandedNote),
})
export type SeatOffer = Infer<typeof SeatOffer>

/** A ticket that a seat has, watches, or has a part of the work of. */
export const FollowedTicket = v.object({ ticket: TicketId, as: v.picklist(['owner', 'watcher', 'task']), since: v.number() })
export type FollowedTicket = Infer<typeof FollowedTicket>

/** What may be asked of a seat. Its member of staff chooses the status and corrects readings; the rest is said by other objects and the door. */
export const SeatCommand = v.variant('type', [
  command('set-status', { status: SeatStatus }),
  command('correct-reading', { correction: Correction }),
  command('enrol', { name: v.string(), role: Role, capacity: Capacity, duty: v.optional(Duty) }),
  command('offer', SeatOffer.entries),
  command('end-offer', { offer: CommandId, outcome: v.picklist(['taken', 'declined', 'missed', 'withdrawn']) }),
  command('assigned', { conversation: ConversationId, queue: QueueId, since: v.number() }),
  command('finished', { conversation: ConversationId }),
  /** From a ticket: it is this seat's now, or no longer; or this seat watches it or has a part of its work. */
  command('follow-ticket', FollowedTicket.entries),
  command('drop-ticket', { ticket: TicketId }),
  /** From a queue that has let words of this seat pass unheard: it says again how it is. */
  command('report', {}),
  command('connection-changed', { connected: v.boolean() }),
])
export type SeatCommand = Infer<typeof SeatCommand>
