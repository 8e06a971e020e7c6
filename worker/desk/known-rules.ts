import type { CommandId } from '../../shared/base/ids.ts'
import type { Hours } from '../../shared/calendar/schedule.ts'
import type { Policy } from '../../shared/desk/policy.ts'
import type { Industry } from '../../shared/desk/settings.ts'
import { type Env, THE_ONE } from '../env.ts'

/** What rules are judged by. */
export interface DeskRules {
  policy: Policy
  industry: Industry
  hours: Hours
}

/** How long a policy is taken for the desk's: what an owner publishes is everywhere within half a minute. */
const KNOWN_FOR = 30_000
/** A desk that is not set up yet is asked again soon. */
const UNKNOWN_FOR = 1000

let heard: CommandId | null = null
let known: { desk: DeskRules | null; at: number; until: number } | null = null

/** The desk's rules, where this isolate has asked for them lately; undefined where it has not. */
export const knownRules = (now: number): DeskRules | null | undefined =>
  known && now >= known.at && now < known.until ? known.desk : undefined

/** The desk has changed them: what was asked before it was heard of, by the first of those who hear of it, no longer counts. */
export function forgetRules(word: CommandId): void {
  if (word !== heard) known = null
  heard = word
}

/** Asks the desk. Null before set-up. */
export async function askRules(env: Env, now: number): Promise<DeskRules | null> {
  const before = heard
  const object = env.DESK.getByName(THE_ONE)
  const [policy, settings] = await Promise.all([object.policy() as Promise<Policy | null>, object.settings()])
  const desk = policy && settings && { policy, industry: settings.industry, hours: settings.hours }
  if (heard === before) known = { desk, at: now, until: now + (desk ? KNOWN_FOR : UNKNOWN_FOR) }
  return desk
}
