import { unreachable } from '../base/assert.ts'
import { backoff } from '../base/backoff.ts'
import { type Millis, SECOND } from '../base/clock.ts'
import { LIMITS } from '../base/limits.ts'
import { hasLog } from '../base/new-ids.ts'
import type { Random } from '../base/random.ts'
import type { Down } from '../protocol/down.ts'
import { CLOSE, isTerminal } from '../protocol/error.ts'
import type { Feed } from '../protocol/feed.ts'
import type { Welcome } from '../protocol/hello.ts'
import type { Ack } from '../protocol/push.ts'
import type { Up } from '../protocol/up.ts'
import { PROTOCOL_WITH_AFTER } from '../protocol/version.ts'
import { Following } from './following.ts'
import { type Action, type Input, type LinkState, pingAt } from './link-state.ts'
import { Sending } from './sending.ts'

/**
 * The link as a machine. It holds no socket and no timer: it is told what happened and says what to do, so that a
 * simulation can drive thousands of them. One link follows one or many objects over one socket.
 *   stopped --start--> offline <--offline-- (any)
 *                        | online
 *                        v
 *   waiting <--closed-- connecting --opened--> live
 *      |                                        |
 *      +---- its time comes: connecting <-------+ closed, or no answer to a ping
 *   refused: a terminal error; only `start` leaves it.
 */
export class Session {
  #state: LinkState = { name: 'stopped' }
  readonly #following = new Following()
  readonly #sending = new Sending()
  #attempt = 0
  /** What the other end speaks; 0 while it has not said. */
  #protocol = 0
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
      case 'live':
        // While a ping is out, whether anybody is there at all is the only question.
        if (state.pinged !== null) return pingAt(state)
        return Math.min(pingAt(state), this.#sending.wakeAt() ?? Infinity, this.#following.wakeAt() ?? Infinity)
      default:
        return null
    }
  }

  step(input: Input, now: Millis): Action[] {
    const actions = this.#take(input, now)
    if (this.#state.name === 'live' && actions.some(isSpoken)) this.#state = { ...this.#state, spoken: now }
    return actions
  }

  #take(input: Input, now: Millis): Action[] {
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
        return this.#following.add(input.to, input.head) && this.#state.name === 'live' ? this.#greet(now) : []
      case 'unfollow':
        this.#following.drop(input.to)
        return []
      case 'rewind':
        this.#following.rewind(input.to, input.head)
        return this.#state.name === 'live' ? this.#greet(now) : []
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
      this.#protocol = 0
    }
    return []
  }

  #connect(now: Millis, attempt: number): Action[] {
    this.#attempt = attempt
    return [...this.#become({ name: 'connecting', since: now, attempt }), { do: 'connect' }]
  }

  #opened(now: Millis): Action[] {
    if (this.#state.name !== 'connecting') return []
    this.#become({ name: 'live', since: now, heard: now, spoken: now, pinged: null, trip: null, greeted: false })
    return this.#greet(now)
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
        return this.#feed(frame, now)
      case 'ack':
        return this.#acknowledged(frame, now)
      case 'seat':
        return this.#following.isNews(frame) ? [{ do: 'deliver', frame }] : []
      case 'error':
        return this.#error(frame, now)
      default:
        return [{ do: 'deliver', frame }]
    }
  }

  #welcome(frame: Welcome, now: Millis): Action[] {
    const taken = this.#following.welcome(frame, now)
    if (!taken) return []
    if (this.#state.name === 'live') this.#state = { ...this.#state, greeted: true }
    this.#protocol = frame.protocol
    const forget: Action[] = taken.again.length > 0 ? [{ do: 'forget', of: frame.of }] : []
    return [...forget, { do: 'deliver', frame }, ...taken.again.map(send), ...this.#flush(now)]
  }

  #acknowledged(frame: Ack, now: Millis): Action[] {
    let reached = frame.seq ?? 0
    for (const { id, answer } of frame.receipts) {
      this.#sending.answered(id)
      if (answer.ok) reached = Math.max(reached, answer.seq)
    }
    const again = hasLog(frame.of) ? this.#following.reached(frame.of, reached, now) : []
    return [{ do: 'deliver', frame }, ...again.map(send), ...this.#flush(now)]
  }

  #feed(frame: Feed, now: Millis): Action[] {
    const { news, again } = this.#following.feed(frame, now)
    return [...(news ? [{ do: 'deliver' as const, frame: news }] : []), ...again.map(send)]
  }

  #error(frame: Extract<Down, { type: 'error' }>, now: Millis): Action[] {
    if (isTerminal(frame.kind))
      return [...this.#become({ name: 'refused', kind: frame.kind }), { do: 'disconnect' }, { do: 'deliver', frame }]
    if (frame.kind === 'not-found' && frame.of) this.#following.drop(frame.of)
    if (frame.kind === 'not-found' && frame.of && this.#sending.asksOnceMore(frame.of)) return this.#flush(now)
    // What was sent behind a command that was turned away, or never arrived, is not taken either: nothing overtakes.
    if ((frame.kind === 'busy' || frame.kind === 'gap') && frame.of) this.#following.halt(frame.of)
    if (frame.kind === 'busy') this.#sending.rest(frame.of ?? null, now + (frame.minWait ?? SECOND))
    if (frame.kind !== 'gap' || !frame.of) return [{ do: 'deliver', frame }]
    this.#sending.halt(frame.of)
    return [...this.#greet(now), ...this.#flush(now)]
  }

  #greet(now: Millis): Action[] {
    return this.#following.due(now, (to) => this.#sending.rests(to, now)).map(send)
  }

  #flush(now: Millis): Action[] {
    if (this.#state.name !== 'live') return []
    return this.#sending.due(now, (to) => this.#following.mayReceive(to), this.#protocol >= PROTOCOL_WITH_AFTER).map(send)
  }

  /** A rest may be over, and what was owed an answer for too long is asked again. */
  #askAgain(now: Millis): Action[] {
    for (const to of this.#sending.overdue(now)) {
      this.#sending.halt(to)
      this.#following.halt(to)
    }
    return [...this.#greet(now), ...this.#flush(now)]
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
        if (now >= pingAt(state)) {
          // No answer: the socket is half open. It is dropped here, since TCP may take minutes to notice.
          if (state.pinged !== null) return [{ do: 'disconnect' }, ...this.#connect(now, 0)]
          this.#state = { ...state, pinged: now }
          return [{ do: 'ping' }, ...this.#askAgain(now)]
        }
        return this.#askAgain(now)
      }
      default:
        return []
    }
  }
}

const isSpoken = (action: Action): boolean => action.do === 'send' || action.do === 'ping'

const send = (frame: Up): Action => ({ do: 'send', frame })
