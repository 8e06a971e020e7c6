import type { Clock, Millis } from '../base/clock.ts'
import type { ObjectId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { PING, PONG, parseDown, write } from '../protocol/codec.ts'
import type { Down } from '../protocol/down.ts'
import type { Up } from '../protocol/up.ts'
import type { Waiting } from './outbox.ts'
import { type Input, type LinkState, Session } from './session.ts'

/** One socket, whatever the platform's is called. */
export interface Wire {
  send(text: string): void
  close(): void
}

export interface WireEvents {
  opened(): void
  text(text: unknown): void
  closed(code: number): void
}

/** The world a link needs: sockets, time, and whom to tell. */
export interface LinkDeps {
  open(events: WireEvents): Wire
  now: Clock
  /** Calls back at a time; the answer cancels it. */
  callAt(at: Millis, call: () => void): () => void
  random: Random
  deliver(frame: Down): void
  changed(state: LinkState): void
}

/** Drives a session machine over real sockets. Holds no rule of its own: the same for browser, terminal and tests. */
export class Link {
  readonly #deps: LinkDeps
  readonly #session: Session
  #wire: Wire | null = null
  #cancelTimer: (() => void) | null = null

  constructor(deps: LinkDeps) {
    this.#deps = deps
    this.#session = new Session(deps.random)
  }

  get state(): LinkState {
    return this.#session.state
  }

  start(online: boolean): void {
    this.#step({ type: 'start', online })
  }

  stop(): void {
    this.#step({ type: 'stop' })
  }

  online(online: boolean): void {
    this.#step({ type: online ? 'online' : 'offline' })
  }

  follow(to: ObjectId, head: number): void {
    this.#step({ type: 'follow', to, head })
  }

  unfollow(to: ObjectId): void {
    this.#step({ type: 'unfollow', to })
  }

  /** Hands over what waits, in order: sent as soon as the way is open. */
  outbox(waiting: readonly Waiting[]): void {
    this.#step({ type: 'outbox', waiting })
  }

  /** Sends a frame that may be lost (presence): only where the way is open now. */
  say(frame: Up): void {
    if (this.#session.state.name === 'live') this.#wire?.send(write(frame))
  }

  oldestInFlight(): Millis | null {
    return this.#session.oldestInFlight()
  }

  #step(input: Input): void {
    const before = this.#session.state
    for (const action of this.#session.step(input, this.#deps.now())) {
      switch (action.do) {
        case 'connect':
          this.#connect()
          break
        case 'disconnect':
          this.#drop()
          break
        case 'ping':
          this.#wire?.send(PING)
          break
        case 'send':
          this.#wire?.send(write(action.frame))
          break
        case 'deliver':
          this.#deps.deliver(action.frame)
          break
      }
    }
    this.#arm()
    if (this.#session.state !== before) this.#deps.changed(this.#session.state)
  }

  /** Events of a wire that has been dropped meanwhile are not listened to any more. */
  #connect(): void {
    this.#drop()
    let wire: Wire | null = null
    const current = () => this.#wire === wire && wire !== null
    wire = this.#deps.open({
      opened: () => current() && this.#step({ type: 'opened' }),
      text: (text) => current() && this.#heard(text),
      closed: (code) => {
        if (!current()) return
        this.#wire = null
        this.#step({ type: 'closed', code })
      },
    })
    this.#wire = wire
  }

  #heard(text: unknown): void {
    if (text === PONG) return this.#step({ type: 'pong' })
    const parsed = parseDown(text)
    // A frame this code does not understand is passed over: what it held is asked for again when a gap shows.
    if (parsed.ok) this.#step({ type: 'frame', frame: parsed.frame })
  }

  #drop(): void {
    const wire = this.#wire
    this.#wire = null
    wire?.close()
  }

  #arm(): void {
    this.#cancelTimer?.()
    const at = this.#session.wakeAt()
    this.#cancelTimer = at === null ? null : this.#deps.callAt(at, () => this.#step({ type: 'tick' }))
  }
}
