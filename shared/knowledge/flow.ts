import { type Infer, v } from '../base/schema.ts'
import { actFaults, bringsOf } from './act.ts'
import { ActionName, FactName, OutcomeName, ParameterName } from './actions.ts'
import { isAction } from './registry.ts'

/**
 * A flow: a procedure of several turns. It asks for what it needs (slots), says, branches, has it confirmed, acts, ends.
 * Its texts name slots, and facts that an action brought, in single braces, `{order}`; what the business fills in once
 * stands in double braces.
 */
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), v.maxLength(40))
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(600))
const short = v.pipe(v.string(), v.minLength(1), v.maxLength(60))

export const FlowId = name
export const StepId = name
export const SlotName = name

/** What a slot takes. Each kind is read, checked and shown by `assistant/slots.ts`. */
export const SLOT_KINDS = [
  'order',
  'phone',
  'email',
  'name',
  'address',
  'date',
  'amount',
  'number',
  'tail',
  'choice',
  'yes-no',
  'text',
] as const
export const SlotKind = v.picklist(SLOT_KINDS)
export type SlotKind = v.InferOutput<typeof SlotKind>

const Option = v.strictObject({
  value: name,
  label: short,
  /** Other words that mean it; `…` stands for a few characters between. One that begins with it means it only as an answer. */
  words: v.pipe(v.array(short), v.maxLength(40)),
})

export const Slot = v.strictObject({
  name: SlotName,
  /** What it is called on the screen and in a summary. */
  label: short,
  kind: SlotKind,
  ask: text,
  /** Why it is asked for. */
  why: v.optional(text),
  /** What a good answer looks like; said when one was not understood. */
  example: v.optional(short),
  /** For `choice`: what there is to choose from. */
  options: v.optional(v.pipe(v.array(Option), v.minLength(2), v.maxLength(8))),
  /** Whether "skip" is an answer. */
  optional: v.optional(v.boolean()),
  /** For `tail`: how many digits; for `number` and `amount`: the least and the most; for `text`: characters. */
  least: v.optional(v.number()),
  most: v.optional(v.number()),
})
export type Slot = Infer<typeof Slot>

export const Step = v.variant('kind', [
  v.strictObject({
    id: StepId,
    kind: v.literal('ask'),
    slot: SlotName,
    /** Asked for the sake of this action alone, and not where nothing can do it. */
    for: v.optional(ActionName),
    next: StepId,
  }),
  v.strictObject({ id: StepId, kind: v.literal('say'), text, next: StepId }),
  v.strictObject({
    id: StepId,
    kind: v.literal('branch'),
    slot: SlotName,
    cases: v.pipe(v.array(v.strictObject({ is: v.pipe(v.array(name), v.minLength(1)), next: StepId })), v.minLength(1)),
    next: StepId,
  }),
  /** Reads back what was told; goes on when it is right. */
  v.strictObject({ id: StepId, kind: v.literal('confirm'), text, next: StepId }),
  /** Asks a system of the desk to look something up or to do it, and rests until it has answered. */
  v.strictObject({
    id: StepId,
    kind: v.literal('act'),
    action: ActionName,
    /** Which slot, or fact of an earlier action, is handed over as which parameter. */
    takes: v.record(ParameterName, SlotName),
    /** Said while it is under way. */
    text,
    /** The facts of an action of the desk's own. */
    brings: v.optional(v.pipe(v.array(v.strictObject({ name: FactName, label: short })), v.maxLength(16))),
    cases: v.pipe(v.array(v.strictObject({ is: v.pipe(v.array(OutcomeName), v.minLength(1)), next: StepId })), v.minLength(1)),
    next: StepId,
  }),
  /** Hands what was told to the desk as a request, offline too: it leaves when there is a network. */
  v.strictObject({ id: StepId, kind: v.literal('request'), text, next: StepId }),
  /** `person` asks for somebody, with everything that was told. */
  v.strictObject({ id: StepId, kind: v.literal('end'), outcome: v.picklist(['done', 'person', 'refused']), text }),
])
export type Step = Infer<typeof Step>
export type ActStep = Extract<Step, { kind: 'act' }>

export const Flow = v.strictObject({
  id: FlowId,
  /** What is done, in a word or two: 退货. */
  name: short,
  /** Readings of a message that begin it, and sentences that do. */
  intents: v.pipe(v.array(name), v.maxLength(4)),
  phrasings: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(120))), v.maxLength(40)),
  slots: v.pipe(v.array(Slot), v.maxLength(12)),
  /** It is begun only where this action can be done. */
  needs: v.optional(ActionName),
  /** The first is where it begins. */
  steps: v.pipe(v.array(Step), v.minLength(1), v.maxLength(40)),
  owner: v.optional(v.pipe(v.string(), v.maxLength(60))),
})
export type Flow = Infer<typeof Flow>
export const Flows = v.pipe(v.array(Flow), v.maxLength(100))

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

const IN_BRACES = /(?<!\{)\{([a-z][a-z0-9-]*)\}(?!\})/g

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

/** A text with what was told in place of the braces; nothing where a slot was left out. */
export function withSlots(words: string, slots: Readonly<Record<string, { shown: string }>>): string {
  return words.replace(IN_BRACES, (_, slot: string) => slots[slot]?.shown ?? '')
}
