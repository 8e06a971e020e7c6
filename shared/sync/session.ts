import { unreachable } from '../base/assert.ts'
import { backoff } from '../base/backoff.ts'
import type { Millis } from '../base/clock.ts'
import type { CommandId, ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Random } from '../base/random.ts'
import type { Down } from '../protocol/down.ts'
import { CLOSE, type ErrorKind, isTerminal } from '../protocol/error.ts'
import type { Up } from '../protocol/up.ts'
import { PROTOCOL } from '../protocol/version.ts'
import type { Waiting } from './outbox.ts'

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

interface Target {
  head: number
  greeted: boolean
  /** A hello is under way: further gaps wait for its answer. */
  asked: boolean
}

export class Session {
  #state: LinkState = { name: 'stopped' }
  #targets = new Map<ObjectId, Target>()
  #waiting: readonly Waiting[] = []
  #inFlight = new Map<CommandId, Millis>()
  /** Answered, but still in the outbox we were last shown: its row leaves a moment after its answer. */
  #answered = new Set<CommandId>()
  #pausedUntil: Millis = 0
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  get state(): LinkState {
    return this.#state
  }

  /** Commands sent on this socket and not answered yet: the oldest one's age tells a weak link. */
  oldestInFlight(): Millis | null {
    const [oldest] = this.#inFlight.values()
    return oldest ?? null
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
        return this.#pausedUntil > 0 ? Math.min(ping, this.#pausedUntil) : ping
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
        return this.#follow(input.to, input.head)
      case 'unfollow':
        this.#targets.delete(input.to)
        return []
      case 'outbox':
        this.#waiting = input.waiting
        this.#answered = new Set(input.waiting.map((waiting) => waiting.command.id).filter((id) => this.#answered.has(id)))
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
      this.#inFlight.clear()
      this.#pausedUntil = 0
      for (const target of this.#targets.values()) Object.assign(target, { greeted: false, asked: false })
    }
    return []
  }

  #connect(now: Millis, attempt: number): Action[] {
    return [...this.#become({ name: 'connecting', since: now, attempt }), { do: 'connect' }]
  }

  #opened(now: Millis): Action[] {
    if (this.#state.name !== 'connecting') return []
    this.#become({ name: 'live', since: now, heard: now, pinged: null, trip: null, greeted: false })
    return [...this.#targets].map(([to, target]) => this.#hello(to, target))
  }

  #hello(to: ObjectId, target: Target): Action {
    target.asked = true
    return { do: 'send', frame: { type: 'hello', protocol: PROTOCOL, to, since: target.head } }
  }

