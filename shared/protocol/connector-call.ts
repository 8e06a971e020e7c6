import { CommandId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { ActionName, FACT_LONGEST, FACTS_MOST, FactName, OutcomeName, ParameterName } from '../knowledge/actions.ts'

/** What a business's own system is sent and may answer. Described for its authors in docs/connector.openapi.yaml. */

/** The action with which the owner tries the connection. */
export const PING = 'ping'

export const Call = v.strictObject({
  /** The same in every repeat: whoever acted on it once must not act again. */
  id: CommandId,
  action: ActionName,
  parameters: v.record(ParameterName, v.string()),
  /** What the business calls itself here. */
  desk: v.string(),
  /** When it was asked for, in ISO 8601. */
  at: v.pipe(v.string(), v.isoTimestamp()),
})
export type Call = Infer<typeof Call>

/** Unknown keys are passed over. */
export const CallAnswer = v.object({
  outcome: OutcomeName,
  facts: v.optional(v.pipe(v.record(FactName, v.pipe(v.string(), v.maxLength(FACT_LONGEST))), v.maxEntries(FACTS_MOST)), {}),
})
export type CallAnswer = Infer<typeof CallAnswer>

export const HEADERS = { timestamp: 'Evenkeel-Timestamp', signature: 'Evenkeel-Signature', key: 'Idempotency-Key' } as const

/** How old a signed call may be before its receiver should refuse it, in seconds. */
export const REPLAY_WINDOW = 300
