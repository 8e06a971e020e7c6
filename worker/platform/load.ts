import { LIMITS } from '../../shared/base/limits.ts'

/** How often it is looked at again, at most, and how long a look may take before it counts as lost, in milliseconds. */
const LOOK = 100
const LOST = 10_000
/** A single hiccup of the machine is no overload: so many looks in a row must be late. */
const IN_A_ROW = 3
/** How fast the share that is let in falls, rises again, and how far it may fall. */
const FALL = 0.75
const RISE = 1.1
const LEAST = 0.02

/**
 * How busy this process is, and whom it still lets in. Measured, not counted: how late a short timer rings and how long
 * a write takes to be safe tell the same of any machine. While that is too long, a growing share of the sockets is asked
 * to wait, and the others go on as if nothing were. One for all objects of a process, for they share its thread.
 */
export class Load {
  #admitted = 1
  #late = 0
  #lookedAt = 0
  #looking = false

  /** Call with each message: looks at most once at a time, and never while nobody speaks. */
  note(storage: DurableObjectStorage, now: number): void {
    const since = Math.abs(now - this.#lookedAt)
    if (since < LOOK || (this.#looking && since < LOST)) return
    this.#looking = true
    this.#lookedAt = now
    void this.#look(storage, now)
  }

  /** Whether a socket is let in; `place` is its own among all, from 0 to 1, drawn when it greeted. */
  admits(place: number): boolean {
    return place < this.#admitted
  }

  /** How long those who are not let in are asked to wait: longer the fewer are, and spread, so that they return one by one. */
  wait(place: number): number {
    return Math.round(LIMITS.overloadWait * (0.5 + place) * Math.min(4, 1 / Math.sqrt(this.#admitted)))
  }

  /** What a look has seen: how late the process was, in milliseconds. */
  seen(late: number): void {
    this.#late = late > LIMITS.late ? this.#late + 1 : 0
    if (this.#late >= IN_A_ROW) this.#admitted = Math.max(LEAST, this.#admitted * FALL)
    else if (this.#late === 0) this.#admitted = Math.min(1, this.#admitted * RISE + 0.005)
  }

  async #look(storage: DurableObjectStorage, begun: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1))
    const rang = Date.now()
    await storage.sync()
    this.#looking = false
    this.seen(Math.max(rang - begun, Date.now() - rang))
  }
}

/** The load of this process. */
export const load = new Load()
