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

type Question = Extract<Up, { type: 'read' | 'embed' }>
type Answer = Extract<Down, { type: 'said' | 'embedded' }>

interface Asked {
  question: Question
  rank: Rank
  give: (answer: Answer | null) => void
}

/** What is asked first of all that waits: what a customer waits for, then what a screen shows, then what is learned for later. */
export type Rank = 'now' | 'soon' | 'some-day'
const RANKS: readonly Rank[] = ['now', 'soon', 'some-day']

/** A thread that has not answered for so long, and so much longer for each text, is taken for dead; milliseconds. */
const LONGEST_READING = 15_000
const LONGEST_TEXT = 5_000
/** How long a thread that died waits for the next one, the first time and the times after it; then there is no other. */
const PAUSES = [0, 2_000, 10_000, 60_000]

/**
 * The encoder in a thread of its own. One question is with it at a time; of the readings that wait, the newest alone is
 * asked and the others are given null. A thread that dies is started anew.
 */
export class RemoteEncoder {
  readonly #start: () => Thread
  readonly #changed: (state: RemoteState) => void
  #thread: Thread | null = null
  #model: Chosen | null = null
  #state: RemoteState = { name: 'off' }
  #asked: Asked | null = null
  #waiting: Asked[] = []
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
    const older = this.#waiting.filter(({ question }) => question.type === 'read')
    this.#waiting = this.#waiting.filter((asked) => !older.includes(asked))
    for (const { give } of older) give(null)
    return this.#ask({ type: 'read', id: ++this.#lastId, turns }, 'soon').then((answer) => (answer?.type === 'said' ? answer.said : null))
  }

  /** Vectors of texts; of few at a time, since nothing else is read meanwhile. Null where there is no model that has them. */
  embed(texts: readonly string[], rank: Rank): Promise<Float32Array[] | null> {
    const asked = this.#ask({ type: 'embed', id: ++this.#lastId, texts }, rank)
    return asked.then((answer) => (answer?.type === 'embedded' ? answer.vectors : null))
  }

  #ask(question: Question, rank: Rank): Promise<Answer | null> {
    if (this.#state.name !== 'ready') return Promise.resolve(null)
    return new Promise((give) => {
      this.#waiting.push({ question, rank, give })
      this.#next()
    })
  }

  #next(): void {
    if (this.#asked || !this.#thread) return
    const next = RANKS.flatMap((rank) => this.#waiting.find((asked) => asked.rank === rank) ?? [])[0]
    if (!next) return
    this.#waiting.splice(this.#waiting.indexOf(next), 1)
    this.#asked = next
    const { question } = next
    const texts = question.type === 'read' ? question.turns.length : question.texts.length
    this.#watch = setTimeout(() => this.#crashed(), LONGEST_READING + LONGEST_TEXT * texts)
    this.#thread.postMessage(question)
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
      case 'embedded':
        this.#crashes = 0
        return this.#answered(message.id, message)
      case 'unread':
        return this.#answered(message.id, null)
    }
  }

  #answered(id: number, answer: Answer | null): void {
    if (this.#asked?.question.id !== id) return
    const { give } = this.#asked
    this.#asked = null
    if (this.#watch) clearTimeout(this.#watch)
    give(answer)
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
    const given = [...(this.#asked ? [this.#asked] : []), ...this.#waiting]
    this.#asked = null
    this.#waiting = []
    for (const { give } of given) give(null)
  }

  #become(state: RemoteState): void {
    this.#state = state
    this.#changed(state)
  }
}
