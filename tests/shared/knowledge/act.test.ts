import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { ACTION_LABELS, ACTION_WORDS, FACTS, PARAMETER_LABELS } from '../../../shared/knowledge/action-words.ts'
import { Flow, type Step } from '../../../shared/knowledge/flow.ts'
import { faultsOf } from '../../../shared/knowledge/flow-faults.ts'
import { ACTIONS, isOutcome } from '../../../shared/knowledge/registry.ts'
import { type Act, parametersOf, walk } from '../../../shared/knowledge/walk.ts'
import { ACTING_FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const flow = at(ACTING_FLOWS, 0)
const changed = (id: string, change: object): Flow => ({
  ...flow,
  steps: flow.steps.map((step) => (step.id === id ? ({ ...step, ...change } as Step) : step)),
})
const told = (faulty: Flow) => faultsOf(faulty).map(({ at: where, code }) => `${where} ${code}`)
const told1 = (value: string) => ({ value, shown: value })
const TAKES = { order: 'order', tail: 'tail' }

describe('[K27] a step that acts', () => {
  it('[K27] has no fault where it hands over what is needed and hears every outcome', () => {
    expect(faultsOf(flow)).toEqual([])
    expect(is(Flow, flow)).toBe(true)
  })

  it.each([
    ['an action that there is not', changed('look', { action: 'fly' }), 'look no-such-action'],
    ['a parameter that the action has not', changed('look', { takes: { ...TAKES, wings: 'order' } }), 'look no-such-parameter'],
    ['a parameter that is not handed over', changed('look', { takes: { order: 'order' } }), 'look lacks-parameter'],
    ['a slot that there is not', changed('look', { takes: { ...TAKES, tail: 'wings' } }), 'look no-such-slot'],
    ['a case that leads nowhere', changed('look', { cases: [{ is: ['unavailable'], next: 'nowhere' }] }), 'look no-such-step'],
    [
      'an outcome that the action has not',
      changed('look', { cases: [{ is: ['flown', 'unavailable'], next: 'hand' }] }),
      'look no-such-outcome',
    ],
    ['nobody there, unheard', changed('look', { cases: [{ is: ['found'], next: 'which' }] }), 'look unavailable-unheard'],
    ['a fact before it is brought', changed('order', { next: 'told' }), 'told not-asked-before'],
    ['a fact that an outcome does not bring', changed('hand', { text: '{carrier}' }), 'hand not-asked-before'],
    [
      'a fact of an outcome beside one without',
      changed('look', { cases: [{ is: ['found', 'unavailable'], next: 'which' }] }),
      'which not-asked-before',
    ],
    ['what is handed over before it is asked', changed('order', { next: 'look' }), 'look not-asked-before'],
    ['a slot named like a fact', { ...flow, slots: [...flow.slots, { ...at(flow.slots, 0), name: 'carrier' }] }, 'carrier name-twice'],
  ] as const)('[K27] tells %s at its place', (_what, faulty, fault) => {
    expect(told(faulty as Flow)).toContain(fault)
  })

  it("[K27] of the desk's own brings what it names, and nothing where nobody could do it", () => {
    const own = {
      action: 'custom-points',
      takes: {},
      brings: [
        { name: 'order-status', label: '状态' },
        { name: 'carrier', label: '快递' },
      ],
    }
    const cases = [
      { is: ['anything', 'found'], next: 'which' },
      { is: ['unavailable'], next: 'hand' },
    ]
    expect(faultsOf(changed('look', { ...own, cases }))).toEqual([])
    expect(told(changed('look', { ...own, cases: [{ is: ['unavailable'], next: 'told' }] }))).toContain('told not-asked-before')
  })

  it('[K27] every action has words for all that it takes and brings, in both languages', () => {
    for (const { name, parameters, outcomes } of ACTIONS) {
      const taken = Object.keys(parameters).map((one) => PARAMETER_LABELS[one])
      const brought = Object.values(outcomes).flatMap((facts) => facts.map((fact) => FACTS[fact]?.label))
      for (const each of [ACTION_LABELS[name], ...taken, ...brought]) expect([each?.['zh-CN'], each?.en].every(Boolean), name).toBe(true)
    }
    expect(isOutcome('look-up-order', 'unavailable')).toBe(true)
    expect(isOutcome('look-up-order', 'constructor')).toBe(false)
  })

  it('[K27] takes of an answer what it knows, one line of visible words each', () => {
    const facts = { 'order-status': 'shipped', carrier: '顺丰\n\u202e速运', password: '1', amount: '  ' }
    expect(ACTION_WORDS.facts({ action: 'look-up-order', outcome: 'found', facts }, 'zh-CN')).toEqual([
      { name: 'order-status', label: '订单状态', value: 'shipped', shown: '已发货' },
      { name: 'carrier', label: '快递公司', value: '顺丰 速运', shown: '顺丰 速运' },
    ])
    expect(ACTION_WORDS.facts({ action: 'look-up-order', outcome: 'not-found', facts }, 'en')).toEqual([])
  })
})

describe('[K28] a walk', () => {
  const slots = { order: { value: '1', shown: '1' }, tail: { value: '0001', shown: '0001' } }
  const place = { slots, said: [], confirmed: false }
  const asked = (settled: Act['settled'], order = '1'): Act => ({
    flow: flow.id,
    step: 'look',
    parameters: { order, tail: '0001' },
    settled,
  })
  const found = (status: string) => ({ outcome: 'found', facts: [{ name: 'order-status', label: '', value: status, shown: '' }] })
  const restOf = (acts: Act[], lacks = false, from = place) => walk(flow, from, { acts, lacks: () => lacks }).rest.id

  it('[K28] rests until the action is settled, then goes where its outcome and its facts lead', () => {
    expect(restOf([])).toBe('look')
    expect(restOf([asked(null)])).toBe('look')
    expect(restOf([asked(found('shipped'))])).toBe('end')
    expect(restOf([asked(found('paid'))])).toBe('more')
    expect(restOf([asked({ outcome: 'not-found', facts: [] })])).toBe('nothing')
    expect(restOf([asked({ outcome: 'never-heard-of', facts: [] })])).toBe('nothing')
  })

  it('[K28] asks anew with other values, and not for another flow', () => {
    expect(restOf([asked(found('shipped'), '2')])).toBe('look')
    expect(restOf([asked(found('shipped'), '2')], true)).toBe('look')
    expect(restOf([{ ...asked(found('shipped')), flow: 'other' }])).toBe('look')
  })

  it('[K28] passes at once where nobody can act, and remembers it', () => {
    const { steps, rest, place: after } = walk(flow, place, { acts: [], lacks: () => true })
    expect([steps.map(({ id }) => id), rest.id, after.said]).toEqual([['hand'], 'end', ['look', 'hand']])
    expect(walk(flow, after).rest.id).toBe('end')
  })

  it('[K29] passes what is asked for the sake of an action alone where nothing can do it', () => {
    const asking = changed('tail', { for: 'look-up-order' })
    const from = { slots: { order: slots.order }, said: [], confirmed: false }
    expect(faultsOf(asking)).toEqual([])
    expect(walk(asking, from, { acts: [], lacks: () => false }).rest.id).toBe('tail')
    const passed = walk(asking, from, { acts: [], lacks: () => true })
    expect([passed.rest.id, passed.place.said]).toEqual(['end', ['tail', 'look', 'hand']])
    // The room, which does not ask what is lacking, comes to the same place.
    expect(walk(asking, passed.place).rest.id).toBe('end')
    expect(told(changed('tail', { for: 'fly' }))).toContain('tail no-such-action')
  })

  it('[K27] hands over no more of a telephone number than its end', () => {
    const step = at(flow.steps, 2)
    if (step.kind !== 'act') throw new Error('the flow has changed')
    expect(parametersOf(step, { order: told1('1'), tail: told1('138-0000-4321') })).toEqual({ order: '1', tail: '4321' })
  })
})
