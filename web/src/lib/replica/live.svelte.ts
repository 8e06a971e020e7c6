import { liveQuery } from 'dexie'
import { createSubscriber } from 'svelte/reactivity'

/**
 * A query of the replica as a reactive value: `current` is undefined until the first answer, and follows every change
 * made in any tab. Runs only while something on the screen reads it.
 */
export class Live<Value> {
  #current = $state.raw<Value | undefined>(undefined)
  #failed = $state.raw<unknown>(null)
  readonly #subscribe: () => void

  constructor(query: () => Promise<Value> | Value) {
    this.#subscribe = createSubscriber(() => {
      const subscription = liveQuery(query).subscribe({
        next: (value) => {
          this.#current = value
        },
        error: (fault) => {
          this.#failed = fault
        },
      })
      return () => subscription.unsubscribe()
    })
  }

  get current(): Value | undefined {
    this.#subscribe()
    return this.#current
  }

  /** Why the replica cannot be read, or null. */
  get failed(): unknown {
    this.#subscribe()
    return this.#failed
  }
}
