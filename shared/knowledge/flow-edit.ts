import { bringsOf } from './act.ts'
import { FACTS } from './action-words.ts'
import type { Flow, Slot, Step } from './flow.ts'
import { nextOf } from './flow-faults.ts'

/**
 * Changes of a flow as an author makes them. Each gives a new flow and leaves the old one as it was. What a text, a branch
 * or another step names follows; kinds of steps that are not known here are carried along by the names that they hold.
 */
export type NewStep = 'ask' | 'say' | 'branch' | 'confirm' | 'request' | 'end'
type Option = NonNullable<Slot['options']>[number]
/** What is undefined is taken away. */
export type Patch<Of> = { [Field in keyof Of]?: Of[Field] | undefined }

/** A name that is not taken yet: `question`, `question-2` … */
export function freshName(base: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(name)) return name
  }
}

const slotNames = (flow: Flow): string[] => flow.slots.map(({ name }) => name)
const stepIds = (flow: Flow): string[] => flow.steps.map(({ id }) => id)
const isChoice = ({ kind }: Slot): boolean => kind === 'choice' || kind === 'yes-no'

/**
 * Puts a step behind another, or first. It goes on where that one went, which now comes to it; a question brings a slot.
 * An end is only put there: what should lead to it is chosen afterwards, or everything behind would be cut off.
 */
export function addStep(flow: Flow, kind: NewStep, after: string | null): { flow: Flow; id: string } {
  const at = after === null ? -1 : stepIds(flow).indexOf(after)
  const before = flow.steps[at]
  const follows = before && 'next' in before ? before.next : (flow.steps[at + 1]?.id ?? flow.steps.at(-1)?.id ?? '')
  const id = freshName(kind, stepIds(flow))
  const slot = kind === 'ask' ? freshName('question', slotNames(flow)) : (flow.slots.findLast(isChoice) ?? flow.slots[0])?.name
  const step = stepOf(kind, id, follows, slot ?? '', flow)
  const steps = flow.steps.toSpliced(at + 1, 0, step)
  const slots: Slot[] = kind === 'ask' && slot ? [...flow.slots, { name: slot, label: '', kind: 'text', ask: '' }] : flow.slots
  const linked = kind === 'end' ? steps : steps.map((each) => (each.id === after && 'next' in each ? { ...each, next: id } : each))
  return { flow: { ...flow, slots, steps: linked }, id }
}

function stepOf(kind: NewStep, id: string, next: string, slot: string, flow: Flow): Step {
  switch (kind) {
    case 'ask':
      return { id, kind, slot, next }
    case 'branch': {
      const [first] = valuesFor(flow, slot)
      return { id, kind, slot, cases: [{ is: first === undefined ? [] : [first], next }], next }
    }
    case 'end':
      return { id, kind, outcome: 'done', text: '' }
    default:
      return { id, kind, text: '', next }
  }
}

/** The answers that a branch can tell apart: of a slot, or of a fact that an action brings. */
export function valuesFor(flow: Flow, name: string): string[] {
  const slot = flow.slots.find((each) => each.name === name)
  if (!slot) return Object.keys(FACTS[name]?.values ?? {})
  return slot.kind === 'yes-no' ? ['yes', 'no'] : (slot.options?.map(({ value }) => value) ?? [])
}

/** The slots and facts that a branch can look at. */
export function branchable(flow: Flow): string[] {
  const facts = flow.steps.flatMap((step) => (step.kind === 'act' ? bringsOf(step) : []))
  return [...new Set([...slotNames(flow), ...facts])].filter((name) => valuesFor(flow, name).length > 0)
}

/** Takes a step out: what led to it leads to what came after it, and a question that nothing else names goes with it. */
export function removeStep(flow: Flow, id: string): Flow {
  const gone = flow.steps.find((step) => step.id === id)
  if (!gone) return flow
  const next = 'next' in gone && gone.next !== id ? gone.next : null
  const left = flow.steps.filter((step) => step.id !== id)
  const steps = next === null ? left : left.map((step) => goingTo(step, id, next))
  const begins = flow.steps[0]?.id === id ? steps.find((step) => step.id === next) : undefined
  const ordered = begins ? [begins, ...steps.filter((step) => step !== begins)] : steps
  const isNamed = (slot: string) => names({ ...flow, slots: flow.slots.filter(({ name }) => name !== slot), steps: ordered }, slot)
  const slots = flow.slots.filter(({ name }) => gone.kind !== 'ask' || gone.slot !== name || isNamed(name))
  return { ...flow, slots, steps: ordered }
}

