import { unreachable } from '../base/assert.ts'
import { backoff } from '../base/backoff.ts'
import { type Millis, SECOND } from '../base/clock.ts'
import type { ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Random } from '../base/random.ts'
import type { Down } from '../protocol/down.ts'
import { CLOSE, type ErrorKind, isTerminal } from '../protocol/error.ts'
import type { Feed } from '../protocol/feed.ts'
import type { Welcome } from '../protocol/hello.ts'
import type { Up } from '../protocol/up.ts'
import { Following } from './following.ts'
import type { Waiting } from './outbox.ts'
import { Sending } from './sending.ts'

/**
 * The link as a machine. It holds no socket and no timer: it is told what happened and says what to do, so that a
 * simulation can drive thousands of them. One link follows one or many objects over one socket.
 *
 *   stopped --start--> offline <--offline-- (any)
 *                        | online
 *                        v
 *   waiting <--closed-- connecting --opened--> live
 *      |                                        |
 *      +---- its time comes: connecting <-------+ closed, or no answer to a ping
 *   refused: a terminal error; only `start` leaves it.
 */
export type LinkState =
  | { name: 'stopped' }
  | { name: 'offline' }
  | { name: 'waiting'; until: Millis; attempt: number }
  | { name: 'connecting'; since: Millis; attempt: number }
  | { name: 'live'; since: Millis; heard: Millis; pinged: Millis | null; trip: Millis | null; greeted: boolean }
  | { name: 'refused'; kind: ErrorKind }

export type Input =
  | { type: 'start'; online: boolean }
  | { type: 'stop' }
  | { type: 'online' }
  | { type: 'offline' }
  | { type: 'opened' }
  | { type: 'closed'; code: number }
  | { type: 'pong' }
  | { type: 'frame'; frame: Down }
  | { type: 'follow'; to: ObjectId; head: number }
  | { type: 'unfollow'; to: ObjectId }
  | { type: 'outbox'; waiting: readonly Waiting[] }
  | { type: 'tick' }

export type Action = { do: 'connect' } | { do: 'disconnect' } | { do: 'ping' } | { do: 'send'; frame: Up } | { do: 'deliver'; frame: Down }

export class Session {
  #state: LinkState = { name: 'stopped' }
  readonly #following = new Following()
  readonly #sending = new Sending()
  #attempt = 0
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  get state(): LinkState {
    return this.#state
  }

  /** Commands sent on this socket and not answered yet: the oldest one's age tells a weak link. */
  oldestInFlight(): Millis | null {
    return this.#sending.oldest()
  }

