import type { Turn } from '../../../../models/runtime/encoder.ts'
import type { Said } from '../../../../models/runtime/shares.ts'
import type { Chosen, Down, Trouble, Up } from './messages.ts'

/** The thread that reads, as the page sees it. */
export interface Thread {
  postMessage(message: Up): void
  terminate(): void
  onmessage: ((event: MessageEvent<Down>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export type RemoteState =
  | { name: 'off' }
  | { name: 'loading'; received: number; total: number }
  | { name: 'paused' }
  | { name: 'ready' }
  | { name: 'failed'; code: Trouble | 'crashed' }

interface Asked {
  id: number
  turns: readonly Turn[]
  give: (said: Said[] | null) => void
}

/** A thread that has not answered for so long, and so much longer for each turn, is taken for dead; milliseconds. */
const LONGEST_READING = 15_000
const LONGEST_TURN = 5_000
/** How long a thread that died waits for the next one, the first time and the times after it; then there is no other. */
const PAUSES = [0, 2_000, 10_000, 60_000]

/**
 * The encoder in a thread of its own. One question is with it at a time; of those that wait, the newest alone is asked
 * and the others are given null. A thread that dies is started anew.
 */
export class RemoteEncoder {
  readonly #start: () => Thread
  readonly #changed: (state: RemoteState) => void
  #thread: Thread | null = null
  #model: Chosen | null = null
  #state: RemoteState = { name: 'off' }
  #asked: Asked | null = null
  #waiting: Asked | null = null
  #watch: ReturnType<typeof setTimeout> | null = null
  #revival: ReturnType<typeof setTimeout> | null = null
  #crashes = 0
  #lastId = 0

  constructor(start: () => Thread, changed: (state: RemoteState) => void) {
    this.#start = start
    this.#changed = changed
  }

  get state(): RemoteState {
    return this.#state
  }

  /** Fetches and loads a model, or goes on where that was paused or failed. */
  load(model: Chosen): void {
    if (this.#state.name === 'loading' && this.#model === model) return
    this.#model = model
    if (this.#revival) clearTimeout(this.#revival)
    this.#revival = null
    this.#thread ??= this.#live()
    this.#become({ name: 'loading', received: 0, total: 0 })
    this.#thread.postMessage({ type: 'load', model })
  }

  /** Stops what is being fetched; what came whole is kept. */
  pause(): void {
    if (this.#state.name !== 'loading') return
    this.#thread?.postMessage({ type: 'pause' })
    this.#become({ name: 'paused' })
  }

  /** Ends the thread and gives its memory back. */
  stop(): void {
    this.#crashes = 0
    this.#end()
    this.#become({ name: 'off' })
  }

  /** Reads turns. Null where there is no model yet, where newer turns came, or where the thread died over it. */
  read(turns: readonly Turn[]): Promise<Said[] | null> {
    if (this.#state.name !== 'ready') return Promise.resolve(null)
    return new Promise((give) => {
      this.#waiting?.give(null)
      this.#waiting = { id: ++this.#lastId, turns, give }
      this.#next()
    })
  }

  #next(): void {
    if (this.#asked || !this.#waiting || !this.#thread) return
    this.#asked = this.#waiting
    this.#waiting = null
    this.#watch = setTimeout(() => this.#crashed(), LONGEST_READING + LONGEST_TURN * this.#asked.turns.length)
    this.#thread.postMessage({ type: 'read', id: this.#asked.id, turns: this.#asked.turns })
  }

  #live(): Thread {
    const thread = this.#start()
    // A thread that was ended has nothing more to say.
    thread.onmessage = ({ data }) => {
      if (thread === this.#thread) this.#heard(data)
    }
    thread.onerror = (event) => {
      event.preventDefault()
      if (thread === this.#thread) this.#crashed()
    }
    return thread
  }

  #heard(message: Down): void {
    switch (message.type) {
      case 'progress':
        // What was under way when it was paused.
        if (this.#state.name === 'paused') return
        return this.#become({ name: 'loading', received: message.received, total: message.total })
      case 'ready':
        return this.#become({ name: 'ready' })
      case 'failed':
        this.#end()
        return this.#become({ name: 'failed', code: message.code })
      case 'said':
        this.#crashes = 0
        return this.#answered(message.id, message.said)
      case 'unread':
        return this.#answered(message.id, null)
    }
  }

  #answered(id: number, said: Said[] | null): void {
    if (this.#asked?.id !== id) return
    const { give } = this.#asked
    this.#asked = null
    if (this.#watch) clearTimeout(this.#watch)
    give(said)
    this.#next()
  }

  #crashed(): void {
    this.#end()
    const pause = PAUSES[this.#crashes++]
    const model = this.#model
    this.#become({ name: 'failed', code: 'crashed' })
    if (pause !== undefined && model) this.#revival = setTimeout(() => this.load(model), pause)
  }

  #end(): void {
    if (this.#watch) clearTimeout(this.#watch)
    if (this.#revival) clearTimeout(this.#revival)
    this.#thread?.terminate()
    this.#thread = null
    for (const asked of [this.#asked, this.#waiting]) asked?.give(null)
    this.#asked = null
    this.#waiting = null
  }

  #become(state: RemoteState): void {
    this.#state = state
    this.#changed(state)
  }
}
