import { randomBytes } from 'node:crypto'
import type { ObjectId } from '../../shared/base/ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { Link } from '../../shared/sync/link.ts'
import type { LinkState } from '../../shared/sync/link-state.ts'
import type { Waiting } from '../../shared/sync/outbox.ts'
import type { Http } from './http.ts'

export const nodeRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) }

/** Node's WebSocket takes headers, which the types of the browser's do not know. */
const Socket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket

export interface TerminalLinkDeps {
  http: Http
  /** `/api/connect/seat` or `/api/connect/conversations/:id`. */
  path: string
  deliver(frame: Down): void
  /** A log was put back from a backup: what was kept of it is gone. */
  forget(of: ObjectId): void
  changed?(state: LinkState): void
}

/**
 * A link for programs, with an outbox in memory: a command stays in it until its receipt has come, through any number of
 * reconnects.
 */
export class TerminalLink {
  readonly link: Link
  readonly #outbox = new Map<string, Waiting>()
  readonly #settled = new Map<string, (answer: Extract<Down, { type: 'ack' }>['receipts'][number]['answer']) => void>()
  #order = 0

  constructor({ http, path, deliver, forget, changed }: TerminalLinkDeps) {
    this.link = new Link({
      open(events) {
        const socket = new Socket(http.base.replace(/^http/, 'ws') + path, { headers: { cookie: http.cookie } })
        socket.onopen = () => events.opened()
        socket.onmessage = (message) => events.text(message.data)
        // A handshake that fails tells only an error; a close that follows it comes with 1006.
        socket.onclose = (close) => events.closed(close.code)
        socket.onerror = () => {}
        return { send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text), close: () => socket.close() }
      },
      now: Date.now,
      callAt(at, call) {
        const timer = setTimeout(call, Math.max(0, at - Date.now()))
        return () => clearTimeout(timer)
      },
      random: nodeRandom,
      forget,
      deliver: (frame) => {
        if (frame.type === 'ack') for (const receipt of frame.receipts) this.#settle(receipt)
        if (frame.type === 'error' && frame.kind === 'not-found' && frame.of) this.#refuseAll(frame.of)
        deliver(frame)
      },
      changed: (state) => changed?.(state),
    })
  }

  get waiting(): number {
    return this.#outbox.size
  }

  /** Puts a command into the outbox; the promise is its answer, however long that takes. */
  send(to: ObjectId, command: Waiting['command']): Promise<Extract<Down, { type: 'ack' }>['receipts'][number]['answer']> {
    this.#outbox.set(command.id, { order: this.#order++, to, command })
    const answered = new Promise<Extract<Down, { type: 'ack' }>['receipts'][number]['answer']>((resolve) =>
      this.#settled.set(command.id, resolve),
    )
    this.link.outbox([...this.#outbox.values()])
    return answered
  }

  /** What waits for an object that is not ours, or no longer, can never be sent. */
  #refuseAll(to: ObjectId): void {
    for (const { to: target, command } of [...this.#outbox.values()])
      if (target === to) this.#settle({ id: command.id, answer: { ok: false, code: 'not-found' } })
  }

  #settle({ id, answer }: Extract<Down, { type: 'ack' }>['receipts'][number]): void {
    this.#outbox.delete(id)
    this.#settled.get(id)?.(answer)
    this.#settled.delete(id)
    this.link.outbox([...this.#outbox.values()])
  }
}
