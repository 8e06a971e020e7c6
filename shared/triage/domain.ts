import { LANGUAGES } from '../language/languages.ts'
import { ANGER, MOODS } from '../understanding/labels.ts'
import { TICKET_TYPES, URGENCIES } from '../understanding/work.ts'
import { TIERS } from './customer.ts'
import { isGroup } from './evaluate.ts'
import { type Facts, WISHES } from './facts.ts'
import type { Condition, Group } from './rules.ts'

export type FactName = Condition['fact']
export type Value = Facts[FactName]

/** Stands for every intent that no rule names. */
const OTHER = '*'

const FIGURES: Readonly<Record<string, { most: number }>> = {
  anger: { most: Math.max(...ANGER) },
  complexity: { most: 100 },
  conversations: { most: Number.POSITIVE_INFINITY },
  openTickets: { most: Number.POSITIVE_INFINITY },
}

const VALUES: Partial<Record<FactName, readonly Value[]>> = {
  wish: WISHES,
  tier: TIERS,
  type: [...TICKET_TYPES, null],
  mood: MOODS,
  urgency: URGENCIES,
  language: LANGUAGES,
  dissatisfied: [false, true],
}

/** All conditions of a group, wherever they stand. */
export function conditionsIn({ of }: Group): Condition[] {
  return of.flatMap((part) => (isGroup(part) ? conditionsIn(part) : [part]))
}

/**
 * The values of each fact that groups can tell apart, one for each class of them: figures between two bounds are all alike,
 * and so are intents that nobody names. Facts that are asked nowhere are left out.
 */
export function domainOf(groups: readonly Group[]): Map<FactName, readonly Value[]> {
  const asked = new Map<FactName, Condition[]>()
  for (const condition of groups.flatMap(conditionsIn)) asked.set(condition.fact, [...(asked.get(condition.fact) ?? []), condition])
  return new Map([...asked].map(([fact, conditions]) => [fact, valuesOf(fact, conditions)]))
}

function valuesOf(fact: FactName, conditions: readonly Condition[]): readonly Value[] {
  const values = VALUES[fact]
  if (values) return values
  if (fact === 'intent') return [...new Set(conditions.flatMap((one) => (one.fact === 'intent' ? one.in : []))), OTHER, null]
  const most = FIGURES[fact]?.most ?? 0
  const edges = conditions.flatMap((one) => ('least' in one || 'most' in one ? [one.least ?? 0, (one.most ?? most) + 1] : []))
  return [...new Set([0, ...edges])].filter((edge) => edge <= most && Number.isFinite(edge)).sort((one, other) => one - other)
}
