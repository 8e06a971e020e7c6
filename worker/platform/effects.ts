import { Alarm } from './alarms.ts'
import type { Effect, Outbox } from './outbox.ts'

/** Fresh effects are tried at once; the alarm is for those that this first try does not reach. */
const FIRST_TRY = 1000

/** The effects of one object on their way: after each commit, and again whenever its alarm rings. */
export class Effects {
  readonly #ctx: DurableObjectState
  readonly #alarm: Alarm
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
    this.#alarm = new Alarm(ctx.storage)
    this.#outbox = outbox
    this.#perform = perform
    this.#otherAlarm = otherAlarm
  }

  /** Call in the same breath as each commit: a process that dies right after it finds the alarm set. */
  afterCommit(): void {
    // The usual message has no effects, and nothing to be woken for.
    if (!this.#outbox.hasFresh && this.#otherAlarm() === null) return
    this.#arm(FIRST_TRY)
    if (this.#outbox.hasFresh) this.#ctx.waitUntil(this.#drain())
  }

  /** Call first when the alarm rings. */
  async ring(): Promise<void> {
    this.#alarm.rang()
    this.#arm(FIRST_TRY)
    await this.#drain()
  }

  async #drain(): Promise<void> {
    await this.#outbox.drain(this.#perform, () => Date.now())
    // What is still under way stays due until it ends: the alarm is for a process that dies before.
    this.#arm(this.#outbox.isBusy ? FIRST_TRY : 0)
  }

  #arm(notBefore: number): void {
    const next = this.#outbox.nextAt()
    this.#alarm.atEarliest([next === null ? null : Math.max(next, Date.now() + notBefore), this.#otherAlarm()])
  }
}
