import { alarmAtEarliest } from './alarms.ts'
import type { Effect, Outbox } from './outbox.ts'

/** Fresh effects are tried at once; the alarm is for those that this first try does not reach. */
const FIRST_TRY = 1000

/** The effects of one object on their way: after each commit, and again whenever its alarm rings. */
export class Effects {
  readonly #ctx: DurableObjectState
  readonly #outbox: Outbox
  readonly #perform: (effect: Effect) => Promise<void>
  readonly #otherAlarm: () => number | null

  /** `otherAlarm` is when the object wishes to be woken for another reason. */
  constructor(
    ctx: DurableObjectState,
    outbox: Outbox,
    perform: (effect: Effect) => Promise<void>,
    otherAlarm: () => number | null = () => null,
  ) {
    this.#ctx = ctx
    this.#outbox = outbox
    this.#perform = perform
    this.#otherAlarm = otherAlarm
  }

  /** Call after each commit. */
  afterCommit(): void {
    if (this.#outbox.hasFresh) this.#ctx.waitUntil(this.drain())
  }

  /** The alarm is set before the first try: should the process die in it, the effects are tried again. */
  async drain(): Promise<void> {
    const next = this.#outbox.nextAt()
    await alarmAtEarliest(this.#ctx.storage, [next === null ? null : Math.max(next, Date.now() + FIRST_TRY), this.#otherAlarm()])
    if (next !== null) await this.#outbox.drain(this.#perform, () => Date.now())
    await alarmAtEarliest(this.#ctx.storage, [this.#outbox.nextAt(), this.#otherAlarm()])
  }
}
