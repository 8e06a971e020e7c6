import type { Flow, Step } from './flow.ts'

/** What was told for a slot: as the machine keeps it, and as it is shown. An empty value was left out on purpose. */
export interface Told {
  value: string
  shown: string
}

/** How far somebody is in a flow. The step is not kept: it follows from what was told. */
export interface Place {
  slots: Readonly<Record<string, Told>>
  /** What was said on the way, so that it is not said again. */
  said: readonly string[]
  confirmed: boolean
}

/** What a walk says, and where it comes to rest: at a question, at a confirmation, or at an end. */
export interface Walked {
  steps: Step[]
  rest: Step
  place: Place
}

/** Walks a flow from its beginning past all that is known. A flow without faults always comes to rest. */
export function walk(flow: Flow, place: Place): Walked {
  const steps = new Map(flow.steps.map((step) => [step.id, step]))
  const said: Step[] = []
  const isSaid = new Set(place.said)
  let step = flow.steps[0]
  for (let passed = 0; step && passed <= flow.steps.length; passed++) {
    const next = pastOf(step, place)
    if (next === null) return { steps: said, rest: step, place: { ...place, said: [...isSaid] } }
    if ((step.kind === 'say' || step.kind === 'request') && !isSaid.has(step.id)) {
      isSaid.add(step.id)
      said.push(step)
    }
    step = steps.get(next)
  }
  throw new Error(`the flow ${flow.id} never comes to rest`)
}

/** Where it goes on from a step, or null where it rests. */
function pastOf(step: Step, place: Place): string | null {
  switch (step.kind) {
    case 'ask':
      return place.slots[step.slot] === undefined ? null : step.next
    case 'say':
    case 'request':
      return step.next
    case 'branch': {
      const value = place.slots[step.slot]?.value ?? ''
      return step.cases.find(({ is }) => is.includes(value))?.next ?? step.next
    }
    case 'confirm':
      return place.confirmed ? step.next : null
    case 'end':
      return null
  }
}
