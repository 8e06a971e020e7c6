import type { Waiting } from '$shared/sync/outbox.ts'

/** The name under which the browser wakes the service worker to send what waits. */
export const OUTBOX_TAG = 'outbox'

/** Something that waits longer than this may outlive the page. */
const SOON = 1000
/** A wish that was granted while the page could not send either is made anew. */
const AGAIN = 30_000

interface SyncManager {
  register(tag: string): Promise<void>
}

/**
 * Has the browser send what waits even when the page is closed, where it can (Background Synchronization, WICG): the wish
 * is made while something waits, for a page that is closed has no time to make it. Where it cannot, the next start sends.
 */
export class BackgroundSend {
  #timer: ReturnType<typeof setTimeout> | undefined

  follow(rows: readonly Waiting[]): void {
    if (rows.length === 0) return this.stop()
    this.#timer ??= setTimeout(() => this.#wish(), SOON)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #wish(): void {
    this.#timer = setTimeout(() => this.#wish(), AGAIN)
    void this.#register().catch(() => {})
  }

  async #register(): Promise<void> {
    const registration = (await navigator.serviceWorker?.getRegistration()) as { sync?: SyncManager } | undefined
    await registration?.sync?.register(OUTBOX_TAG)
  }
}
