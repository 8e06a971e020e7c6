import { type Infer, v } from '../base/schema.ts'
import { Tier } from '../triage/customer.ts'
import type { TicketType, Urgency } from '../understanding/label.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'

/** What is promised: that somebody answers at all, answers what was said since, and settles it. */
export const PROMISES = ['first-answer', 'next-answer', 'resolution'] as const
export const Promised = v.picklist(PROMISES)
export type Promised = v.InferOutput<typeof Promised>

/** Whom a row is for: what it does not name fits all. */
const fitting = {
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  types: v.optional(v.pipe(v.array(TicketTypeName), v.minLength(1))),
  tiers: v.optional(v.pipe(v.array(Tier), v.minLength(1))),
  urgencies: v.optional(v.pipe(v.array(UrgencyName), v.minLength(1))),
}

/** Minutes of working time; null: not promised. */
const minutes = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)))

/** What is promised to some: the first row that fits decides. */
export const ServiceLevel = v.strictObject({
  ...fitting,
  'first-answer': minutes,
  'next-answer': minutes,
  resolution: minutes,
  /** Whether time stands still while a third party is waited for; while the customer is, it always does. */
  pausesForThirdParty: v.boolean(),
})
export type ServiceLevel = Infer<typeof ServiceLevel>

export const ServiceLevels = v.pipe(v.array(ServiceLevel), v.minLength(1), v.maxLength(40))

/** Seconds of working time, up to a week of them; null: not promised. */
const seconds = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(604_800)))

/** The same for conversations, whose customers sit in front of them. */
export const TalkLevel = v.strictObject({ ...fitting, 'first-answer': seconds, 'next-answer': seconds, resolution: seconds })
export type TalkLevel = Infer<typeof TalkLevel>

export const TalkLevels = v.pipe(v.array(TalkLevel), v.minLength(1), v.maxLength(40))

/** Whom rows tell apart. */
export interface Fitting {
  type: TicketType
  tier: Tier
  urgency: Urgency
}

/** Rows of both kinds say whom they fit in the same way. */
export type Row = Pick<TalkLevel, 'types' | 'tiers' | 'urgencies'>

export const fits = ({ types, tiers, urgencies }: Row, { type, tier, urgency }: Fitting): boolean =>
  (types?.includes(type) ?? true) && (tiers?.includes(tier) ?? true) && (urgencies?.includes(urgency) ?? true)

/** [T10] The row that holds: the first that fits. */
export const levelFor = <Level extends Row>(levels: readonly Level[], of: Fitting): Level | undefined =>
  levels.find((level) => fits(level, of))
