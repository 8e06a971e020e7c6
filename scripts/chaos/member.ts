import type { LinkState } from '../../shared/sync/link-state.ts'

/** What a sender has sent into one conversation so far. */
export class Spoken {
  readonly texts: string[] = []
  readonly acknowledged = new Map<string, number>()
  /** Codes of texts that were refused: there is no reason for any. */
  readonly refused: string[] = []

  /** Sends a text and remembers it and its answer. */
  say(text: string, send: (text: string) => Promise<{ ok: true; seq: number } | { ok: false; code: string }>): void {
    this.texts.push(text)
    void send(text).then((answer) => {
      if (answer.ok) this.acknowledged.set(text, answer.seq)
      else this.refused.push(answer.code)
    })
  }
}

/** Watches one member's link: how long a silence takes to be noticed, and how long an outbox takes to be flushed. */
export class LinkWatch {
  readonly noticed: number[] = []
  #state: LinkState = { name: 'stopped' }
  #silentSince: number | null = null

  get isLive(): boolean {
    return this.#state.name === 'live'
  }

  /** Since when the way is open, or null. */
  get liveSince(): number | null {
    return this.#state.name === 'live' ? this.#state.since : null
  }

  /** Since when a silence has not been noticed, or null. */
  get silentSince(): number | null {
    return this.#silentSince
  }

  changed(state: LinkState, now: number): void {
    this.#state = state
    if (state.name === 'live' || this.#silentSince === null) return
    this.noticed.push(now - this.#silentSince)
    this.#silentSince = null
  }

  /** The proxy has silenced its socket. Nothing lies to somebody who is not live. */
  silenced(now: number): void {
    if (this.isLive) this.#silentSince = now
  }
}

/** A member who has more unanswered commands than this waits before sending more: nobody types on for ever. */
export const MOST_WAITING = 200
