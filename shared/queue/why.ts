import { QueueId, SeatId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'

/** The minutes that an entry counts as having waited beside those it has; `message` as not having waited. */
export const HeadStart = v.object({
  tier: v.number(),
  urgency: v.number(),
  anger: v.number(),
  again: v.number(),
  rules: v.number(),
  message: v.number(),
  /** For a promise that was missed. */
  late: v.optional(v.number()),
})
export type HeadStart = Infer<typeof HeadStart>

/** Why a seat was offered a conversation: the figures that decided, to be put into words on the screen. */
export const Why = v.object({
  /** How many more the seat could be given, since when it is idle, and how many could have been chosen. */
  free: v.number(),
  idleSince: v.number(),
  candidates: v.number(),
  // Absent in offers of before there were lines.
  /** How long the customer has waited. */
  waited: v.optional(v.number()),
  headStart: v.optional(HeadStart),
  /** Whether this seat served the customer last. */
  familiar: v.optional(v.boolean()),
  /** Whether somebody chose this seat. */
  asked: v.optional(v.boolean()),
  /** What the matter wants: what the seat has of it, and what was waived after so long a wait. */
  skills: v.optional(v.object({ matched: v.array(v.string()), waived: v.array(v.string()) })),
  /** Whether the seat speaks the customer's language; false: that was waived. */
  language: v.optional(v.boolean()),
  /** The names of the rules that fired. */
  rules: v.optional(v.array(v.string())),
  /** The lines that it came through. */
  overflowedFrom: v.optional(v.array(QueueId)),
  /** Seats that passed on it before. */
  passed: v.optional(v.number()),
})
export type Why = Infer<typeof Why>

/** How a conversation came to be handed on, told to the seat that is offered it and to nobody else. */
export const HandedNote = v.object({
  by: v.object({ id: SeatId, name: v.string() }),
  note: v.string(),
  warm: v.boolean(),
  how: v.picklist(['transfer', 'gone', 'removed']),
})
export type HandedNote = Infer<typeof HandedNote>

/** Why a seat was given a ticket, as figures. */
export interface WhyTicket {
  line: QueueId
  /** `duty`: of its line, with the least to do; `familiar`: served the customer last; `asked`: somebody chose them. */
  how: 'duty' | 'familiar' | 'asked'
  open: number
  capacity: number
  candidates: number
}
