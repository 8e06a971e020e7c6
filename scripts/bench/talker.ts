import { sleep } from './server.ts'
import { Wire } from './wire.ts'

export const TEXT = '我的货到哪了，昨天下的单，今天还没有看到物流更新'
/** How long somebody waits who lost the connection, in milliseconds. */
const RECONNECT = 1000

/** What a frame from the server says to the one who talks. */
export type Heard =
  | { what: 'answers'; accepted: readonly string[]; refused: readonly string[] }
  | { what: 'welcome' }
  | { what: 'busy'; minWait: number }
  | { what: 'events'; ids: readonly string[] }

/** How one conversation is talked to, with a kind of server. */
export interface Speech {
  path: string
  cookie: string
  /** What must be sent and welcomed before anything else; null where nobody greets. */
  hello: string | null
  push(ids: readonly string[]): string
  typing(is: boolean): string
  /** `whole`: events are wanted too, which costs more. */
  hear(payload: Buffer, whole: boolean): Heard | null
}

/** Keeps the score of what became of messages. `at` is when the message was meant to be sent. */
export interface Tally {
  accepted(at: number): void
  refused(): void
  shed(): void
  /** The socket went, and whether it was taken nobody knows. */
  dropped(): void
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RUN = Array.from({ length: 16 }, () => ALPHABET[Math.floor(Math.random() * 32)]).join('')
let ids = 0
/** An id of a command that is cheap to make: random for the run, counted within it. */
export const nextId = (): string => `m_${RUN}${String(ids++).padStart(10, '0')}`

/** One conversation over one socket. Waits and greets again when it is told to; connects again when it is cut off. */
export class Talker {
  readonly speech: Speech
  readonly acknowledged: string[] = []
  /** Hears the ids of events, where somebody wants them. */
  onEvents: ((ids: readonly string[]) => void) | null = null
  readonly #base: string
  readonly #pending = new Map<string, { at: number; tally: Tally }>()
  #wire: Wire | null = null
  #welcomed: (() => void) | null = null
  #free = false
  #closed = false

  private constructor(base: string, speech: Speech) {
    this.#base = base
    this.speech = speech
  }

  static async open(base: string, speech: Speech): Promise<Talker> {
    const talker = new Talker(base, speech)
    await talker.connect()
    return talker
  }

  /** Whether it may send: it is connected, welcomed and not told to wait. */
  get free(): boolean {
    return this.#free
  }

  get waiting(): number {
    return this.#pending.size
  }

  async connect(): Promise<void> {
    const wire = await Wire.open(this.#base, this.speech.path, this.speech.cookie)
    this.#wire = wire
    wire.onText = (payload) => this.#hear(payload)
    await new Promise<void>((resolve, reject) => {
      wire.onClose = () => {
        reject(new Error(`cut off from ${this.speech.path}`))
        this.#cut()
      }
      this.#welcomed = resolve
      this.#greet()
    })
  }

  /** Sends messages in one frame. What is turned away is told to the tally and not sent again. */
  send(messages: readonly string[], at: number, tally: Tally, frame = this.speech.push(messages)): void {
    for (const id of messages) this.#pending.set(id, { at, tally })
    this.#wire?.send(frame)
  }

  /** Sends one message and resolves when it is acknowledged. */
  say(): Promise<void> {
    return new Promise((resolve, reject) => {
      const never = () => reject(new Error(`a message was not taken at ${this.speech.path}`))
      this.send([nextId()], 0, { accepted: () => resolve(), refused: never, shed: never, dropped: never })
    })
  }

  type(is: boolean): void {
    if (this.#free) this.#wire?.send(this.speech.typing(is))
  }

  close(): void {
    this.#closed = true
    this.#free = false
    this.#wire?.close()
    this.#wire = null
  }

  #hear(payload: Buffer): void {
    const heard = this.speech.hear(payload, this.onEvents !== null)
    if (!heard) return
    if (heard.what === 'events') this.onEvents?.(heard.ids)
    if (heard.what === 'welcome') {
      this.#free = true
      this.#welcomed?.()
      this.#welcomed = null
    }
    if (heard.what === 'busy') this.#wait(heard.minWait)
    if (heard.what === 'answers') {
      for (const id of heard.accepted) {
        this.acknowledged.push(id)
        const sent = this.#pending.get(id)
        sent?.tally.accepted(sent.at)
        this.#pending.delete(id)
      }
      for (const id of heard.refused) {
        this.#pending.get(id)?.tally.refused()
        this.#pending.delete(id)
      }
    }
  }

  #greet(): void {
    if (this.speech.hello !== null) return this.#wire?.send(this.speech.hello)
    this.#free = true
    this.#welcomed?.()
    this.#welcomed = null
  }

  /** Frames are answered in order, and behind a busy one nothing is taken: whatever is without an answer was turned away. */
  #wait(minWait: number): void {
    this.#free = false
    for (const { tally } of this.#pending.values()) tally.shed()
    this.#pending.clear()
    const wire = this.#wire
    setTimeout(() => {
      if (this.#wire === wire) this.#greet()
    }, minWait)
  }

  #cut(): void {
    this.#free = false
    this.#wire = null
    for (const { tally } of this.#pending.values()) tally.dropped()
    this.#pending.clear()
    if (!this.#closed) void this.#reconnect()
  }

  async #reconnect(): Promise<void> {
    await sleep(RECONNECT * (0.5 + Math.random()))
    if (!this.#closed && !this.#wire) await this.connect().catch(() => this.#reconnect())
  }
}
