import { newSecret } from '$shared/base/new-ids.ts'
import { LANGUAGES } from '$shared/language/languages.ts'
import { TIERS } from '$shared/triage/customer.ts'
import type { FactName } from '$shared/triage/domain.ts'
import { type Facts, WISHES } from '$shared/triage/facts.ts'
import type { Condition, Group, Rule } from '$shared/triage/rules.ts'
import { MOODS } from '$shared/understanding/labels.ts'
import { TICKET_TYPES, URGENCIES } from '$shared/understanding/work.ts'
import { browserRandom } from '../../replica/random.ts'

/** What a rule may look at, in the order in which an owner is asked. */
export const FACT_NAMES = [
  'tier',
  'type',
  'intent',
  'wish',
  'mood',
  'anger',
  'urgency',
  'complexity',
  'openTickets',
  'dissatisfied',
  'conversations',
  'language',
] as const satisfies readonly FactName[]

/** Facts that are one of a few words, with the words. */
export const WORDS = { wish: WISHES, tier: TIERS, type: TICKET_TYPES, mood: MOODS, urgency: URGENCIES, language: LANGUAGES } as const

/** The most that a figure can be, for a field to say so. */
export const MOST: Readonly<Record<'anger' | 'complexity' | 'conversations' | 'openTickets', number>> = {
  anger: 3,
  complexity: 100,
  conversations: 1000,
  openTickets: 1000,
}

/** A question about a fact as it begins: nothing chosen yet, or at least one. */
export function newCondition(fact: FactName): Condition {
  if (fact === 'dissatisfied') return { fact, is: true }
  if (fact === 'anger' || fact === 'complexity' || fact === 'conversations' || fact === 'openTickets') return { fact, least: 1 }
  return { fact, in: [] } as unknown as Condition
}

export const newGroup = (): Group => ({ match: 'any', of: [] })

/** A name that nobody reads. */
const newId = (): string => `r-${newSecret(browserRandom).slice(0, 10)}`

export const newRule = (): Rule => ({ id: newId(), name: '', on: true, when: { match: 'all', of: [] }, so: { first: 'people' } })

/** The same rule under another id, and a name that says so. */
export const copyOf = (rule: Rule, name: string): Rule => ({ ...structuredClone(rule), id: newId(), name: name.slice(0, 60) })

/** A list with one of it moved, as far as there is room. */
export function moved<One>(list: readonly One[], at: number, by: -1 | 1): One[] {
  const to = at + by
  const one = list[at]
  if (one === undefined || to < 0 || to >= list.length) return [...list]
  const rest = list.toSpliced(at, 1)
  return rest.toSpliced(to, 0, one)
}

/** Somebody of whom nothing is known asks something ordinary. */
export const PLAIN: Facts = {
  wish: 'talk',
  tier: 'ordinary',
  type: 'enquiry',
  intent: null,
  mood: 'neutral',
  anger: 0,
  urgency: 'normal',
  language: 'zh-CN',
  complexity: 0,
  conversations: 0,
  openTickets: 0,
  dissatisfied: false,
}
