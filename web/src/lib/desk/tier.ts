import type { CustomerId } from '$shared/base/ids.ts'
import { v } from '$shared/base/schema.ts'
import type { Tier } from '$shared/triage/customer.ts'
import { ask } from '../http/ask.ts'

/** Says how a customer stands with the business, from now on. */
export const putTier = (customer: CustomerId, tier: Tier) => ask(v.null(), 'PUT', `/api/customers/${customer}/tier`, { tier })
