import { actFaults, bringsOf } from './act.ts'
import type { Flow, Slot, Step } from './flow.ts'
import { isAction } from './registry.ts'
import { IN_BRACES } from './slots.ts'

// Apart from the shapes of flows: who walks one need not judge it.

/** What is wrong with a flow, told at the step or slot where it is. */
export interface FlowFault {
  flow: string
  at: string
  /** The step, slot or value that is meant, where it is another than `at`; else empty. */
  detail: string
  code:
    | 'step-twice'
    | 'slot-twice'
    | 'no-such-step'
    | 'no-such-slot'
    | 'never-reached'
    | 'never-asked'
    | 'circular'
    | 'no-options'
    | 'never-valid'
    | 'not-a-value'
    | 'not-asked-before'
    | 'no-such-action'
    | 'no-such-parameter'
    | 'lacks-parameter'
    | 'no-such-outcome'
    | 'unavailable-unheard'
    | 'name-twice'
}

/** The steps that may follow a step. */
export function nextOf(step: Step): string[] {
  if (step.kind === 'end') return []
  return step.kind === 'branch' || step.kind === 'act' ? [...step.cases.map(({ next }) => next), step.next] : [step.next]
}

/** Everything that would leave a customer stuck, unheard or in a circle. A flow without faults ends, whatever is answered. */
export function faultsOf(flow: Flow): FlowFault[] {
  const faults: FlowFault[] = []
  const fault = (at: string, code: FlowFault['code'], detail = '') => faults.push({ flow: flow.id, at, code, detail })
  const steps = new Map(flow.steps.map((step) => [step.id, step]))
  const slots = new Map(flow.slots.map((slot) => [slot.name, slot]))
  const facts = new Set(flow.steps.flatMap((step) => (step.kind === 'act' ? bringsOf(step) : [])))
  twice(flow.steps.map(({ id }) => id)).forEach((id) => void fault(id, 'step-twice'))
  twice(flow.slots.map((slot) => slot.name)).forEach((slot) => void fault(slot, 'slot-twice'))
  if (flow.needs !== undefined && !isAction(flow.needs)) fault(flow.id, 'no-such-action')
  for (const step of flow.steps) {
    for (const next of nextOf(step)) if (!steps.has(next)) fault(step.id, 'no-such-step', next)
    for (const slot of slotsOf(step))
      if (!slots.has(slot) && (step.kind === 'ask' || !facts.has(slot))) fault(step.id, 'no-such-slot', slot)
    if (step.kind === 'act') for (const code of actFaults(step)) fault(step.id, code)
    if (step.kind === 'ask' && step.for !== undefined && !isAction(step.for)) fault(step.id, 'no-such-action')
    if (step.kind !== 'branch') continue
    const values = valuesOf(slots.get(step.slot))
    const gone = values && step.cases.flatMap(({ is }) => is).find((value) => !values.includes(value))
    if (gone) fault(step.id, 'not-a-value', gone)
  }
  for (const slot of flow.slots) {
    if (facts.has(slot.name)) fault(slot.name, 'name-twice')
    if (slot.kind === 'choice' && !slot.options) fault(slot.name, 'no-options')
    if (isNeverValid(slot)) fault(slot.name, 'never-valid')
    if (!flow.steps.some((step) => step.kind === 'ask' && step.slot === slot.name)) fault(slot.name, 'never-asked')
  }
  if (faults.length > 0) return faults
  const reached = new Set<string>()
  const walked = new Set<string>()
  const first = flow.steps[0]
  if (first) walk(first, [], new Set())
  function walk(step: Step, path: readonly string[], asked: ReadonlySet<string>): void {
    if (path.includes(step.id)) return void fault(step.id, 'circular', path.at(-1))
    reached.add(step.id)
    const told = step.kind === 'ask' ? new Set([...asked, step.slot]) : asked
    const named = step.kind === 'ask' ? namedIn(slots.get(step.slot)?.ask ?? '') : slotsOf(step)
    for (const slot of named) if (!asked.has(slot)) fault(step.id, 'not-asked-before', slot)
    // What was seen with the same slots known leads to what is known already.
    const key = `${step.id} ${[...told].toSorted().join(' ')}`
    if (walked.has(key)) return
    walked.add(key)
    for (const next of nextOf(step)) {
      const following = steps.get(next)
      if (following) walk(following, [...path, step.id], step.kind === 'act' ? new Set([...told, ...bringsOf(step, next)]) : told)
    }
  }
  for (const step of flow.steps) if (!reached.has(step.id)) fault(step.id, 'never-reached')
  const isSame = (one: FlowFault, other: FlowFault) => other.at === one.at && other.code === one.code && other.detail === one.detail
  return faults.filter((one, index) => faults.findIndex((other) => isSame(one, other)) === index)
}

/** The slots and facts that a step asks for, branches on, hands over, or names in its text. */
function slotsOf(step: Step): string[] {
  if (step.kind === 'ask' || step.kind === 'branch') return [step.slot]
  const named = namedIn(step.text)
  return step.kind === 'act' ? [...Object.values(step.takes), ...named] : named
}

const namedIn = (words: string): string[] => [...words.matchAll(IN_BRACES)].map(([, slot = '']) => slot)

/** What is told for a slot has an end, said or not: no answer could be longer. */
const LONGEST_ANSWER = 200
const LONGEST_TAIL = 20

/** Whether no answer would ever do. */
function isNeverValid({ kind, least, most }: Slot): boolean {
  if (kind === 'tail') return least !== undefined && !(Number.isInteger(least) && least >= 1 && least <= LONGEST_TAIL)
  const end = most ?? (kind === 'text' ? LONGEST_ANSWER : Number.POSITIVE_INFINITY)
  return (least ?? Number.NEGATIVE_INFINITY) > end
}

function valuesOf(slot: Slot | undefined): string[] | null {
  if (slot?.kind === 'yes-no') return ['yes', 'no']
  return slot?.options ? slot.options.map(({ value }) => value) : null
}

const twice = (names: readonly string[]): string[] => names.filter((one, index) => names.indexOf(one) !== index)
