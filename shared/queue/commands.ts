import { CommandId, ConversationId, SeatId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'

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
  command('enqueue', { entry: CommandId, conversation: ConversationId, live: v.boolean(), language: Language, since: v.number() }),
  command('remove', { entry: CommandId }),
  command('seat-changed', { seat: SeatId, name: v.string(), status: SeatStatus, capacity: Capacity }),
  command('take-offer', { offer: CommandId }),
  command('decline-offer', { offer: CommandId }),
  command('finish', { entry: CommandId }),
  /** From the alarm: offers whose time is over go on, and entries that all seats passed on are offered again. */
  command('expire-offers', {}),
])
export type QueueCommand = Infer<typeof QueueCommand>
