import { unreachable } from '../base/assert.ts'
import type { QueueId } from '../base/ids.ts'
import type { Facts } from './facts.ts'
import type { Condition, Consequence, Group, Rule, Ruleset } from './rules.ts'
import type { Verdict } from './verdict.ts'

/** Which lines there are, and which of them the matter belongs to where no rule says another. */
export interface Lines {
  all: readonly QueueId[]
  usual: QueueId
}

export const isGroup = (part: Condition | Group): part is Group => 'match' in part

/** [R1] Whether a condition holds. A fact that is not known (null) is in no list. */
export function conditionHolds(condition: Condition, facts: Facts): boolean {
  switch (condition.fact) {
    case 'anger':
    case 'complexity':
    case 'conversations':
    case 'openTickets': {
      const figure = facts[condition.fact]
      return figure >= (condition.least ?? 0) && figure <= (condition.most ?? Number.POSITIVE_INFINITY)
    }
    case 'dissatisfied':
      return facts.dissatisfied === condition.is
    case 'wish':
    case 'tier':
    case 'type':
    case 'intent':
    case 'mood':
    case 'urgency':
    case 'language': {
      const fact = facts[condition.fact]
      return fact !== null && (condition.in as readonly string[]).includes(fact)
    }
    default:
      return unreachable(condition)
  }
}

/** [R1] Whether a group holds: all of its parts, or any of them. */
export function groupHolds({ match, of }: Group, facts: Facts): boolean {
  const holds = (part: Condition | Group): boolean => (isGroup(part) ? groupHolds(part, facts) : conditionHolds(part, facts))
  return match === 'all' ? of.every(holds) : of.some(holds)
}

/** [R2] The rules that fire, in their order: in mode `first` at most one. */
export function firing({ mode, rules }: Ruleset, facts: Facts): Rule[] {
  const fires = ({ on, when }: Rule): boolean => on && groupHolds(when, facts)
  return mode === 'all' ? rules.filter(fires) : rules.filter(fires).slice(0, 1)
}

/** What can be decided of a conversation, one by one. */
export const DECISIONS = ['first', 'line', 'boost', 'skills', 'urgency'] as const satisfies readonly (keyof Consequence)[]
export type DecisionName = (typeof DECISIONS)[number]

/** [R2] Which of some rules that fire decides: the first that says anything of it. A line that is gone is not said. */
export function deciding(fired: readonly Rule[], of: DecisionName, lines: Lines): Rule | undefined {
  return fired.find(({ so }) => so[of] !== undefined && (of !== 'line' || lines.all.includes(so.line as QueueId)))
}

/** [R2] [R3] What the rules say of these facts, and what holds where they say nothing. */
export function verdictOf(ruleset: Ruleset, facts: Facts, lines: Lines): Verdict {
  const fired = firing(ruleset, facts)
  const said = <Name extends DecisionName>(of: Name): Consequence[Name] | undefined => deciding(fired, of, lines)?.so[of]
  return {
    facts,
    fired: fired.map(({ id, name }) => ({ id, name })),
    first: said('first') ?? 'assistant',
    line: said('line') ?? lines.usual,
    boost: said('boost') ?? 0,
    skills: said('skills') ?? [],
    urgency: said('urgency') ?? facts.urgency,
  }
}
