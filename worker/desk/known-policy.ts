import type { Policy } from '../../shared/desk/policy.ts'
import { type Env, THE_ONE } from '../env.ts'

/** How long a policy is taken for the desk's: what an owner publishes is everywhere within half a minute. */
const KNOWN_FOR = 30_000
/** A desk that is not set up yet is asked again soon. */
const UNKNOWN_FOR = 1000

let known: { policy: Policy | null; at: number; until: number } | null = null

/** The policy, where this isolate has asked for it lately; undefined where it has not. */
export const knownPolicy = (now: number): Policy | null | undefined =>
  known && now >= known.at && now < known.until ? known.policy : undefined

/** Asks the desk. Null before set-up. */
export async function askPolicy(env: Env, now: number): Promise<Policy | null> {
  const policy = (await env.DESK.getByName(THE_ONE).policy()) as Policy | null
  known = { policy, at: now, until: now + (policy ? KNOWN_FOR : UNKNOWN_FOR) }
  return policy
}
