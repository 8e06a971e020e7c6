import { createSubscriber } from 'svelte/reactivity'

/** Whether the browser believes in a network, and the time in steps of a second, as reactive values. */
class Surroundings {
  readonly #online = createSubscriber((update) => {
    addEventListener('online', update)
    addEventListener('offline', update)
    return () => {
      removeEventListener('online', update)
      removeEventListener('offline', update)
    }
  })
  readonly #second = createSubscriber((update) => {
    const timer = setInterval(update, 1000)
    return () => clearInterval(timer)
  })
  readonly #visible = createSubscriber((update) => {
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  })

  get online(): boolean {
    this.#online()
    return navigator.onLine
  }

  get now(): number {
    this.#second()
    return Date.now()
  }

  get visible(): boolean {
    this.#visible()
    return !document.hidden
  }
}

export const surroundings = new Surroundings()
