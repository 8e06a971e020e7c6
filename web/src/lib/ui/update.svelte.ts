/** Whether a new version of the app waits to be taken, and how to take it. */
class Update {
  #waiting = $state.raw<ServiceWorker | null>(null)

  get available(): boolean {
    return this.#waiting !== null
  }

  /** Registers the service worker, and watches for newer ones, an hour apart. */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
    const registration = await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' })
    const offer = () => {
      // The very first version takes over by itself: only a later one is an update.
      if (registration.waiting && navigator.serviceWorker.controller) this.#waiting = registration.waiting
    }
    offer()
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer))
    // Whichever tab took the new version, all go over to it: two versions side by side would not share one copy of the data.
    let controlled = navigator.serviceWorker.controller !== null
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (controlled) location.reload()
      // The very first version has taken over a page that was loaded without one.
      controlled = true
    })
    setInterval(() => void registration.update().catch(() => {}), 60 * 60_000)
  }

  /** Takes the new version: the page loads again, with drafts and outbox where they were. */
  accept(): void {
    this.#waiting?.postMessage({ type: 'SKIP_WAITING' })
  }
}

export const update = new Update()
