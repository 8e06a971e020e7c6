import { type Flow, SLOT_KINDS } from './flow.ts'
import { type FlowFault, faultsOf } from './flow-faults.ts'

/** What an author has still to write, and where. A flow with gaps is not one yet, and cannot be kept. */
export interface FlowGap {
  in: 'flow' | 'slot' | 'step'
  at: string
  field: 'name' | 'label' | 'ask' | 'text' | 'options' | 'cases' | 'kind'
}

export function gapsOf(flow: Flow): FlowGap[] {
  const isBlank = (text: string) => text.trim() === ''
  return [
    ...(isBlank(flow.name) ? [{ in: 'flow', at: flow.id, field: 'name' } as const] : []),
    ...flow.slots.flatMap((slot): FlowGap[] => {
      const gap = (field: FlowGap['field']): FlowGap => ({ in: 'slot', at: slot.name, field })
      const options = slot.options ?? []
      return [
        ...(isBlank(slot.label) ? [gap('label')] : []),
        ...(isBlank(slot.ask) ? [gap('ask')] : []),
        ...(SLOT_KINDS.includes(slot.kind) ? [] : [gap('kind')]),
        ...(slot.kind === 'choice' && (options.length < 2 || options.some(({ label }) => isBlank(label))) ? [gap('options')] : []),
      ]
    }),
    ...flow.steps.flatMap((step): FlowGap[] => [
      ...('text' in step && isBlank(step.text) ? [{ in: 'step', at: step.id, field: 'text' } as const] : []),
      ...(step.kind === 'branch' && (step.slot === '' || step.cases.some(({ is }) => is.length === 0))
        ? [{ in: 'step', at: step.id, field: 'cases' } as const]
        : []),
    ]),
  ]
}

const OF_SLOTS: ReadonlySet<FlowFault['code']> = new Set(['slot-twice', 'never-asked', 'no-options', 'never-valid', 'name-twice'])

/** Whether a fault is of a slot or of a step: a slot and a step may have the same name. */
export const sideOf = ({ code }: FlowFault): 'slot' | 'step' => (OF_SLOTS.has(code) ? 'slot' : 'step')

/** The faults of a flow that are told at a step: its own, and those of the question that it asks. */
export function faultsAt(flow: Flow, id: string, faults: readonly FlowFault[] = faultsOf(flow)): FlowFault[] {
  const step = flow.steps.find((each) => each.id === id)
  const slot = step?.kind === 'ask' ? step.slot : null
  return faults.filter((fault) => fault.at === (sideOf(fault) === 'slot' ? slot : id))
}
