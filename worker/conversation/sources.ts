import type { ConversationId, CustomerId } from '../../shared/base/ids.ts'
import type { Standing } from '../../shared/triage/customer.ts'
import { askRules, forgetRules, knownRules } from '../desk/known-rules.ts'
import type { Env } from '../env.ts'
import { edgeReader } from '../understanding/edge.ts'
import type { Sources } from './weighing.ts'

/** Where a conversation's object asks for what it goes by. */
export const sourcesOf = (env: Env): Sources => ({
  knownRules,
  forgetRules,
  askRules: (now) => askRules(env, now),
  standing: async (customer: CustomerId, except: ConversationId) => (await env.CUSTOMER.getByName(customer).standing(except)) as Standing,
  reader: edgeReader,
})
