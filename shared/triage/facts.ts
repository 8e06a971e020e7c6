import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { AngerLevel, MoodName, TicketTypeName, UrgencyName } from '../understanding/work.ts'
import { Tier } from './customer.ts'

/** What is going on: somebody talks with the assistant, asks for a person, leaves a message, hands in a request. */
export const WISHES = ['talk', 'person', 'message', 'request'] as const
export const Wish = v.picklist(WISHES)
export type Wish = v.InferOutput<typeof Wish>

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** All that rules may look at: facts and figures, never texts. */
export const Facts = v.strictObject({
  wish: Wish,
  tier: Tier,
  /** What kind of work the matter is; null where nothing was understood, or nothing asked. */
  type: v.nullable(TicketTypeName),
  intent: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  mood: MoodName,
  anger: AngerLevel,
  urgency: UrgencyName,
  language: Language,
  /** From 0, plain, to 100. */
  complexity: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  conversations: count,
  openTickets: count,
  dissatisfied: v.boolean(),
})
export type Facts = Infer<typeof Facts>
