import type { Clock, Millis } from '../base/clock.ts'
import type { CommandId, ObjectId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { PING, PONG, parseDown, write } from '../protocol/codec.ts'
import type { Down } from '../protocol/down.ts'
import type { Push } from '../protocol/push.ts'
import type { Up } from '../protocol/up.ts'
import type { Input, LinkState } from './link-state.ts'
import type { Waiting } from './outbox.ts'
import { Session } from './session.ts'

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
  /** The log of an object was put back from a backup: what was copied of it is of something that is gone. */
  forget(of: ObjectId): void
  /**
   * Notes that commands are leaving, before they do: from then on they can no longer be called back. The answer names
   * those that may leave; one that was called back meanwhile is not among them. Without it everything may.
   */
  claim?(ids: readonly CommandId[]): Promise<ReadonlySet<CommandId>>
  changed(state: LinkState): void
}

/** Drives a session machine over real sockets. Holds no rule of its own: the same for browser, terminal and tests. */
export class Link {
  readonly #deps: LinkDeps
  readonly #session: Session
  #wire: Wire | null = null
  #cancelTimer: (() => void) | null = null
  #claiming: Promise<void> = Promise.resolve()

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

  /** The copy of a log ends earlier than was thought (a write failed): what follows is asked for again. */
  rewind(to: ObjectId, head: number): void {
    this.#step({ type: 'rewind', to, head })
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
          if (action.frame.type === 'push' && this.#deps.claim) this.#leave(action.frame)
          else this.#wire?.send(write(action.frame))
          break
        case 'forget':
          this.#deps.forget(action.of)
          break
        case 'deliver':
          this.#deps.deliver(action.frame)
          break
      }
    }
    this.#arm()
    if (this.#session.state !== before) this.#deps.changed(this.#session.state)
  }

  /** Claims a push and sends what may leave, one push after another, on the socket that it was meant for. */
  #leave(push: Push): void {
    const wire = this.#wire
    this.#claiming = this.#claiming
      .then(async () => {
        if (this.#wire !== wire || !this.#deps.claim) return
        const claimed = await this.#deps.claim(push.commands.map((command) => command.id))
        const commands = push.commands.filter((command) => claimed.has(command.id))
        if (this.#wire === wire && commands.length > 0) wire?.send(write({ ...push, commands }))
      })
      // What could not be claimed was not sent: it is asked for again when its answer is overdue.
      .catch(() => {})
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
