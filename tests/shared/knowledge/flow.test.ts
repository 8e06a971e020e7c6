import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Flow, type Step } from '../../../shared/knowledge/flow.ts'
import { faultsOf } from '../../../shared/knowledge/flow-faults.ts'
import { withSlots } from '../../../shared/knowledge/slots.ts'
import { walk } from '../../../shared/knowledge/walk.ts'
import { FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const flow = at(FLOWS, 0)
const changed = (id: string, change: Partial<Step> | Record<string, unknown>): Flow => ({
  ...flow,
  steps: flow.steps.map((step) => (step.id === id ? ({ ...step, ...change } as Step) : step)),
})
const told = (faulty: Flow) => faultsOf(faulty).map(({ at: where, code }) => `${where} ${code}`)

describe('faultsOf', () => {
  it('[K21] finds none in a flow that ends', () => {
    expect(FLOWS.flatMap(faultsOf)).toEqual([])
    for (const each of FLOWS) expect(is(Flow, each)).toBe(true)
  })

  it.each([
    ['a circle', changed('phone', { next: 'reason' }), 'reason circular'],
    ['a step that leads nowhere', changed('phone', { next: 'nowhere' }), 'phone no-such-step'],
    ['a slot that there is not', changed('phone', { slot: 'colour' }), 'phone no-such-slot'],
    [
      'a branch over what was not asked',
      { ...flow, steps: [at(flow.steps, 2), ...flow.steps.filter(({ id }) => id !== 'which')] },
      'which not-asked-before',
    ],
    ['a text with what was not asked', changed('freight', { text: '{fault}' }), 'freight not-asked-before'],
    ['a value that the slot has not', changed('which', { cases: [{ is: ['broken'], next: 'fault' }] }), 'which not-a-value'],
    ['a step twice', { ...flow, steps: [...flow.steps, at(flow.steps, 0)] }, 'order step-twice'],
    [
      'a step that nothing leads to',
      { ...flow, steps: [...flow.steps, { id: 'alone', kind: 'end', outcome: 'done', text: '完' } as const] },
      'alone never-reached',
    ],
    ['a slot that is not asked for', changed('phone', { slot: 'order' }), 'phone never-asked'],
    [
      'a choice without options',
      { ...flow, slots: flow.slots.map((slot) => ({ ...slot, options: undefined })) as Flow['slots'] },
      'reason no-options',
    ],
    [
      'a slot that no answer fits',
      { ...flow, slots: flow.slots.map((slot) => (slot.name === 'fault' ? { ...slot, least: 9, most: 2 } : slot)) },
      'fault never-valid',
    ],
  ] as const)('[K21] tells %s at its place', (_what, faulty, fault) => {
    expect(told(faulty as Flow)).toContain(fault)
  })
})

describe('walk', () => {
  const none = { slots: {}, said: [], confirmed: false }
  const reason = (value: string) => ({ order: { value: '1', shown: '1' }, reason: { value, shown: value } })

  it('[K10] rests at the first thing that is not known', () => {
    expect(walk(flow, none).rest.id).toBe('order')
    expect(walk(flow, { ...none, slots: reason('faulty') }).rest.id).toBe('fault')
  })

  it('[K10] says what is on the way, once', () => {
    const { steps, rest, place } = walk(flow, { ...none, slots: reason('unwanted') })
    expect([steps.map(({ id }) => id), rest.id, place.said]).toEqual([['freight'], 'phone', ['freight']])
    expect(walk(flow, place).steps).toEqual([])
  })

  it('[K21] a circle that nobody found is no endless walk', () => {
    const circle = changed('freight', { next: 'order' })
    expect(() => walk(circle, { ...none, slots: reason('unwanted') })).toThrow('never comes to rest')
  })

  it('[K10] names slots in a text, and nothing where one was left out', () => {
    expect(withSlots('{order}：{fault}。', { order: { shown: '12' } })).toBe('12：。')
  })
})
