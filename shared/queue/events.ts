import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import type { Language } from '../language/language.ts'
import type { Tier } from '../triage/customer.ts'
import type { TicketType, Urgency } from '../understanding/label.ts'
import type { Anger } from '../understanding/labels.ts'
import type { SeatStatus } from './commands.ts'
import type { Duty } from './lines.ts'
import type { Settled } from './settled.ts'
import type { Why, WhyTicket } from './why.ts'

interface EnqueuedData {
  entry: CommandId
  conversation: ConversationId
  live: boolean
  language: Language
  since: Millis
  // Absent in a log of before there were lines.
  line?: QueueId
  tier?: Tier
  urgency?: Urgency
  anger?: Anger
  boost?: number
  skills?: string[]
  familiar?: SeatId | null
  rules?: string[]
}

/** What a place in the line follows from, as it is weighed now; `line` is where it stands from now on. */
export interface WeighedData {
  entry: CommandId
  line: QueueId
  tier: Tier
  urgency: Urgency
  anger: Anger
  boost: number
  rules: string[]
}

interface HandedOnData {
  /** As which it was served, and as which it stands in the line now. */
  entry: CommandId
  as: CommandId
  conversation: ConversationId
  from: { id: SeatId; name: string }
  line: QueueId
  /** For one seat, as long as that is there. */
  to: SeatId | null
  skills: string[]
  note: string
  /** The seat that it comes from serves on until somebody has come. */
  warm: boolean
  how: HandedHow
}

/** `gone`: its seat has no device any more. `removed`: its seat works here no longer. */
export type HandedHow = 'transfer' | 'gone' | 'removed'

export interface TicketData {
  ticket: TicketId
  line: QueueId
  kind: TicketType
  urgency: Urgency
  tier: Tier
  language: Language
  since: Millis
  asked: SeatId | null
  familiar: SeatId | null
  not: SeatId | null
}

/** What can happen in a queue. These events never leave their object, so they need no schema. */
export type QueueHappening =
  | { name: 'v1.Enqueued'; data: EnqueuedData }
  | { name: 'v1.Removed'; data: { entry: CommandId } }
  | { name: 'v1.Weighed'; data: WeighedData }
  | {
      name: 'v1.SeatChanged'
      data: { seat: SeatId; name: string; status: SeatStatus; capacity: number; duty?: Duty; connected?: boolean }
    }
  | { name: 'v1.SeatRemoved'; data: { seat: SeatId } }
  | { name: 'v1.SeatAdmitted'; data: { seat: SeatId } }
  | { name: 'v1.LinesSet'; data: Settled }
  /** [V10] Those that look at what they are promised, and the last of them where others are still to be told. */
  | { name: 'v1.LookedAgain'; data: { conversations: ConversationId[]; next: CommandId | null } }
  | { name: 'v1.Overflowed'; data: { entry: CommandId; from: QueueId; to: QueueId } }
  | { name: 'v1.LateNoted'; data: { entry: CommandId; late: boolean } }
  | { name: 'v1.Offered'; data: { offer: CommandId; entry: CommandId; seat: SeatId; until: Millis; why: Why } }
  | { name: 'v1.OfferEnded'; data: { offer: CommandId; entry: CommandId; seat: SeatId; outcome: OfferOutcome } }
  | { name: 'v1.Taken'; data: { offer: CommandId; entry: CommandId; conversation: ConversationId; seat: SeatId; name: string } }
  | { name: 'v1.HandedOn'; data: HandedOnData }
  | { name: 'v1.Finished'; data: { conversation: ConversationId; entry: CommandId; seat: SeatId } }
  | { name: 'v1.TicketPlaced'; data: TicketData }
  | { name: 'v1.TicketAssigned'; data: { ticket: TicketId; seat: SeatId; name: string; why: WhyTicket } }
  | { name: 'v1.TicketTaken'; data: { ticket: TicketId; seat: SeatId } }
  | { name: 'v1.TicketDone'; data: { ticket: TicketId } }

/** `missed`: its time ran out. `withdrawn`: the customer left, or the seat went away. */
export type OfferOutcome = 'declined' | 'missed' | 'withdrawn'

export type QueueEvent = QueueHappening & { seq: number; at: Millis; cause: CommandId }
