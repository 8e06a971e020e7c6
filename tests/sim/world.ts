import { type Random, seededRandom, uniform } from '../../shared/base/random.ts'

/** Whoever acts in an event: a tab of a device, or the edge. Its clock may be wrong. */
export interface Context {
  readonly name: string
  /** How far its clock is from the true time, in milliseconds. */
  clockOffset: number
  /** Nothing that it had planned happens any more. */
  dead: boolean
}

interface Planned {
  at: number
  order: number
  context: Context
  run: () => void
}

const immediately = globalThis.setImmediate
const TRACE_KEPT = 400
const TRACE_KEPT_VERBOSE = 20_000
/** So many events at one instant are a loop of ours and not a crowd. */
const STUCK = 20_000

/**
 * Time, chance and what is to happen next. Everything in a simulation happens as an event of this queue, one after the
 * other, each to its end (its microtasks included) before the next: the same seed gives the same run, byte for byte.
 */
export class World {
  readonly random: Random
  now = Date.UTC(2026, 0, 15, 9)
  steps = 0
  current: Context = { name: 'world', clockOffset: 0, dead: false }
  /** What was thrown and nobody caught. */
  readonly uncaught: string[] = []
  /** Whether frames are told too: for whoever reads a failure. */
  verbose = false
  readonly trace: string[] = []
  /** A running digest of everything that was told: two runs of one seed must agree on it. */
  fingerprint = 0
  #order = 0
  #moved = 0
  #still = 0
  readonly #heap: Planned[] = []

  constructor(seed: number) {
    this.random = seededRandom(seed)
  }

  /** Plans an event for a context, some milliseconds from now. The answer takes it back. */
  plan(after: number, context: Context, run: () => void): () => void {
    const planned: Planned = { at: this.now + Math.max(0, after), order: this.#order++, context, run }
    push(this.#heap, planned)
    return () => {
      planned.run = () => {}
    }
  }

  /** Remembers what happened, for whoever reads a failure. */
  tell(what: string): void {
    for (let at = 0; at < what.length; at++) this.fingerprint = (Math.imul(this.fingerprint, 31) + what.charCodeAt(at)) | 0
    this.trace.push(`${this.steps} ${this.now % 100_000_000} ${what}`)
    const kept = this.verbose ? TRACE_KEPT_VERBOSE : TRACE_KEPT
    if (this.trace.length > 2 * kept) this.trace.splice(0, kept)
  }

  /** Lets happen what is planned, up to a time. */
  async runUntil(until: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.at <= until; next = this.#heap[0]) {
      pop(this.#heap)
      this.now = Math.max(this.now, next.at)
      if (next.context.dead) continue
      this.steps++
      if (this.now > this.#moved) {
        this.#moved = this.now
        this.#still = 0
      } else if (++this.#still > STUCK) throw new Error(`time stands still at ${this.now}: ${next.context.name} ${next.run}`)
      this.current = next.context
      next.run()
      // The microtasks of this event, however many, end before the next one begins.
      await new Promise((resolve) => immediately(resolve))
    }
    this.now = Math.max(this.now, until)
  }

  chance(probability: number): boolean {
    return probability > 0 && uniform(this.random) < probability
  }

  /** A whole number from 0 up to, but without, `most`. */
  below(most: number): number {
    return Math.floor(uniform(this.random) * most)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
}

const before = (a: Planned, b: Planned) => a.at - b.at || a.order - b.order

function push(heap: Planned[], planned: Planned): void {
  let at = heap.push(planned) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (before(heap[at] as Planned, heap[parent] as Planned) >= 0) return
    swap(heap, at, parent)
    at = parent
  }
}

function pop(heap: Planned[]): void {
  const last = heap.pop() as Planned
  if (heap.length === 0) return
  heap[0] = last
  for (let at = 0; ; ) {
    let least = at
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && before(heap[child] as Planned, heap[least] as Planned) < 0) least = child
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function swap(heap: Planned[], a: number, b: number): void {
  const held = heap[a] as Planned
  heap[a] = heap[b] as Planned
  heap[b] = held
}
