import { canonical } from '$shared/base/digest.ts'
import { parse } from '$shared/base/schema.ts'
import { Flow } from '$shared/knowledge/flow.ts'
import { type FlowFault, faultsOf } from '$shared/knowledge/flow-faults.ts'
import { type FlowGap, gapsOf } from '$shared/knowledge/flow-gaps.ts'

/** So many changes can be undone. */
const MOST_UNDONE = 100

/** A flow in its form: what was typed, what is wrong with it, and the way back. */
export class FlowEditing {
  readonly id: string
  #flow = $state.raw() as Flow
  #past = $state.raw<Flow[]>([])
  #future = $state.raw<Flow[]>([])
  /** What the last change was of: typing on in the same field is one change. */
  #field = ''
  readonly #opened: string
  readonly #faults = $derived.by(() => faultsOf(this.#flow))
  readonly #gaps = $derived.by(() => gapsOf(this.#flow))
  /** What was said to it in the rehearsal. */
  said = $state.raw<string[]>([])

  /** `isNew`: kept nowhere yet, so it is unsaved from the beginning. */
  constructor(flow: Flow, isNew: boolean) {
    this.id = flow.id
    this.#flow = flow
    this.#opened = isNew ? '' : canonical(finished(flow))
  }

  get flow(): Flow {
    return this.#flow
  }

  get faults(): FlowFault[] {
    return this.#faults
  }

  get gaps(): FlowGap[] {
    return this.#gaps
  }

  /** What is written ends for every customer, and nothing is left to write. */
  get isSound(): boolean {
    return this.#faults.length === 0 && this.#gaps.length === 0
  }

  get isChanged(): boolean {
    return canonical(finished(this.#flow)) !== this.#opened
  }

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Takes a change over. `field` names what is typed into; without it the change stands alone. */
  change(flow: Flow, field = ''): void {
    if (field === '' || field !== this.#field) this.#past = [...this.#past, this.#flow].slice(-MOST_UNDONE)
    this.#field = field
    this.#future = []
    this.#flow = flow
  }

  undo(): void {
    const before = this.#past.at(-1)
    if (!before) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [...this.#future, this.#flow]
    this.#field = ''
    this.#flow = before
  }

  redo(): void {
    const after = this.#future.at(-1)
    if (!after) return
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, this.#flow]
    this.#field = ''
    this.#flow = after
  }

  /** The flow without what was only begun; or where it is none yet. */
  get value(): { ok: true; value: Flow } | { ok: false; issues: string } {
    return parse(Flow, finished(this.#flow))
  }
}

/** Without the spaces around what was typed, and without empty lines. */
export function finished(flow: Flow): Flow {
  const tidy = (part: unknown): unknown => {
    if (typeof part === 'string') return part.trim()
    if (Array.isArray(part)) return part.map(tidy).filter((each) => each !== '')
    if (part === null || typeof part !== 'object') return part
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, tidy(each)]))
  }
  const { owner, ...rest } = tidy(flow) as Flow
  const withoutEmpty = <Of extends object>(value: Of): Of =>
    Object.fromEntries(Object.entries(value).filter(([, part]) => part !== '' && !(Array.isArray(part) && part.length === 0))) as Of
  const slots = rest.slots.map((slot) => ({ ...withoutEmpty(slot), label: slot.label, ask: slot.ask }))
  return { ...rest, slots, ...(owner ? { owner } : {}) }
}
