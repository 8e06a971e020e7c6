import { CommandId, ConversationId, QueueId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Role } from '../conversation/actor.ts'
import { Language } from '../language/language.ts'
import { Capacity, SeatStatus } from '../queue/commands.ts'
import { Correction } from '../understanding/correction.ts'

const id = CommandId
function command<Type extends string, Entries extends v.ObjectEntries>(type: Type, entries: Entries) {
  return v.strictObject({ id, type: v.literal(type), ...entries })
}

export const Why = v.strictObject({ free: v.number(), idleSince: v.number(), candidates: v.number() })

/** A conversation held out to a seat, until it is taken or its time is over. */
export const SeatOffer = v.strictObject({
  offer: CommandId,
  queue: QueueId,
  conversation: ConversationId,
  live: v.boolean(),
  language: Language,
  /** Since when the customer waits. */
  since: v.number(),
  until: v.number(),
  why: Why,
})
export type SeatOffer = Infer<typeof SeatOffer>

/** What may be asked of a seat. Its member of staff chooses the status and corrects readings; the rest is said by other objects and the door. */
export const SeatCommand = v.variant('type', [
  command('set-status', { status: SeatStatus }),
  command('correct-reading', { correction: Correction }),
  command('enrol', { name: v.string(), role: Role, capacity: Capacity }),
  command('offer', SeatOffer.entries),
  command('end-offer', { offer: CommandId, outcome: v.picklist(['taken', 'declined', 'missed', 'withdrawn']) }),
  command('assigned', { conversation: ConversationId, queue: QueueId, since: v.number() }),
  command('finished', { conversation: ConversationId }),
  command('connection-changed', { connected: v.boolean() }),
])
export type SeatCommand = Infer<typeof SeatCommand>
