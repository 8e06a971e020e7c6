import type { ObjectId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { uniform } from '../../shared/base/random.ts'
import { type Infer, parse, v } from '../../shared/base/schema.ts'
import { Actor } from '../../shared/conversation/actor.ts'
import { PING, PONG, write } from '../../shared/protocol/codec.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { forVersion } from '../../shared/protocol/earlier.ts'
import { CLOSE } from '../../shared/protocol/error.ts'
import type { Up } from '../../shared/protocol/up.ts'
import { PROTOCOL_FLOOR } from '../../shared/protocol/version.ts'
import { load, type Standing } from './load.ts'
import { log } from './log.ts'
import { platformRandom } from './random.ts'

/** What a socket remembers while its object sleeps. Parsed when it wakes: an older deploy may have written it. */
const Attachment = v.object({
  actor: Actor,
  /** The sign-in it belongs to, so that signing out closes it. */
  signIn: v.string(),
  /** Whether it has greeted: before that it is sent no feed, so that the first feed has no gap. */
  greeted: v.boolean(),
  /** The version that its page speaks, from its greetings. */
  protocol: v.optional(v.number(), PROTOCOL_FLOOR),
})
export type Attachment = Infer<typeof Attachment>

/** A device whose clock stood still for this long was asleep. */
const ASLEEP = 60_000

/** How long a socket that sends too fast is asked to wait. */
const BUSY_WAIT = 2000

/** The sockets of one object. They hibernate: between messages the object may be gone from memory. */
export class Sockets {
  readonly #ctx: DurableObjectState
  readonly #sessions = new WeakMap<WebSocket, Attachment>()
  readonly #halted = new WeakMap<WebSocket, Map<ObjectId, number>>()
  readonly #buckets = new WeakMap<WebSocket, { tokens: number; at: number }>()
  readonly #unheard = new WeakMap<WebSocket, { bytes: number; since: number }>()
  readonly #typed = new WeakMap<WebSocket, number>()
  readonly #standings = new WeakMap<WebSocket, Standing>()
  readonly #trips = new WeakMap<WebSocket, number>()

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx
    // Answered by the platform without waking the object, and so without cost.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  /** Answers an upgrade request and keeps the server's end. */
  accept(actor: Actor, signIn: string): Response {
    const pair = new WebSocketPair()
    this.#ctx.acceptWebSocket(pair[1])
    this.#attach(pair[1], { actor, signIn, greeted: false, protocol: PROTOCOL_FLOOR })
    return new Response(null, { status: 101, webSocket: pair[0] })
  }

  /** What is known of a socket: parsed once a wake, since each message asks. */
  session(socket: WebSocket): Attachment | null {
    const known = this.#sessions.get(socket)
    if (known) return known
    const parsed = parse(Attachment, socket.deserializeAttachment())
    if (!parsed.ok) return null
    this.#sessions.set(socket, parsed.value)
    return parsed.value
  }

  greeted(socket: WebSocket): void {
    const session = this.session(socket)
    if (session && !session.greeted) this.#attach(socket, { ...session, greeted: true })
  }

  #speaks(socket: WebSocket, protocol: number): void {
    const session = this.session(socket)
    if (session && session.protocol !== protocol) this.#attach(socket, { ...session, protocol })
  }

  all(): WebSocket[] {
    return this.#ctx.getWebSockets()
  }

  /** Sends to every socket that has greeted, except one. */
  broadcast(frame: Down, except?: WebSocket): void {
    for (const socket of this.all()) if (socket !== except && this.session(socket)?.greeted) this.send(socket, frame)
  }

  /** Asks a socket to wait, and turns away what it sent behind the frame that is not taken. */
  busy(socket: WebSocket, to: ObjectId, minWait: number): void {
    this.#halted.set(socket, (this.#halted.get(socket) ?? new Map()).set(to, Date.now() + minWait))
    this.send(socket, { type: 'error', kind: 'busy', of: to, minWait })
  }

  /** Whether a socket was asked to wait with what is for an object, and has neither waited nor greeted it again. */
  mustRest(socket: WebSocket, to: ObjectId, now: number): boolean {
    return (this.#halted.get(socket)?.get(to) ?? 0) > now
  }

  send(socket: WebSocket, frame: Down): void {
    this.#sendText(socket, write(forVersion(frame, this.session(socket)?.protocol ?? PROTOCOL_FLOOR)))
  }

  close(socket: WebSocket, code: number, reason: string): void {
    try {
      socket.close(code, reason)
    } catch {
      // It is closed already: what was wanted.
    }
  }

  /** Answers the other side's close. 1005, 1006 and 1015 are reserved: they may be received but never sent (RFC 6455, 7.4.1). */
  reciprocate(socket: WebSocket, code: number): void {
    this.close(socket, code === 1005 || code === 1006 || code === 1015 ? 1000 : code, '')
  }

  /**
   * Whether a frame is taken at all: not after a busy one for the same object, until that is greeted again or the wait is
   * over (a queue is never greeted); not beyond the rate; and not from those who must wait while the process is late. The
   * answer, where it is no, has been sent. That somebody types is passed on once a second.
   */
  takes(socket: WebSocket, frame: Up, now: number): boolean {
    this.#unheard.delete(socket)
    if (frame.type === 'presence') {
      if (now - (this.#typed.get(socket) ?? 0) < LIMITS.presence) return false
      this.#typed.set(socket, now)
    }
    const halted = this.#halted.get(socket)
    if (frame.type === 'hello') {
      halted?.delete(frame.to)
      this.#speaks(socket, frame.protocol)
    }
    if (this.mustRest(socket, frame.to, now)) return false
    const late = this.#lateness(socket, frame, now)
    if (load.isOverloaded(now) && this.#mustWait(socket, frame, late)) {
      this.busy(socket, frame.to, load.wait(uniform(platformRandom)))
      return false
    }
    if (this.#allows(socket, frame.type === 'push' ? frame.commands.length : 1, now)) return true
    this.busy(socket, frame.to, BUSY_WAIT)
    return false
  }

  /**
   * Whether a socket is turned away while the process is late. Who comes back from a wait is told with the greeting, so
   * that what would follow is never sent; a first greeting is always answered, so that everybody can read. Staff are
   * turned out last: they end conversations.
   */
  #mustWait(socket: WebSocket, frame: Up, late: number): boolean {
    const before = this.#standings.get(socket)
    if (frame.type !== 'push' && !(frame.type === 'hello' && before?.isOut)) return false
    const spared = this.session(socket)?.actor.kind === 'seat' ? 0.5 : 1
    const standing = load.standing(before, uniform(platformRandom) * spared)
    if (late > LIMITS.tooLate) standing.isOut = true
    this.#standings.set(socket, standing)
    return standing.isOut
  }

  /** Whether all that this socket sends but a greeting is turned away for now: known before anything is read. */
  isHalted(socket: WebSocket, text: string | ArrayBuffer, now: number): boolean {
    const halted = this.#halted.get(socket)
    if (!halted || halted.size === 0 || typeof text !== 'string' || text.includes('"hello"')) return false
    return [...halted.values()].every((until) => until > now)
  }

  /**
   * How long a push has waited to be read, in milliseconds: by how much its way was longer than the shortest of this
   * socket. The clocks of both ends need not agree for that (the idea is LEDBAT's, RFC 6817).
   */
  #lateness(socket: WebSocket, frame: Up, now: number): number {
    if (frame.type !== 'push' || frame.at === undefined) return 0
    const trip = now - frame.at
    const before = this.#trips.get(socket)
    // The first has nothing to be compared with, and what seems to have waited so long has been asleep.
    if (before === undefined || trip < before || trip - before > ASLEEP) this.#trips.set(socket, trip)
    if (before === undefined || trip - before > ASLEEP) return 0
    const late = Math.max(0, trip - before)
    load.note(late, now)
    return late
  }

  /** Whether this socket may send `count` commands now: a token bucket, kept in memory only, so that it costs no row. */
  #allows(socket: WebSocket, count: number, now: number): boolean {
    const bucket = this.#buckets.get(socket) ?? { tokens: LIMITS.commandsAtOnce, at: now }
    const tokens = Math.min(LIMITS.commandsAtOnce, bucket.tokens + ((now - bucket.at) / 1000) * LIMITS.commandsPerSecond)
    const allowed = tokens >= count
    this.#buckets.set(socket, { tokens: allowed ? tokens - count : tokens, at: now })
    return allowed
  }

  #attach(socket: WebSocket, attachment: Attachment): void {
    this.#sessions.set(socket, attachment)
    socket.serializeAttachment(attachment)
  }

  /**
   * Whether too much was sent since this socket was last heard of. The platform does not tell how much it buffers, but
   * who reads pings every few seconds, and the platform remembers when.
   */
  #readsNothing(socket: WebSocket, length: number, now: number): boolean {
    const before = this.#unheard.get(socket) ?? { bytes: 0, since: now }
    const unheard = { bytes: before.bytes + length, since: before.since }
    if (unheard.bytes > LIMITS.unheardBytes) {
      const pinged = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0
      if (pinged <= unheard.since) return true
      Object.assign(unheard, { bytes: length, since: now })
    }
    this.#unheard.set(socket, unheard)
    return false
  }

  #sendText(socket: WebSocket, text: string): void {
    try {
      if (this.#readsNothing(socket, text.length, Date.now())) return this.close(socket, CLOSE.busy, 'slow reader')
      socket.send(text)
    } catch (fault) {
      log('info', 'socket-gone', { fault: String(fault) })
    }
  }
}
