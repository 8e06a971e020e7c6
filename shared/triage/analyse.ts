import type { QueueId } from '../base/ids.ts'
import type { Group, Rule, Ruleset } from './rules.ts'
import { satisfy } from './satisfy.ts'

/** What is wrong with a rule set, at the rule where it is, with the rules that it is about. */
export type RuleFault =
  /** Its own conditions contradict. */
  | { kind: 'never'; rule: string }
  /** Wherever it would fire, an earlier one has fired already. */
  | { kind: 'behind'; rule: string; others: string[] }
  /** Both can fire, and they say different things; what the earlier one says holds. */
  | { kind: 'contradicts'; rule: string; others: string[]; of: 'first' | 'line' }
  | { kind: 'line-gone'; rule: string; line: QueueId }
  /** There are conversations of which no rule says anything: the assistant answers them first. Told, no error. */
  | { kind: 'no-catch-all'; rule: null }

/** [R5] All that is wrong. A rule that is off is looked at by itself, and takes nothing from the others. */
export function analyse({ mode, rules }: Ruleset, lines: readonly QueueId[]): RuleFault[] {
  const on = rules.filter((rule) => rule.on)
  const never = new Set(rules.filter(({ when }) => isImpossible([when])))
  const able = on.filter((rule) => !never.has(rule))
  const faults = rules.flatMap((rule): RuleFault[] => [
    ...(never.has(rule) ? [{ kind: 'never', rule: rule.id } as const] : []),
    ...(rule.so.line && !lines.includes(rule.so.line) ? [{ kind: 'line-gone', rule: rule.id, line: rule.so.line } as const] : []),
    ...(able.includes(rule) ? amongOthers(rule, able.slice(0, able.indexOf(rule)), mode) : []),
  ])
  const isOpen = satisfy({ hold: [], fail: on.map(({ when }) => when) }).kind === 'some'
  return isOpen ? [...faults, { kind: 'no-catch-all', rule: null }] : faults
}

function amongOthers(rule: Rule, earlier: readonly Rule[], mode: Ruleset['mode']): RuleFault[] {
  if (mode === 'first') {
    const others = inTheWay(rule, earlier)
    return others ? [{ kind: 'behind', rule: rule.id, others: others.map(({ id }) => id) }] : []
  }
  return (['first', 'line'] as const).flatMap((of): RuleFault[] => {
    const others = earlier.filter(
      ({ so, when }) => so[of] !== undefined && rule.so[of] !== undefined && so[of] !== rule.so[of] && isPossible([when, rule.when]),
    )
    return others.length > 0 ? [{ kind: 'contradicts', rule: rule.id, others: others.map(({ id }) => id), of }] : []
  })
}

/** The earlier rules that always fire first: one of them where one alone is enough; null where the rule can fire. */
function inTheWay(rule: Rule, earlier: readonly Rule[]): readonly Rule[] | null {
  if (!isImpossible([rule.when], earlier)) return null
  const alone = earlier.find((one) => isImpossible([rule.when], [one]))
  return alone ? [alone] : earlier.filter(({ when }) => isPossible([when, rule.when]))
}

const isPossible = (hold: readonly Group[]): boolean => satisfy({ hold, fail: [] }).kind === 'some'
const isImpossible = (hold: readonly Group[], before: readonly Rule[] = []): boolean =>
  satisfy({ hold, fail: before.map(({ when }) => when) }).kind === 'none'
