import type { Fact } from './actions.ts'
import type { ActStep, Flow, Step } from './flow.ts'

/** Nobody is connected, or the other side failed for good: every flow must know what to do then. */
export const UNAVAILABLE = 'unavailable'

/** What was told for a slot: as the machine keeps it, and as it is shown. An empty value was left out on purpose. */
export interface Told {
  value: string
  shown: string
}

/** How far somebody is in a flow. The step is not kept: it follows from what was told. */
export interface Place {
  slots: Readonly<Record<string, Told>>
  /** What was said on the way, so that it is not said again; actions, and questions for their sake, that were passed too. */
  said: readonly string[]
  confirmed: boolean
}

/** An action that was asked for: at which step, with what, and what came back. */
export interface Act {
  flow: string
  step: string
  parameters: Readonly<Record<string, string>>
  settled: { outcome: string; facts: readonly Fact[] } | null
}

/** What is known of actions: those that were asked for, and those that nobody here can do. */
export interface Acting {
  acts: readonly Act[]
  lacks(action: string): boolean
}

const NO_ACTS: Acting = { acts: [], lacks: () => false }

/** What a walk says, and where it comes to rest: at a question, at a confirmation, at an action, or at an end. */
export interface Walked {
  steps: Step[]
  rest: Step
  place: Place
}

/** Walks a flow from its beginning past all that is known. A flow without faults always comes to rest. */
export function walk(flow: Flow, place: Place, acting: Acting = NO_ACTS): Walked {
  const steps = new Map(flow.steps.map((step) => [step.id, step]))
  const known = knownIn(flow, place.slots, acting.acts)
  const said: Step[] = []
  const isSaid = new Set(place.said)
  let step = flow.steps[0]
  for (let passed = 0; step && passed <= flow.steps.length; passed++) {
    const next = pastOf(step, place, known, acting, (act) => outcomeOf(flow, act, place, known, acting))
    if (next === null) return { steps: said, rest: step, place: { ...place, said: [...isSaid] } }
    if (step.kind === 'act' || (step.kind === 'ask' && place.slots[step.slot] === undefined)) isSaid.add(step.id)
    if ((step.kind === 'say' || step.kind === 'request') && !isSaid.has(step.id)) {
      isSaid.add(step.id)
      said.push(step)
    }
    step = steps.get(next)
  }
  throw new Error(`the flow ${flow.id} never comes to rest`)
}

/** Where it goes on from a step, or null where it rests. */
function pastOf(
  step: Step,
  place: Place,
  known: Place['slots'],
  { lacks }: Acting,
  outcome: (step: ActStep) => string | null,
): string | null {
  switch (step.kind) {
    case 'ask': {
      // [K29] Where it was passed once without an answer, nothing could do what it is asked for.
      const isNeedless = step.for !== undefined && (place.said.includes(step.id) || lacks(step.for))
      return place.slots[step.slot] !== undefined || isNeedless ? step.next : null
    }
    case 'say':
    case 'request':
      return step.next
    case 'branch':
      return caseOf(step, known[step.slot]?.value ?? '')
    case 'act': {
      const came = outcome(step)
      return came === null ? null : caseOf(step, came)
    }
    case 'confirm':
      return place.confirmed ? step.next : null
    case 'end':
      return null
  }
}

const caseOf = ({ cases, next }: Extract<Step, { cases: unknown }>, value: string): string =>
  cases.find(({ is }) => is.includes(value))?.next ?? next

/** What was told, and what actions brought that were asked with it. */
export function knownIn(flow: Flow, slots: Place['slots'], acts: readonly Act[]): Place['slots'] {
  const known: Record<string, Told> = { ...slots }
  for (const step of flow.steps) {
    if (step.kind !== 'act') continue
    for (const { name, value, shown } of actAt(flow, step, known, acts)?.settled?.facts ?? []) known[name] = { value, shown }
  }
  return known
}

/** What an action is asked with; what was left out is not handed over. */
export function parametersOf(step: ActStep, known: Place['slots']): Record<string, string> {
  const taken = Object.entries(step.takes).map(([parameter, slot]) => {
    const value = known[slot]?.value ?? ''
    // Of a telephone number no more than the proof is handed over.
    return [parameter, parameter === 'tail' ? value.replace(/\D/g, '').slice(-4) : value] as const
  })
  return Object.fromEntries(taken.filter(([, value]) => value !== ''))
}

/** The last asking of a step with what is known now: who takes something back asks anew. */
export function actAt<Asked extends Act>(flow: Flow, step: ActStep, known: Place['slots'], acts: readonly Asked[]): Asked | undefined {
  const mine = Object.entries(parametersOf(step, known))
  return acts.findLast(
    (act) =>
      act.flow === flow.id &&
      act.step === step.id &&
      Object.keys(act.parameters).length === mine.length &&
      mine.every(([parameter, value]) => act.parameters[parameter] === value),
  )
}

/** What came of an action, or null while it is still to be asked or under way. One that was passed without being asked is lacking. */
function outcomeOf(flow: Flow, step: ActStep, place: Place, known: Place['slots'], { acts, lacks }: Acting): string | null {
  const act = actAt(flow, step, known, acts)
  if (act) return act.settled?.outcome ?? null
  const wasAsked = acts.some((one) => one.flow === flow.id && one.step === step.id)
  return !wasAsked && (place.said.includes(step.id) || lacks(step.action)) ? UNAVAILABLE : null
}
