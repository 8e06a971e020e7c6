import { LIMITS } from '../../shared/base/limits.ts'

/** Over which time it is looked at what was late, in milliseconds. */
const STRETCH = 100
/** So many pushes must have come in a stretch for it to say anything: a slow phone is no slow process. */
const ENOUGH = 20
/** A single hiccup of the machine is no overload: so many stretches in a row must be late. */
const IN_A_ROW = 2
/** What waits shrinks by itself when it has become this much less since the stretch before: then nobody more is turned away. */
const SHRINKS = 0.97
/** So long at most it is waited for what a cut has done, in milliseconds. */
const LONGEST_LOOK = 300
/** The share that may go on where pushes are late, and where they are twice too late. */
const LATE = 0.9
const TWICE_LATE = 0.7
/** Below this part of what is too late, some of those who wait are let in again. */
const CALM = 1 / 5
/** So many are let in with a calm stretch; twice as many with each further one when for so long nobody was turned out. */
const FEW = 2
const SETTLED = 2000
const MOST = 1000
/** Stretches without anybody who asked in vain, after which it is over. */
const OVER = 40
/** Turned away so many times in a stretch is what costs nothing; where it is more, all wait longer, up to so many times. */
const TURNED_AWAY = 15
const LONGER = 1.25
const SHORTER = 0.9
const LONGEST = 2

/** Where a socket stands in an overload. */
export interface Standing {
  /** Of which overload this was. */
  overload: number
  /** How much had been turned out of it, as the logarithm of the share that stayed, when this socket was let in. */
  since: number
  isOut: boolean
}

/**
 * How busy this process is, and whom it still lets in. Measured, not counted, so that it is true of any machine: how long
 * pushes have waited to be read. While that is too long and does not shrink, some sockets are turned out, and the others
 * go on as if nothing were; when it is calm, some of those who ask again are let in, a few more with each calm moment.
 * Being turned away costs about as much as being read, so that those who wait are told with their greeting and return
 * seldom. One for all objects of a process, for they share its thread.
 */
export class Load {
  #overload = 0
  #isOver = true
  #stayed = 0
  #openings = 0
  #step = FEW
  #longer = 1
  #inARow = 0
  #before = 0
  #cutAt = 0
  #quiet = 0
  #since = 0
  #lates: number[] = []
  #turnedAway = 0

  /** A push was read after it had waited `late` milliseconds. */
  note(late: number, now: number): void {
    this.#look(now)
    this.#lates.push(late)
  }

  /** Whether anybody is asked to wait. */
  isOverloaded(now: number): boolean {
    this.#look(now)
    return !this.#isOver
  }

  /**
   * Where a socket stands that sends now, from where it stood; `draw` is random, from 0 to 1: the less, the more it is
   * spared.
   */
  standing(before: Standing | undefined, draw: number): Standing {
    const known = before?.overload === this.#overload ? before : { overload: this.#overload, since: 0, isOut: false }
    const isOut = known.isOut ? !this.#opens() : draw >= Math.exp(this.#stayed - known.since)
    return { overload: this.#overload, since: this.#stayed, isOut }
  }

  /** How long one who is out is asked to wait: longer where many ask, and spread by `draw`, so that they return one by one. */
  wait(draw: number): number {
    this.#turnedAway++
    return Math.round(LIMITS.overloadWait * this.#longer * (0.5 + draw))
  }

  /** What a stretch has shown: how late its middle push was, in milliseconds. */
  seen(late: number, now: number): void {
    this.#inARow = late > LIMITS.late ? this.#inARow + 1 : 0
    const grows = late > SHRINKS * this.#before
    this.#before = late
    // What was done shows in pushes that were sent after it: until then nothing more is done.
    if (this.#inARow >= IN_A_ROW && grows && now - this.#cutAt >= Math.min(late / 2, LONGEST_LOOK))
      return this.#cut(late > 2 * LIMITS.late ? TWICE_LATE : LATE, now)
    const isCalm = late < CALM * LIMITS.late
    this.#step = isCalm && now - this.#cutAt > SETTLED ? Math.min(MOST, this.#step * 2) : FEW
    this.#openings = isCalm ? this.#step : 0
  }

  #opens(): boolean {
    return this.#openings-- > 0
  }

  #cut(share: number, now: number): void {
    if (this.#isOver) {
      this.#isOver = false
      this.#overload++
      this.#stayed = 0
    }
    this.#stayed += Math.log(share)
    this.#cutAt = now
    this.#quiet = 0
    this.#step = FEW
    this.#openings = 0
  }

  /** Ends the stretch when its time is over. A time in which nothing came was a calm one. */
  #look(now: number): void {
    const passed = Math.floor(Math.abs(now - this.#since) / STRETCH)
    if (passed === 0) return
    this.#since = now
    const lates = this.#lates.sort((one, other) => one - other)
    this.seen(lates.length >= ENOUGH ? (lates[lates.length >> 1] ?? 0) : 0, now)
    this.#quiet = this.#turnedAway === 0 ? this.#quiet + passed : 0
    if (this.#quiet >= OVER) this.#isOver = true
    this.#longer = Math.min(LONGEST, Math.max(1, this.#longer * (this.#turnedAway > TURNED_AWAY * passed ? LONGER : SHORTER ** passed)))
    this.#lates = []
    this.#turnedAway = 0
  }
}

/** The load of this process. */
export const load = new Load()