/** Moves a step up or down. Where one simply follows the other they change places in the conversation too. */
export function moveStep(flow: Flow, id: string, by: -1 | 1): Flow {
  const at = stepIds(flow).indexOf(id)
  const [upper, lower] = [flow.steps[Math.min(at, at + by)], flow.steps[Math.max(at, at + by)]]
  if (at < 0 || !upper || !lower) return flow
  const swapped = flow.steps.map((step) => (step === upper ? lower : step === lower ? upper : step))
  const isLine = 'next' in lower && lower.kind !== 'branch' && upper.kind !== 'branch' && 'next' in upper && upper.next === lower.id
  const isOnlyWay = flow.steps.every((step) => step === upper || !nextOf(step).includes(lower.id))
  if (!isLine || !isOnlyWay) return { ...flow, steps: swapped }
  const steps = swapped.map((step) => {
    if (step === upper) return { ...step, next: lower.next } as Step
    if (step === lower) return { ...step, next: upper.id } as Step
    return goingTo(step, upper.id, lower.id)
  })
  return { ...flow, steps }
}

export const setStep = (flow: Flow, id: string, patch: Patch<Record<string, unknown>>): Flow => ({
  ...flow,
  steps: flow.steps.map((step) => (step.id === id ? (patched(step, patch) as Step) : step)),
})

export const setSlot = (flow: Flow, name: string, patch: Patch<Slot>): Flow => ({
  ...flow,
  slots: flow.slots.map((slot) => (slot.name === name ? patched(slot, patch) : slot)),
})

export const removeSlot = (flow: Flow, name: string): Flow => ({ ...flow, slots: flow.slots.filter((slot) => slot.name !== name) })

/** Asks for a slot that no step asks for, at the beginning. */
export function askFor(flow: Flow, slot: string): Flow {
  const { flow: asking, id } = addStep(flow, 'ask', null)
  return { ...setStep(asking, id, { slot }), slots: flow.slots }
}

export function addOption(flow: Flow, slot: string): Flow {
  const options = flow.slots.find(({ name }) => name === slot)?.options ?? []
  const value = freshName(
    'option',
    options.map((option) => option.value),
  )
  return setSlot(flow, slot, { options: [...options, { value, label: '', words: [] }] })
}

export function setOption(flow: Flow, slot: string, value: string, patch: Patch<Option>): Flow {
  const options = flow.slots.find(({ name }) => name === slot)?.options ?? []
  return setSlot(flow, slot, { options: options.map((option) => (option.value === value ? patched(option, patch) : option)) })
}

/** A branch that uses it keeps it, and is told of as faulty: where that answer should lead is the author's to say. */
export function removeOption(flow: Flow, slot: string, value: string): Flow {
  const options = flow.slots.find(({ name }) => name === slot)?.options ?? []
  return setSlot(flow, slot, { options: options.filter((option) => option.value !== value) })
}

/** Calls a step by another name, wherever something leads to it. */
export function renameStep(flow: Flow, from: string, to: string): Flow {
  const steps = flow.steps.map((step) => goingTo(step.id === from ? { ...step, id: to } : step, from, to))
  return { ...flow, steps }
}

/** Calls a slot by another name, wherever it is asked, branched on or named in a text. */
export function renameSlot(flow: Flow, from: string, to: string): Flow {
  const rename = (text: string, key: string) => (SLOT_KEYS.has(key) && text === from ? to : text.replace(inBraces(from), `{${to}}`))
  const slots = flow.slots.map((slot) => ({ ...mapTexts(slot, rename), name: slot.name === from ? to : slot.name }))
  return { ...flow, slots, steps: flow.steps.map((step) => mapTexts(step, rename)) }
}

/** The same flow under another id and name. */
export const copyFlow = (flow: Flow, id: string, name: string): Flow => ({ ...flow, id, name })

/** The keys under which steps of any kind name slots; those of a record stand under its own. */
const SLOT_KEYS = new Set(['slot', 'slots', 'takes'])
const RECORDS = new Set(['takes'])
const inBraces = (slot: string): RegExp => new RegExp(`(?<!\\{)\\{${slot}\\}(?!\\})`, 'g')

const goingTo = (step: Step, from: string, to: string): Step => mapTexts(step, (text, key) => (key === 'next' && text === from ? to : text))

function names(flow: Flow, slot: string): boolean {
  let found = false
  mapTexts([flow.slots, flow.steps], (text, key) => {
    found ||= (SLOT_KEYS.has(key) && text === slot) || inBraces(slot).test(text)
    return text
  })
  return found
}

/** Every text inside a value, changed; each is handed over with the key under which it stands, however deep in a list. */
function mapTexts<Value>(value: Value, change: (text: string, key: string) => string, key = ''): Value {
  const inner = (part: unknown, under: string): unknown => {
    if (typeof part === 'string') return change(part, under)
    if (Array.isArray(part)) return part.map((each) => inner(each, under))
    if (part === null || typeof part !== 'object') return part
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, inner(each, RECORDS.has(under) ? under : name)]))
  }
  return inner(value, key) as Value
}

const patched = <Of extends object>(value: Of, patch: Patch<Of> | Record<string, unknown>): Of =>
  Object.fromEntries(Object.entries({ ...value, ...patch }).filter(([, part]) => part !== undefined)) as Of
