import { describe, expect, it } from 'vitest'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { DEFAULT_RULES } from '../../../shared/triage/default-rules.ts'
import { conditionHolds, groupHolds, verdictOf } from '../../../shared/triage/evaluate.ts'
import type { Facts } from '../../../shared/triage/facts.ts'
import type { Condition } from '../../../shared/triage/rules.ts'
import { trace } from '../../../shared/triage/trace.ts'
import { AFTER_SALES, all, any, FACTS, LINES, rule, ruleset } from '../../support/facts.ts'

describe('[R1] what holds', () => {
  it.each<[Condition, Partial<Facts>, boolean]>([
    [{ fact: 'tier', in: ['vip', 'member'] }, { tier: 'vip' }, true],
    [{ fact: 'tier', in: ['vip', 'member'] }, {}, false],
    [{ fact: 'type', in: ['enquiry'] }, { type: null }, false],
    [{ fact: 'intent', in: ['ask-price'] }, {}, true],
    [{ fact: 'anger', least: 2 }, { anger: 2 }, true],
    [{ fact: 'anger', least: 2 }, { anger: 1 }, false],
    [{ fact: 'complexity', least: 10, most: 20 }, { complexity: 20 }, true],
    [{ fact: 'complexity', least: 10, most: 20 }, { complexity: 21 }, false],
    [{ fact: 'openTickets' }, {}, true],
    [{ fact: 'dissatisfied', is: false }, {}, true],
  ])('[R1] %j of %j: %s', (condition, facts, held) => {
    expect(conditionHolds(condition, { ...FACTS, ...facts })).toBe(held)
  })

  it('[R1] groups hold by all of their parts or by any, in groups too', () => {
    const angry: Condition = { fact: 'anger', least: 2 }
    const vip: Condition = { fact: 'tier', in: ['vip'] }
    expect(groupHolds(all(), FACTS)).toBe(true)
    expect(groupHolds(any(), FACTS)).toBe(false)
    expect(groupHolds(all(vip, any(angry, vip)), { ...FACTS, tier: 'vip' })).toBe(true)
    expect(groupHolds(all(angry, any(angry, vip)), { ...FACTS, tier: 'vip' })).toBe(false)
  })
})

describe('[R2] what rules say', () => {
  const one = rule('one', all(), { first: 'people', boost: 5 })
  const two = rule('two', all(), { first: 'assistant', line: AFTER_SALES, urgency: 'high', skills: ['英语'] })

  it('[R2] in mode first, one rule says everything, and what it leaves out stays', () => {
    const { fired, first, line, boost, urgency } = verdictOf(ruleset('first', one, two), FACTS, LINES)
    expect({ fired, first, line, boost, urgency }).toEqual({
      fired: [{ id: 'one', name: 'one' }],
      first: 'people',
      line: DEFAULT_QUEUE,
      boost: 5,
      urgency: 'normal',
    })
  })

  it('[R2] in mode all, of each thing the first that says it decides', () => {
    const verdict = verdictOf(ruleset('all', one, two), FACTS, LINES)
    expect(verdict).toMatchObject({ first: 'people', line: AFTER_SALES, boost: 5, urgency: 'high', skills: ['英语'] })
    expect(verdict.fired.map(({ id }) => id)).toEqual(['one', 'two'])
  })

  it('[R2] a rule that is off says nothing', () => {
    expect(verdictOf(ruleset('first', { ...one, on: false }, two), FACTS, LINES).first).toBe('assistant')
  })

  it('[R3] where no rule fires the assistant answers, in the line of the matter; a line that is gone is nobody’s', () => {
    const usual = { ...LINES, usual: AFTER_SALES }
    expect(verdictOf(ruleset('first'), FACTS, usual)).toMatchObject({ first: 'assistant', line: AFTER_SALES, boost: 0, skills: [] })
    const gone = { all: [DEFAULT_QUEUE], usual: DEFAULT_QUEUE }
    expect(verdictOf(ruleset('first', two), FACTS, gone).line).toBe(DEFAULT_QUEUE)
    expect(verdictOf(ruleset('all', two, rule('three', all(), { line: DEFAULT_QUEUE })), FACTS, gone).line).toBe(DEFAULT_QUEUE)
  })
})

describe('[R4] why', () => {
  it('[R4] each rule and condition is told with the value that it met, and who decided what', () => {
    const rules = ruleset(
      'all',
      rule('vip', all({ fact: 'tier', in: ['vip'] }, any({ fact: 'anger', least: 1 }, { fact: 'wish', in: ['talk'] })), { boost: 3 }),
      rule('every', all(), { first: 'people', boost: 1 }),
    )
    const { rules: told, verdict } = trace(rules, { ...FACTS, tier: 'vip' }, LINES)
    expect(told[0]).toMatchObject({ id: 'vip', held: true, fired: true, decided: ['boost'] })
    expect(told[0]?.when).toEqual({
      match: 'all',
      held: true,
      of: [
        { condition: { fact: 'tier', in: ['vip'] }, value: 'vip', held: true },
        {
          match: 'any',
          held: true,
          of: [
            { condition: { fact: 'anger', least: 1 }, value: 0, held: false },
            { condition: { fact: 'wish', in: ['talk'] }, value: 'talk', held: true },
          ],
        },
      ],
    })
    expect(told[1]?.decided).toEqual(['first'])
    expect(verdict).toEqual(verdictOf(rules, { ...FACTS, tier: 'vip' }, LINES))
  })

  it('[R4] behind the one that decided, a rule that holds too is told as not having fired', () => {
    const { rules } = trace(ruleset('first', rule('a', all()), rule('b', all())), FACTS, LINES)
    expect(rules.map(({ held, fired }) => [held, fired])).toEqual([
      [true, true],
      [true, false],
    ])
  })
})

describe('the rules that a desk begins with', () => {
  const first = (facts: Partial<Facts>) => verdictOf(DEFAULT_RULES(true), { ...FACTS, ...facts }, LINES).first

  it('[R3] let people go first for who must not wait for a machine, and the assistant for everybody else', () => {
    const people: Partial<Facts>[] = [{ tier: 'vip' }, { urgency: 'urgent' }, { anger: 2 }, { type: 'complaint' }, { complexity: 70 }]
    expect(people.map(first)).toEqual(people.map(() => 'people'))
    expect(first({ dissatisfied: true, openTickets: 1 })).toBe('people')
    const assistant: Partial<Facts>[] = [{}, { tier: 'member' }, { anger: 1 }, { dissatisfied: true }, { type: 'return' }]
    expect(assistant.map(first)).toEqual(assistant.map(() => 'assistant'))
  })
})