  /** When `tick` must be called at the latest, or null. */
  wakeAt(): Millis | null {
    const state = this.#state
    switch (state.name) {
      case 'waiting':
        return state.until
      case 'connecting':
        return state.since + LIMITS.connect
      case 'live': {
        const ping = state.pinged === null ? state.heard + LIMITS.ping : state.pinged + LIMITS.pong
        return Math.min(ping, this.#sending.pausedUntil() ?? ping)
      }
      default:
        return null
    }
  }

  step(input: Input, now: Millis): Action[] {
    switch (input.type) {
      case 'start':
        if (this.#state.name !== 'stopped' && this.#state.name !== 'refused') return []
        return input.online ? this.#connect(now, 0) : this.#become({ name: 'offline' })
      case 'stop':
        return [...this.#become({ name: 'stopped' }), { do: 'disconnect' }]
      case 'online':
        return this.#state.name === 'offline' || this.#state.name === 'waiting' ? this.#connect(now, 0) : []
      case 'offline':
        if (this.#state.name === 'stopped' || this.#state.name === 'refused') return []
        return [...this.#become({ name: 'offline' }), { do: 'disconnect' }]
      case 'opened':
        return this.#opened(now)
      case 'closed':
        return this.#closed(input.code, now)
      case 'pong':
        return this.#heard(now)
      case 'frame':
        return [...this.#heard(now), ...this.#frame(input.frame, now)]
      case 'follow':
        if (!this.#following.add(input.to, input.head)) return []
        return this.#state.name === 'live' ? this.#following.hellos(input.to).map(send) : []
      case 'unfollow':
        this.#following.drop(input.to)
        return []
      case 'outbox':
        this.#sending.show(input.waiting)
        return this.#flush(now)
      case 'tick':
        return this.#tick(now)
      default:
        return unreachable(input)
    }
  }

  #become(state: LinkState): Action[] {
    this.#state = state
    if (state.name !== 'live') {
      this.#sending.cut()
      this.#following.cut()
    }
    return []
  }

  #connect(now: Millis, attempt: number): Action[] {
    this.#attempt = attempt
    return [...this.#become({ name: 'connecting', since: now, attempt }), { do: 'connect' }]
  }

  #opened(now: Millis): Action[] {
    if (this.#state.name !== 'connecting') return []
    this.#become({ name: 'live', since: now, heard: now, pinged: null, trip: null, greeted: false })
    return this.#following.hellos().map(send)
  }

  #closed(code: number, now: Millis): Action[] {
    const state = this.#state
    if (state.name !== 'connecting' && state.name !== 'live') return []
    if (code === CLOSE.unauthorised) return this.#become({ name: 'refused', kind: 'unauthorised' })
    if (code === CLOSE.tooOld) return this.#become({ name: 'refused', kind: 'protocol-too-old' })
    // A socket that was greeted proves that the way is good; one that closes at once counts as another failed attempt.
    const attempt = state.name === 'live' && state.greeted ? 0 : this.#attempt + 1
    return this.#become({ name: 'waiting', until: now + backoff(attempt, this.#random), attempt })
  }

  #heard(now: Millis): Action[] {
    const state = this.#state
    if (state.name === 'live')
      this.#state = { ...state, heard: now, pinged: null, trip: state.pinged === null ? state.trip : now - state.pinged }
    return []
  }

  #frame(frame: Down, now: Millis): Action[] {
    if (this.#state.name !== 'live') return []
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame, now)
      case 'feed':
        return this.#feed(frame)
      case 'ack':
        for (const { id } of frame.receipts) this.#sending.answered(id)
        return [{ do: 'deliver', frame }, ...this.#flush(now)]
      case 'error':
        return this.#error(frame, now)
      default:
        return [{ do: 'deliver', frame }]
    }
  }

  #welcome(frame: Welcome, now: Millis): Action[] {
    const taken = this.#following.welcome(frame)
    if (!taken) return []
    if (this.#state.name === 'live') this.#state = { ...this.#state, greeted: true }
    return [{ do: 'deliver', frame }, ...taken.again.map(send), ...this.#flush(now)]
  }

  #feed(frame: Feed): Action[] {
    const taken = this.#following.feed(frame)
    if (!taken) return []
    return [taken.type === 'feed' ? { do: 'deliver', frame: taken } : send(taken)]
  }

  #error(frame: Extract<Down, { type: 'error' }>, now: Millis): Action[] {
    if (isTerminal(frame.kind))
      return [...this.#become({ name: 'refused', kind: frame.kind }), { do: 'disconnect' }, { do: 'deliver', frame }]
    if (frame.kind === 'not-found' && frame.of) this.#following.drop(frame.of)
    if (frame.kind === 'busy') {
      this.#sending.pause(now + (frame.minWait ?? SECOND))
      // What was sent behind the command that was turned away is turned away too, so that nothing overtakes it.
      if (frame.of) this.#following.halt(frame.of)
    }
    return [{ do: 'deliver', frame }]
  }

  #flush(now: Millis): Action[] {
    if (this.#state.name !== 'live') return []
    return this.#sending.due(now, (to) => this.#following.mayReceive(to)).map(send)
  }

  #tick(now: Millis): Action[] {
    const state = this.#state
    const due = this.wakeAt()
    if (due === null || now < due) return []
    switch (state.name) {
      case 'waiting':
        return this.#connect(now, state.attempt)
      case 'connecting':
        this.#become({ name: 'waiting', until: now + backoff(state.attempt + 1, this.#random), attempt: state.attempt + 1 })
        return [{ do: 'disconnect' }]
      case 'live': {
        const paused = this.#sending.pausedUntil()
        if (paused !== null && now >= paused) return [...this.#following.due().map(send), ...this.#flush(now)]
        if (state.pinged === null) {
          this.#state = { ...state, pinged: now }
          return [{ do: 'ping' }]
        }
        // No answer: the socket is half open. It is dropped here, since TCP may take minutes to notice.
        return [{ do: 'disconnect' }, ...this.#connect(now, 0)]
      }
      default:
        return []
    }
  }
}

const send = (frame: Up): Action => ({ do: 'send', frame })
