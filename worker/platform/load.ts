import { LIMITS } from '../../shared/base/limits.ts'

/** Over which time it is looked at what was late, in milliseconds. */
const STRETCH = 100
/** So many pushes must have come in a stretch for it to say anything: a slow phone is no slow process. */
const ENOUGH = 20
/** A single hiccup of the machine is no overload: so many stretches in a row must be late. */
const IN_A_ROW = 2
/** How fast the share that is let in falls, or is halved where most are twice too late; rises again; and how far it may fall. */
const FALL = 0.9
const HALVE = 0.5
const RISE = 1.08
const LEAST = 0.05

/**
 * How busy this process is, and whom it still lets in. Measured, not counted, so that it is true of any machine: how long
 * pushes have waited to be read. While that is too long, a growing share of the sockets is asked to wait, and the others
 * go on as if nothing were. One for all objects of a process, for they share its thread.
 */
export class Load {
  #admitted = 1
  #inARow = 0
  #since = 0
  #pushes = 0
  #late = 0
  #twiceLate = 0

  /** A push was read after it had waited `late` milliseconds. */
  note(late: number, now: number): void {
    this.#pushes++
    if (late > LIMITS.late) this.#late++
    if (late > 2 * LIMITS.late) this.#twiceLate++
    if (Math.abs(now - this.#since) < STRETCH) return
    const most = (count: number) => this.#pushes >= ENOUGH && 2 * count > this.#pushes
    this.seen(most(this.#twiceLate) ? 'twice-late' : most(this.#late) ? 'late' : 'on-time')
    this.#since = now
    this.#pushes = 0
    this.#late = 0
    this.#twiceLate = 0
  }

  /** Whether anybody is asked to wait. */
  get isOverloaded(): boolean {
    return this.#admitted < 1
  }

  /** Whether a socket is let in; `place` is its own among all, from 0 to 1, drawn when it greeted. */
  admits(place: number): boolean {
    return place < this.#admitted
  }

  /** How long those who are not let in are asked to wait: longer the fewer are, and spread, so that they return one by one. */
  wait(place: number): number {
    return Math.round(LIMITS.overloadWait * (0.5 + place) * Math.min(2, 1 / Math.sqrt(this.#admitted)))
  }

  /** What a stretch has shown: whether most of many pushes had waited too long. */
  seen(most: 'on-time' | 'late' | 'twice-late'): void {
    this.#inARow = most === 'on-time' ? 0 : this.#inARow + 1
    if (this.#inARow >= IN_A_ROW) this.#admitted = Math.max(LEAST, this.#admitted * (most === 'late' ? FALL : HALVE))
    else if (this.#inARow === 0) this.#admitted = Math.min(1, this.#admitted * RISE + 0.002)
  }
}

/** The load of this process. */
export const load = new Load()
