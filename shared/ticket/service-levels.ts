import { type Infer, v } from '../base/schema.ts'
import { Tier } from '../triage/customer.ts'
import { TicketTypeName, UrgencyName } from '../understanding/work.ts'

/** What is promised: that somebody answers at all, answers what was said since, and settles it. */
export const PROMISES = ['first-answer', 'next-answer', 'resolution'] as const
export const Promised = v.picklist(PROMISES)
export type Promised = v.InferOutput<typeof Promised>

/** Minutes of working time; null: not promised. */
const minutes = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)))

/** What is promised to some: the first row that fits decides. What a row does not name fits all. */
export const ServiceLevel = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  types: v.optional(v.pipe(v.array(TicketTypeName), v.minLength(1))),
  tiers: v.optional(v.pipe(v.array(Tier), v.minLength(1))),
  urgencies: v.optional(v.pipe(v.array(UrgencyName), v.minLength(1))),
  'first-answer': minutes,
  'next-answer': minutes,
  resolution: minutes,
  /** Whether time stands still while a third party is waited for; while the customer is, it always does. */
  pausesForThirdParty: v.boolean(),
})
export type ServiceLevel = Infer<typeof ServiceLevel>

export const ServiceLevels = v.pipe(v.array(ServiceLevel), v.minLength(1), v.maxLength(40))
