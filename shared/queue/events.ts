import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, SeatId } from '../base/ids.ts'
import type { Language } from '../language/language.ts'
import type { SeatStatus } from './commands.ts'

/** Why a seat was offered a conversation, to be told on the screen: the figures that decided. */
export interface Why {
  free: number
  idleSince: Millis
  candidates: number
}

/** What can happen in a queue. These events never leave their object, so they need no schema. */
export type QueueHappening =
  | { name: 'v1.Enqueued'; data: { entry: CommandId; conversation: ConversationId; live: boolean; language: Language; since: Millis } }
  | { name: 'v1.Removed'; data: { entry: CommandId } }
  | { name: 'v1.SeatChanged'; data: { seat: SeatId; name: string; status: SeatStatus; capacity: number } }
  | { name: 'v1.Offered'; data: { offer: CommandId; entry: CommandId; seat: SeatId; until: Millis; why: Why } }
  | { name: 'v1.OfferEnded'; data: { offer: CommandId; entry: CommandId; seat: SeatId; outcome: OfferOutcome } }
  | { name: 'v1.Taken'; data: { offer: CommandId; entry: CommandId; conversation: ConversationId; seat: SeatId; name: string } }
  | { name: 'v1.Finished'; data: { conversation: ConversationId; entry: CommandId; seat: SeatId } }

/** `missed`: its time ran out. `withdrawn`: the customer left, or the seat went away. */
export type OfferOutcome = 'declined' | 'missed' | 'withdrawn'

export type QueueEvent = QueueHappening & { seq: number; at: Millis; cause: CommandId }
