import { conditionsIn, domainOf, type FactName, type Value } from './domain.ts'
import { conditionHolds, isGroup } from './evaluate.ts'
import type { Facts } from './facts.ts'
import type { Condition, Group } from './rules.ts'

/** What must hold and what must not. */
export interface Wanted {
  hold: readonly Group[]
  fail: readonly Group[]
}

/** Facts for which it is so, as far as they matter; `none`: there are none; `unknown`: too much to look through. */
export type Found = { kind: 'some'; facts: ReadonlyMap<FactName, Value> } | { kind: 'none' } | { kind: 'unknown' }

/** Steps after which a search is given up: far more than rule sets of people need, and a few milliseconds. */
const MOST_STEPS = 20_000

/**
 * Looks for facts under which all of some groups hold and none of others does. Exact, by going through the classes of values
 * that the groups can tell apart; what is settled already by the facts chosen so far is not looked into further.
 */
export function satisfy({ hold, fail }: Wanted): Found {
  const domain = domainOf([...hold, ...fail])
  const chosen = new Map<FactName, Value>()
  let steps = 0

  function search(): boolean {
    if (++steps > MOST_STEPS) return false
    let open: Group | null = null
    for (const group of hold) {
      const held = holdsSoFar(group, chosen)
      if (held === false) return false
      if (held === null) open ??= group
    }
    for (const group of fail) {
      const held = holdsSoFar(group, chosen)
      if (held === true) return false
      if (held === null) open ??= group
    }
    if (!open) return true
    const next = conditionsIn(open).find(({ fact }) => !chosen.has(fact))?.fact
    if (!next) return false
    for (const value of domain.get(next) ?? []) {
      chosen.set(next, value)
      if (search()) return true
    }
    chosen.delete(next)
    return false
  }

  if (search()) return { kind: 'some', facts: chosen }
  return steps > MOST_STEPS ? { kind: 'unknown' } : { kind: 'none' }
}

/** Whether a group holds whatever the facts are that were not chosen yet; null where that depends on them. */
function holdsSoFar(part: Condition | Group, chosen: ReadonlyMap<FactName, Value>): boolean | null {
  if (!isGroup(part)) {
    if (!chosen.has(part.fact)) return null
    return conditionHolds(part, { [part.fact]: chosen.get(part.fact) } as unknown as Facts)
  }
  const settles = part.match === 'any'
  let isOpen = false
  for (const inner of part.of) {
    const held = holdsSoFar(inner, chosen)
    if (held === settles) return settles
    if (held === null) isOpen = true
  }
  return isOpen ? null : !settles
}
