import { createSubscriber } from 'svelte/reactivity'
import type { Replica } from './db.ts'
import { observe } from './observe.ts'
import type { Kept, Store } from './rows.ts'

/**
 * A query of the replica as a reactive value: `current` is undefined until the first answer, and follows every write
 * made in any tab. Runs only while something on the screen reads it.
 */
export class Live<Value> {
  #current = $state.raw<Value | undefined>(undefined)
  readonly #subscribe: () => void

  /** `arrived` is told of each answer in the same breath: nothing is drawn between the two. */
  constructor(db: Replica, stores: readonly Store[], query: () => Promise<Value>, arrived: (value: Value) => void = () => {}) {
    this.#subscribe = createSubscriber(() =>
      observe(db, stores, query, (value) => {
        this.#current = value
        arrived(value)
      }),
    )
  }

  get current(): Value | undefined {
    this.#subscribe()
    return this.#current
  }
}

/** A kept value as a reactive one. */
export const liveKept = <Key extends keyof Kept>(db: Replica, key: Key): Live<Kept[Key] | undefined> =>
  new Live(db, ['kept'], () => db.recall(key))
