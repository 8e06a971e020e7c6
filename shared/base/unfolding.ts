import type { Millis } from './clock.ts'
import type { CommandId } from './ids.ts'

/** Where an event stands in a log: its number, when it came to be, and the command that it follows from. */
interface Placed {
  seq: number
  at: Millis
  cause: CommandId
}

/** Events as they follow from one command, each applied before the next is thought of. */
export class Unfolding<State extends { seq: number }, Event extends object> {
  readonly events: Event[] = []
  protected readonly cause: CommandId
  protected readonly now: Millis
  readonly #apply: (state: State, event: Event & Placed) => State
  #state: State

  constructor(state: State, cause: CommandId, now: Millis, apply: (state: State, event: Event & Placed) => State) {
    this.#state = state
    this.cause = cause
    this.now = now
    this.#apply = apply
  }

  get state(): State {
    return this.#state
  }

  add(event: Event): void {
    this.events.push(event)
    this.#state = this.#apply(this.#state, { ...event, seq: this.#state.seq + 1, at: this.now, cause: this.cause })
  }
}
