import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Flow, type Step } from '../../../shared/knowledge/flow.ts'
import {
  addOption,
  addStep,
  askFor,
  copyFlow,
  moveStep,
  type NewStep,
  removeOption,
  removeStep,
  renameSlot,
  renameStep,
  setOption,
  setSlot,
  setStep,
} from '../../../shared/knowledge/flow-edit.ts'
import { faultsOf, nextOf } from '../../../shared/knowledge/flow-faults.ts'
import { faultsAt, gapsOf } from '../../../shared/knowledge/flow-gaps.ts'
import { FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const flow = at(FLOWS, 0)
const ids = (of: Flow) => of.steps.map(({ id }) => id)
const step = (of: Flow, id: string): Step => {
  const found = of.steps.find((each) => each.id === id)
  if (!found) throw new Error(`no step ${id}`)
  return found
}
const told = (of: Flow) => faultsOf(of).map((fault) => [fault.at, fault.code, fault.detail].join(' ').trim())

describe('adding', () => {
  it.each(['ask', 'say', 'branch', 'confirm', 'request'] as const)(
    '[K37] puts a step of kind %s into the line, and all can still be reached',
    (kind) => {
      const { flow: longer, id } = addStep(flow, kind, 'freight')
      expect(ids(longer)).toEqual(ids(flow).toSpliced(5, 0, id))
      expect([nextOf(step(longer, 'freight')), nextOf(step(longer, id)).at(-1)]).toEqual([[id], 'phone'])
      expect(told(longer)).toEqual([])
    },
  )

  it('[K37] puts a step before the first, and an end beside the line without cutting it', () => {
    const { flow: begun } = addStep(flow, 'say', null)
    expect([ids(begun)[0], nextOf(at(begun.steps, 0))]).toEqual(['say', ['order']])
    const { flow: ended, id } = addStep(flow, 'end', 'freight')
    expect(nextOf(step(ended, 'freight'))).toEqual(['phone'])
    expect(told(ended)).toEqual([`${id} never-reached`])
  })

  it('[K37] a new question brings a slot of its own, told as unwritten until it has words', () => {
    const { flow: longer } = addStep(flow, 'ask', 'order')
    expect(gapsOf(longer).map(({ at: where, field }) => `${where} ${field}`)).toEqual(['question label', 'question ask'])
    const written = setSlot(longer, 'question', { label: '颜色', ask: '什么颜色？' })
    expect(gapsOf(written)).toEqual([])
    expect(is(Flow, written)).toBe(true)
    expect(ids(addStep(longer, 'ask', 'order').flow)).toContain('ask-2')
  })

  it('[K37] whatever is added or moved in whatever order keeps each step once', () => {
    const kinds: NewStep[] = ['ask', 'branch', 'say', 'end', 'confirm', 'request']
    const grown = kinds.reduce((of, kind, place) => addStep(of, kind, at(of.steps, place * 2).id).flow, flow)
    const moved = ids(grown).reduce((of, id, place) => moveStep(of, id, place % 2 === 0 ? 1 : -1), grown)
    expect(ids(moved).toSorted()).toEqual(ids(grown).toSorted())
    expect(new Set(ids(moved)).size).toBe(flow.steps.length + kinds.length)
  })
})

describe('taking out', () => {
  it('[K37] what led to it leads to what came after', () => {
    const shorter = removeStep(flow, 'freight')
    expect(nextOf(step(shorter, 'which'))).toEqual(['fault', 'phone'])
    expect(told(shorter)).toEqual([])
  })

  it('[K37] a question goes with its step unless something else names it; then that is told', () => {
    expect(removeStep(flow, 'phone').slots.map(({ name }) => name)).toEqual(['order', 'reason', 'fault'])
    const unasked = removeStep(flow, 'order')
    expect(unasked.slots.map(({ name }) => name)).toContain('order')
    expect(told(unasked)).toEqual(['order never-asked'])
    expect(told(askFor(unasked, 'order'))).toEqual([])
  })

  it('[K37] where it begins is what came after the step that began it', () => {
    expect(ids(removeStep(flow, 'order'))[0]).toBe('reason')
  })

  it('[K37] an option that a branch uses is told at the branch', () => {
    expect(told(removeOption(flow, 'reason', 'faulty'))).toContain('which not-a-value faulty')
  })
})

describe('moving', () => {
  it('[K37] steps that follow each other change places in the conversation too', () => {
    const moved = moveStep(flow, 'reason', -1)
    expect(ids(moved).slice(0, 3)).toEqual(['reason', 'order', 'which'])
    expect([nextOf(step(moved, 'reason')), nextOf(step(moved, 'order'))]).toEqual([['order'], ['which']])
    expect(told(moved)).toEqual([])
    expect(moveStep(moved, 'reason', 1)).toEqual(flow)
  })

  it('[K37] steps of two branches change places on the page alone, and the ends of it stay', () => {
    const moved = moveStep(flow, 'freight', -1)
    expect(ids(moved).slice(3, 5)).toEqual(['freight', 'fault'])
    expect(step(moved, 'which')).toEqual(step(flow, 'which'))
    expect(moveStep(flow, 'order', -1)).toBe(flow)
    expect(moveStep(flow, 'end', 1)).toBe(flow)
  })
})

describe('renaming', () => {
  it('[K37] a slot is called by its new name in questions, branches and texts, of steps of any kind', () => {
    const act = {
      id: 'look',
      kind: 'act',
      takes: { order: 'order' },
      slots: ['order'],
      cases: [{ is: 'found', text: '{order}', next: 'end' }],
      next: 'end',
    }
    const asking = setSlot(flow, 'phone', { ask: '{order} 的联系手机？{{order}}' })
    const renamed = renameSlot({ ...asking, steps: [...asking.steps, act as unknown as Step] }, 'order', 'parcel')
    expect(JSON.stringify(renamed).match(/\{order\}/g)).toEqual(['{order}'])
    expect(renamed.slots[3]?.ask).toBe('{parcel} 的联系手机？{{order}}')
    expect(step(renamed, 'order')).toMatchObject({ slot: 'parcel' })
    expect(step(renamed, 'hand')).toMatchObject({ text: '{parcel} 的退货申请已记下。' })
    expect(step(renamed, 'look')).toMatchObject({ takes: { order: 'parcel' }, slots: ['parcel'], cases: [{ text: '{parcel}' }] })
  })

  it('[K37] a step is led to by its new name', () => {
    const renamed = renameStep(flow, 'phone', 'mobile')
    expect(told(renamed)).toEqual([])
    expect(renamed.steps.flatMap(nextOf)).not.toContain('phone')
    expect(renamed.steps.filter((each) => 'slot' in each && each.slot === 'phone')).toHaveLength(1)
  })

  it('[K37] nothing that was there before is changed by it', () => {
    const before = structuredClone(flow)
    renameSlot(flow, 'order', 'parcel')
    removeStep(setOption(addOption(flow, 'reason'), 'reason', 'option', { label: '其他' }), 'which')
    expect(flow).toEqual(before)
    expect(copyFlow(flow, 'copy', '另一个').steps).toEqual(flow.steps)
  })
})

describe('what is wrong', () => {
  it('[K37 K21] is told at the step that asks, with what is meant', () => {
    const narrow = setSlot(flow, 'fault', { least: 300 })
    expect(faultsAt(narrow, 'fault').map(({ code }) => code)).toEqual(['never-valid'])
    expect(faultsAt(setSlot(flow, 'phone', { kind: 'tail', least: 0 }), 'phone').map(({ code }) => code)).toEqual(['never-valid'])
    expect(told(setStep(flow, 'phone', { next: 'order' }))).toContain('order circular phone')
    expect(told(setSlot(flow, 'order', { ask: '{phone} 要退哪一单？' }))).toEqual(['order not-asked-before phone'])
    expect(told(setStep(flow, 'end', { text: '{colour}' }))).toEqual(['end no-such-slot colour'])
  })

  it('[K37] what is still to be written is told by field', () => {
    const begun = setStep(setSlot({ ...flow, name: ' ' }, 'reason', { options: [] }), 'freight', { text: '' })
    const gaps = gapsOf(setStep(begun, 'which', { cases: [{ is: [], next: 'end' }] }))
    expect(gaps.map(({ at: where, field }) => `${where} ${field}`)).toEqual([
      'return name',
      'reason options',
      'which cases',
      'freight text',
    ])
  })
})