  #closed(code: number, now: Millis): Action[] {
    const state = this.#state
    if (state.name !== 'connecting' && state.name !== 'live') return []
    if (code === CLOSE.unauthorised) return this.#become({ name: 'refused', kind: 'unauthorised' })
    if (code === CLOSE.tooOld) return this.#become({ name: 'refused', kind: 'protocol-too-old' })
    // A socket that was greeted proves that the way is good; one that closes at once counts as another failed attempt.
    const attempt = state.name === 'connecting' ? state.attempt + 1 : state.greeted ? 0 : 1
    return this.#become({ name: 'waiting', until: now + backoff(attempt, this.#random), attempt })
  }

  #heard(now: Millis): Action[] {
    const state = this.#state
    if (state.name === 'live') this.#state = { ...state, heard: now, pinged: null, trip: state.pinged === null ? state.trip : now - state.pinged }
    return []
  }

  #follow(to: ObjectId, head: number): Action[] {
    const known = this.#targets.get(to)
    if (known) return []
    const target: Target = { head, greeted: false, asked: false }
    this.#targets.set(to, target)
    return this.#state.name === 'live' ? [this.#hello(to, target)] : []
  }

  #frame(frame: Down, now: Millis): Action[] {
    if (this.#state.name !== 'live') return []
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame, now)
      case 'feed':
        return this.#feed(frame)
      case 'ack':
        for (const { id } of frame.receipts) {
          this.#inFlight.delete(id)
          this.#answered.add(id)
        }
        return [{ do: 'deliver', frame }, ...this.#flush(now)]
      case 'error':
        return this.#error(frame, now)
      default:
        return [{ do: 'deliver', frame }]
    }
  }

  #welcome(frame: Extract<Down, { type: 'welcome' }>, now: Millis): Action[] {
    const target = this.#targets.get(frame.of)
    if (!target) return []
    Object.assign(target, { greeted: true, asked: false })
    if (this.#state.name === 'live') this.#state = { ...this.#state, greeted: true }
    // A log that ends before ours was put back from a backup: the copy is dropped by the replica, and all is asked again.
    if (frame.seq < target.head) {
      target.head = 0
      return [{ do: 'deliver', frame }, this.#hello(frame.of, target)]
    }
    return [{ do: 'deliver', frame }, ...this.#flush(now)]
  }

  /** Events that are known are passed over; a gap is asked for again, never skipped. */
  #feed(frame: Extract<Down, { type: 'feed' }>): Action[] {
    const target = this.#targets.get(frame.of)
    if (!target) return []
    const events = frame.events.filter((event) => event.seq > target.head)
    const [first] = events
    const last = events.at(-1)
    if (!first || !last) return []
    if (first.seq !== target.head + 1) return target.asked ? [] : [this.#hello(frame.of, target)]
    target.head = last.seq
    return [{ do: 'deliver', frame: { ...frame, events } }]
  }

  #error(frame: Extract<Down, { type: 'error' }>, now: Millis): Action[] {
    if (isTerminal(frame.kind)) return [...this.#become({ name: 'refused', kind: frame.kind }), { do: 'disconnect' }, { do: 'deliver', frame }]
    if (frame.kind === 'not-found' && frame.of) this.#targets.delete(frame.of)
    if (frame.kind === 'busy') {
      this.#inFlight.clear()
      this.#pausedUntil = now + (frame.minWait ?? 1000)
    }
    return [{ do: 'deliver', frame }]
  }

  /** Sends what waits and is not under way, in order, to objects that have greeted. */
  #flush(now: Millis): Action[] {
    if (this.#state.name !== 'live' || now < this.#pausedUntil) return []
    this.#pausedUntil = 0
    const byTarget = new Map<ObjectId, Waiting[]>()
    for (const waiting of this.#waiting) {
      if (this.#inFlight.has(waiting.command.id) || this.#answered.has(waiting.command.id)) continue
      // A command for an object nobody follows (a queue) rides along; one that is followed waits for its welcome.
      if (this.#targets.get(waiting.to)?.greeted === false) continue
      byTarget.set(waiting.to, [...(byTarget.get(waiting.to) ?? []), waiting])
    }
    return [...byTarget].flatMap(([to, rows]) => this.#pushes(to, rows, now))
  }

  #pushes(to: ObjectId, rows: Waiting[], now: Millis): Action[] {
    const actions: Action[] = []
    let batch: Waiting['command'][] = []
    let size = 0
    const cut = () => {
      if (batch.length > 0) actions.push({ do: 'send', frame: { type: 'push', to, commands: batch } })
      batch = []
      size = 0
    }
    for (const { command } of rows) {
      const length = JSON.stringify(command).length * 3
      if (batch.length === LIMITS.commandsPerPush || (batch.length > 0 && size + length > LIMITS.frameBytes - 1024)) cut()
      batch.push(command)
      size += length
      this.#inFlight.set(command.id, now)
    }
    cut()
    return actions
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
      case 'live':
        if (this.#pausedUntil > 0 && now >= this.#pausedUntil) return this.#flush(now)
        if (state.pinged === null) {
          this.#state = { ...state, pinged: now }
          return [{ do: 'ping' }]
        }
        // No answer: the socket is half open. It is dropped here, since TCP may take minutes to notice.
        return [{ do: 'disconnect' }, ...this.#connect(now, 0)]
      default:
        return []
    }
  }
}
