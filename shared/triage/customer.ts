import { ConversationId, SeatId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'

export const TIERS = ['ordinary', 'member', 'vip'] as const
export const Tier = v.picklist(TIERS)
export type Tier = v.InferOutput<typeof Tier>

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What the desk knows of a customer when it weighs what they want. */
export const Standing = v.strictObject({
  tier: Tier,
  /** Conversations that began in the 30 days before, without the one that is weighed. */
  conversations: count,
  openTickets: count,
  /** Whether what they rated last, in the 90 days before, dissatisfied them (1 or 2 of 5). */
  dissatisfied: v.boolean(),
  /** Who served them last, and when that ended. */
  lastServed: v.nullable(v.strictObject({ seat: SeatId, conversation: ConversationId, at: v.number() })),
})
export type Standing = Infer<typeof Standing>

/** A customer of whom nothing is known. */
export const STRANGER: Standing = { tier: 'ordinary', conversations: 0, openTickets: 0, dissatisfied: false, lastServed: null }
