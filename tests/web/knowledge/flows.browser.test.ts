import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { i18n } from '$lib/i18n/i18n.svelte.ts'
import { KnowledgeDesk } from '$lib/knowledge/desk.svelte.ts'
import { flowChanges } from '$lib/knowledge/flows/changes.ts'
import { FlowEditing } from '$lib/knowledge/flows/editing.svelte.ts'
import FlowPicture from '$lib/knowledge/flows/FlowPicture.svelte'
import { FlowBench } from '$lib/knowledge/flows/flows.svelte.ts'
import { Workbench } from '$lib/knowledge/workbench.svelte.ts'
import { addStep, removeStep, renameSlot, setSlot, setStep } from '$shared/knowledge/flow-edit.ts'
import { ARTICLES } from '../../support/articles.ts'
import { FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const flow = at(FLOWS, 0)
const copied = (name: string) => `${name}（副本）`
let desk: KnowledgeDesk
let flows: FlowBench

beforeAll(async () => {
  await i18n.add('staff')
  await i18n.use('zh-CN')
})
beforeEach(() => {
  desk = new KnowledgeDesk()
  desk.copy = { articles: ARTICLES, drafts: [], flows: FLOWS, documents: [], tables: [], questions: [], returned: false }
  flows = new FlowBench(desk, new Workbench(desk))
})

describe('a flow in its form', () => {
  it('[K37] undoes change by change, takes typing in one field for one, and goes forward again', () => {
    const form = new FlowEditing(flow, false)
    form.change(removeStep(form.flow, 'freight'))
    for (const name of ['退', '退货', '退货吧']) form.change({ ...form.flow, name }, 'name')
    form.undo()
    expect([form.flow.name, form.flow.steps.length]).toEqual(['退货', flow.steps.length - 1])
    form.undo()
    expect([form.flow, form.canUndo, form.isChanged]).toEqual([flow, false, false])
    form.redo()
    form.redo()
    expect([form.flow.name, form.canRedo]).toEqual(['退货吧', false])
    form.undo()
    form.change({ ...form.flow, name: '换货' })
    expect(form.canRedo).toBe(false)
  })

  it('[K37] what is only begun is a gap and no flow; spaces and empty lines are dropped when it is kept', () => {
    const form = new FlowEditing(flow, false)
    form.change(addStep(form.flow, 'say', 'order').flow)
    expect([form.value.ok, form.isSound, form.gaps.map(({ field }) => field)]).toEqual([false, false, ['text']])
    form.change({ ...setStep(form.flow, 'say', { text: ' 好的。\n' }), phrasings: ['我要退货', '', ' 退 '] })
    expect(form.value).toMatchObject({ ok: true, value: { phrasings: ['我要退货', '退'] } })
    expect(form.isSound).toBe(true)
  })

  it('[K37] a flow that was only opened is not changed; one that was begun is unsaved from the beginning', () => {
    expect(FLOWS.map((each) => new FlowEditing(each, false).isChanged)).toEqual(FLOWS.map(() => false))
    expect(new FlowEditing(flow, true).isChanged).toBe(true)
  })
})

describe('the flows of a desk', () => {
  it('[K37] what is typed stays while another flow or section is looked at', () => {
    const form = flows.formOf(at(flows.rows, 0))
    form.change({ ...form.flow, name: '退换' })
    expect(flows.formOf(at(flows.rows, 1)).isChanged).toBe(false)
    expect([flows.formOf(at(flows.rows, 0)).flow.name, flows.isUnsaved]).toEqual(['退换', true])
  })

  it('[K37] a copy or a blank one is shown at once, first in its language, and gone when it is discarded', async () => {
    flows.begin(flow, copied)
    const copy = flows.row(flows.selected)
    expect([copy?.flow.name, copy?.flow.steps, flows.rows.length]).toEqual(['退货（副本）', flow.steps, 3])
    expect(copy && flows.formOf(copy).isSound).toBe(true)
    desk.language = 'en'
    expect(flows.rows.map(({ id }) => id)).toEqual(FLOWS.map(({ id }) => id))
    desk.language = 'zh-CN'
    await flows.drop(copy?.id ?? '')
    expect([flows.rows.length, flows.isUnsaved]).toEqual([2, false])
  })

  it('[K38] is rehearsed as it stands in the form, without anything being sent', () => {
    const form = flows.formOf(at(flows.rows, 0))
    form.said = ['我要退货']
    form.change(setSlot(form.flow, 'order', { ask: '哪一单要退？' }))
    const parts = flows.rehearse(form, 1).items.flatMap(({ body }) => (body.kind === 'flow' ? body.turn.parts : []))
    expect(parts).toContainEqual(expect.objectContaining({ kind: 'ask', text: '哪一单要退？' }))
  })
})

describe('what has changed', () => {
  it('[K37] is told part by part in words, and a rename alone is no change of words', () => {
    const after = setSlot(setStep(flow, 'freight', { text: '运费我们出。', next: 'end' }), 'reason', { optional: true })
    expect(flowChanges(flow, after)).toEqual([
      { name: '问：原因', before: [], after: ['可以跳过'] },
      {
        name: '说：运费我们出。',
        before: ['说：不喜欢的退货，运费由您承担。', '然后 → 问：手机号'],
        after: ['说：运费我们出。', '然后 → 办完'],
      },
    ])
    expect(flowChanges(flow, flow)).toEqual([])
    expect(flowChanges(null, flow).flatMap(({ before }) => before)).toEqual([])
    const renamed = flowChanges(flow, renameSlot(flow, 'order', 'parcel'))
    expect(renamed.map(({ name }) => name)).toEqual(['问：订单号', '问：订单号'])
  })
})

describe('the picture', () => {
  it('[K38] has a button for each step, in words, marks the one with a fault, and leads to it', async () => {
    const faulty = new FlowEditing(setStep(flow, 'phone', { next: 'reason' }), false)
    const went: string[] = []
    const screen = await render(FlowPicture, { flow: faulty.flow, faults: faulty.faults, ongo: (step: string) => went.push(step) })
    const boxes = screen.getByRole('button')
    expect(boxes.elements()).toHaveLength(flow.steps.length)
    const marked = screen.getByRole('button', { name: /客户走不出去/ })
    await expect.element(marked).toHaveAccessibleName(/^2\. 问：原因/)
    marked.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    expect(went).toEqual(['reason'])
    expect(screen.container.querySelector('desc')?.textContent).toContain(`共 ${flow.steps.length} 步`)
  })
})
