import type { Flow, Slot, Step } from '$shared/knowledge/flow.ts'
import { i18n, t } from '../../i18n/i18n.svelte.ts'
import { answerIn, inWords, kindOf, outcomeWords, titleOf } from './words.ts'

/** What a change of a flow does, part by part, as lines that were there before and lines that are new. */
export interface FlowChange {
  name: string
  before: string[]
  after: string[]
}

/** A line to read, and what it stands for: where a step leads to is the same, whatever that step now says. */
interface Line {
  of: string
  text: string
}
const line = (text: string, of = text): Line => ({ of, text })

function questionLines(slot: Slot): Line[] {
  const { label, kind, ask, why, example, options = [], optional, least, most } = slot
  return [
    line(t('flows.read-ask', { label, kind: t(`flows.slot-${kind}`), ask })),
    ...(why ? [line(t('flows.read-why', { text: why }))] : []),
    ...(example ? [line(t('flows.read-example', { text: example }))] : []),
    ...options.map(({ label: option, words }) =>
      line(t('flows.read-option', { label: option, words: i18n.list(words) || t('flows.read-none') })),
    ),
    ...(optional ? [line(t('flows.optional'))] : []),
    ...(least === undefined ? [] : [line(t('flows.read-least', { number: least }))]),
    ...(most === undefined ? [] : [line(t('flows.read-most', { number: most }))]),
  ]
}

function stepLines(flow: Flow, step: Step): Line[] {
  const towards = (id: string) => {
    const target = flow.steps.find((each) => each.id === id)
    return target ? titleOf(flow, target) : t('flows.nowhere')
  }
  const words = (value: string) => (step.kind === 'branch' ? answerIn(flow, step.slot, value) : outcomeWords(value))
  const parts = 'cases' in step
  const next = 'next' in step ? step.next : null
  return [
    'text' in step ? line(t('flows.read-says', { kind: kindOf(step), text: inWords(flow, step.text) })) : line(titleOf(flow, step)),
    ...(step.kind === 'end' || step.kind === 'act' ? [line(titleOf(flow, step))] : []),
    ...('cases' in step ? step.cases : []).map(({ is, next: to }) =>
      line(t('flows.read-case', { values: i18n.list(is.map(words)), step: towards(to) }), `${is.join(' ')} ${to}`),
    ),
    ...(next === null ? [] : [line(t(parts ? 'flows.read-else' : 'flows.read-next', { step: towards(next) }), `next ${next}`)]),
  ]
}

/** What is other in a flow, for people: its beginnings, then question by question and step by step. */
export function flowChanges(before: Flow | null, after: Flow): FlowChange[] {
  const flows = before ? [before, after] : [after]
  const part = (name: string, linesOf: (flow: Flow) => Line[]): FlowChange => {
    const [old, fresh] = [before ? linesOf(before) : [], linesOf(after)]
    const without = (lines: Line[], others: Line[]) => lines.filter(({ of }) => !others.some((other) => other.of === of))
    return { name, before: without(old, fresh).map(({ text }) => text), after: without(fresh, old).map(({ text }) => text) }
  }
  const slots = new Map(flows.flatMap((flow) => flow.slots.map((slot) => [slot.name, slot] as const)))
  const steps = new Map(flows.flatMap((flow) => flow.steps.map((step) => [step.id, titleOf(flow, step)] as const)))
  return [
    part(t('flows.begins'), (flow) => [flow.name, ...flow.phrasings, ...flow.intents].map((text) => line(text))),
    ...[...slots].map(([name, { label }]) =>
      part(t('flows.title-ask', { label }), (flow) => flow.slots.filter((slot) => slot.name === name).flatMap(questionLines)),
    ),
    ...[...steps].map(([id, title]) =>
      part(title, (flow) => flow.steps.filter((step) => step.id === id).flatMap((step) => stepLines(flow, step))),
    ),
    part(t('bench.owner'), ({ owner }) => (owner ? [line(owner)] : [])),
  ].filter((change) => change.before.length > 0 || change.after.length > 0)
}
