import { ConversationId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Tier } from '../triage/customer.ts'
import { Facts } from '../triage/facts.ts'
import { Ruleset } from '../triage/rules.ts'
import { Verdict } from '../triage/verdict.ts'

/** How many verdicts the desk remembers, and of how many of them rules are tried at once. */
export const VERDICTS_KEPT = 500
export const DRY_RUN_MOST = 200

/** PUT /api/customers/:id/tier */
export const TierBody = v.strictObject({ tier: Tier })

/** POST /api/triage/test: facts as they are told, or those of a conversation; by the desk's rules or by others. The answer is a Trace. */
export const TriageTest = v.union([
  v.strictObject({ facts: Facts, rules: v.optional(Ruleset) }),
  v.strictObject({ conversation: ConversationId, rules: v.optional(Ruleset) }),
])

/** POST /api/triage/dry-run: what would be other for the last conversations. The answer is a DryRun. */
export const DryRunBody = v.strictObject({
  rules: Ruleset,
  last: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(DRY_RUN_MOST)),
})

/** GET /api/triage/recent: conversations that were weighed lately, newest first. */
export const Recent = v.array(v.object({ conversation: ConversationId, at: v.number(), facts: v.object(Facts.entries) }))
export type Recent = Infer<typeof Recent>

const counts = v.object({ people: v.number(), lines: v.record(v.string(), v.number()) })

/** What other rules would say of the last conversations, and of which they would say other things. */
export const DryRunAnswer = v.object({
  of: v.number(),
  before: counts,
  after: counts,
  differ: v.array(
    v.object({ conversation: ConversationId, at: v.number(), facts: v.object(Facts.entries), before: Verdict, after: Verdict }),
  ),
})

/** Of a test, what everything else follows from. */
export const TestAnswer = v.object({ verdict: Verdict })
