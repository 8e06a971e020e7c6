import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../shared/base/random.ts'
import { analyse } from '../../../shared/triage/analyse.ts'
import { DEFAULT_RULES } from '../../../shared/triage/default-rules.ts'
import { groupHolds } from '../../../shared/triage/evaluate.ts'
import type { Facts } from '../../../shared/triage/facts.ts'
import type { Condition, Group, Rule, Ruleset } from '../../../shared/triage/rules.ts'
import { satisfy } from '../../../shared/triage/satisfy.ts'
import { AFTER_SALES, all, any, FACTS, LINES, rule, ruleset } from '../../support/facts.ts'

const vip: Condition = { fact: 'tier', in: ['vip'] }
const faultsOf = (rules: Ruleset) => analyse(rules, LINES.all)

describe('[R5] what is wrong with rules', () => {
  it('[R5] nothing with those that a desk begins with', () => {
    expect(faultsOf(DEFAULT_RULES(true))).toEqual([])
  })

  it.each<[string, Group]>([
    ['two lists without a common value', all(vip, { fact: 'tier', in: ['member'] })],
    ['bounds the wrong way round', all({ fact: 'complexity', least: 60, most: 40 })],
    ['bounds apart', all({ fact: 'openTickets', least: 5 }, { fact: 'openTickets', most: 4 })],
    ['more anger than there is', all({ fact: 'anger', least: 4 })],
    ['any of nothing', any()],
    ['an intent and another', all({ fact: 'intent', in: ['a'] }, { fact: 'intent', in: ['b'] })],
    ['all of what is nowhere possible', any(all(vip, any()), all({ fact: 'dissatisfied', is: true }, { fact: 'dissatisfied', is: false }))],
  ])('[R5] a rule that can never match: %s', (_what, when) => {
    expect(faultsOf(ruleset('first', rule('never', when), rule('rest', all())))).toEqual([{ kind: 'never', rule: 'never' }])
  })

  it('[R5] a rule behind one that always fires first, or behind several that do so together', () => {
    const most = rule('most', all({ fact: 'anger', most: 1 }))
    const rest = rule('rest', all({ fact: 'anger', least: 2 }))
    const late = rule('late', all(vip))
    expect(faultsOf(ruleset('first', rule('every', all()), late))).toEqual([{ kind: 'behind', rule: 'late', others: ['every'] }])
    expect(faultsOf(ruleset('first', most, rest, late))).toEqual([{ kind: 'behind', rule: 'late', others: ['most', 'rest'] }])
    expect(faultsOf(ruleset('all', most, rest, late))).toEqual([])
    expect(faultsOf(ruleset('first', { ...most, on: false }, rest, late))).toEqual([{ kind: 'no-catch-all', rule: null }])
  })

  it('[R5] in mode all, two that can both fire and say different things', () => {
    const people = rule('people', all(vip), { first: 'people' })
    const other = rule('other', all({ fact: 'anger', least: 1 }), { first: 'assistant', line: AFTER_SALES })
    const ordinary = rule('ordinary', all({ fact: 'tier', in: ['ordinary'] }), { first: 'assistant' })
    const rest = rule('rest', all())
    expect(faultsOf(ruleset('all', people, other, ordinary, rest))).toEqual([
      { kind: 'contradicts', rule: 'other', others: ['people'], of: 'first' },
    ])
    expect(faultsOf(ruleset('first', people, other, ordinary, rest))).toEqual([])
  })

  it('[R5] a line that is gone, and that nothing is said of some', () => {
    const gone = rule('gone', all(vip), { line: 'q_gone' as never })
    expect(faultsOf(ruleset('first', gone))).toEqual([
      { kind: 'line-gone', rule: 'gone', line: 'q_gone' },
      { kind: 'no-catch-all', rule: null },
    ])
  })
})

/** Every combination of some values of five facts: enough for conditions that ask no others. */
function everything(): Facts[] {
  const found: Facts[] = []
  for (const tier of ['ordinary', 'member', 'vip'] as const)
    for (const anger of [0, 1, 2, 3] as const)
      for (const intent of ['a', 'b', 'c', null])
        for (const openTickets of [0, 1, 2, 3, 4, 5])
          for (const dissatisfied of [false, true]) found.push({ ...FACTS, tier, anger, intent, openTickets, dissatisfied })
  return found
}

describe('[R5] by looking at everything', () => {
  const EVERYTHING = everything()
  const random = seededRandom(20261122)
  const below = (most: number) => (random.bytes(2)[0] as number) % most
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value

  function condition(): Condition {
    const bounds = () => (below(2) ? { least: below(5) } : { most: below(4) })
    return pick([
      () => ({ fact: 'tier', in: pick([['vip'], ['ordinary'], ['vip', 'member']]) }) as Condition,
      () => ({ fact: 'intent', in: pick([['a'], ['b'], ['a', 'b']]) }) as Condition,
      () => ({ fact: 'anger', ...bounds() }) as Condition,
      () => ({ fact: 'openTickets', ...bounds() }) as Condition,
      () => ({ fact: 'dissatisfied', is: below(2) === 0 }) as Condition,
    ])()
  }

  function group(deep: number): Group {
    const of = Array.from({ length: below(4) }, () => (deep > 1 && below(3) === 0 ? group(deep - 1) : condition()))
    return { match: pick(['all', 'any'] as const), of }
  }

  it('[R5] finds what brute force finds, over a thousand sets of groups', () => {
    const kinds = { some: 0, none: 0 }
    for (let run = 0; run < 1000; run++) {
      const hold = Array.from({ length: below(3) }, () => group(3))
      const fail = Array.from({ length: below(4) }, () => group(3))
      const isThere = EVERYTHING.some((facts) => hold.every((one) => groupHolds(one, facts)) && !fail.some((one) => groupHolds(one, facts)))
      const found = satisfy({ hold, fail })
      expect(found.kind, JSON.stringify({ hold, fail })).toBe(isThere ? 'some' : 'none')
      kinds[isThere ? 'some' : 'none']++
      if (found.kind !== 'some') continue
      const facts = { ...FACTS, ...Object.fromEntries(found.facts) } as Facts
      expect(hold.every((one) => groupHolds(one, facts)) && !fail.some((one) => groupHolds(one, facts))).toBe(true)
    }
    expect(Math.min(kinds.some, kinds.none), 'both answers must have been given').toBeGreaterThan(100)
  })

  it('[R5] says of whole rule sets what brute force says', () => {
    for (let run = 0; run < 300; run++) {
      const rules: Rule[] = Array.from({ length: 4 }, (_, at) => rule(`r${at}`, group(2)))
      const told = new Set(faultsOf(ruleset('first', ...rules)).map(({ kind, rule: id }) => `${kind} ${id}`))
      const fires = (facts: Facts) => rules.findIndex(({ when }) => groupHolds(when, facts))
      const firing = new Set(EVERYTHING.map(fires))
      rules.forEach(({ id, when }, at) => {
        const can = EVERYTHING.some((facts) => groupHolds(when, facts))
        expect(told.has(`never ${id}`)).toBe(!can)
        expect(told.has(`behind ${id}`)).toBe(can && !firing.has(at))
      })
      expect(told.has('no-catch-all null')).toBe(firing.has(-1))
    }
  })
})
