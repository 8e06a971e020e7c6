import { conditionHolds, DECISIONS, type DecisionName, deciding, firing, isGroup, type Lines, verdictOf } from './evaluate.ts'
import type { Facts } from './facts.ts'
import type { Condition, Group, Ruleset } from './rules.ts'
import type { Verdict } from './verdict.ts'

/** A condition with the value of its fact and whether it held; a group with its parts, each looked at to its end. */
export type TracedPart =
  | { condition: Condition; value: Facts[Condition['fact']]; held: boolean }
  | { match: Group['match']; of: TracedPart[]; held: boolean }

/** What became of one rule. */
export interface TracedRule {
  id: string
  name: string
  on: boolean
  /** Whether its conditions hold, whatever became of it. */
  held: boolean
  /** Held, on, and not behind the one that decided in mode `first`. */
  fired: boolean
  /** What of the verdict is from this rule. */
  decided: DecisionName[]
  when: TracedPart
}

/** What the rules say of some facts, rule by rule in their order. */
export interface Trace {
  verdict: Verdict
  rules: TracedRule[]
}

/** [R4] Tells of each rule and condition whether it held, and which rule decided what. Says what `verdictOf` says. */
export function trace(ruleset: Ruleset, facts: Facts, lines: Lines): Trace {
  const fired = firing(ruleset, facts)
  const rules = ruleset.rules.map((rule): TracedRule => {
    const when = traced(rule.when, facts)
    return {
      id: rule.id,
      name: rule.name,
      on: rule.on,
      held: when.held,
      fired: fired.includes(rule),
      decided: DECISIONS.filter((of) => deciding(fired, of, lines) === rule),
      when,
    }
  })
  return { verdict: verdictOf(ruleset, facts, lines), rules }
}

function traced(part: Condition | Group, facts: Facts): TracedPart {
  if (!isGroup(part)) return { condition: part, value: facts[part.fact], held: conditionHolds(part, facts) }
  const of = part.of.map((inner) => traced(inner, facts))
  return { match: part.match, of, held: part.match === 'all' ? of.every(({ held }) => held) : of.some(({ held }) => held) }
}
