import type { ObjectId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { type Infer, parse, v } from '../../shared/base/schema.ts'
import { Actor } from '../../shared/conversation/actor.ts'
import { PING, PONG, write } from '../../shared/protocol/codec.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { CLOSE } from '../../shared/protocol/error.ts'
import type { Up } from '../../shared/protocol/up.ts'
import { log } from './log.ts'

/** What a socket remembers while its object sleeps. Parsed when it wakes: an older deploy may have written it. */
const Attachment = v.object({
  actor: Actor,
  /** The sign-in it belongs to, so that signing out closes it. */
  signIn: v.string(),
  /** Whether it has greeted: before that it is sent no feed, so that the first feed has no gap. */
  greeted: v.boolean(),
})
export type Attachment = Infer<typeof Attachment>

/** A slow reader is dropped before its buffer grows past this. */
const MOST_BUFFERED = 1024 * 1024

/** How long a socket that sends too fast is asked to wait. */
const BUSY_WAIT = 2000

/** The sockets of one object. They hibernate: between messages the object may be gone from memory. */
export class Sockets {
  readonly #ctx: DurableObjectState
  readonly #sessions = new WeakMap<WebSocket, Attachment>()
  readonly #halted = new WeakMap<WebSocket, Set<string>>()
  readonly #buckets = new WeakMap<WebSocket, { tokens: number; at: number }>()

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx
    // Answered by the platform without waking the object, and so without cost.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG))
  }

  /** Answers an upgrade request and keeps the server's end. */
  accept(actor: Actor, signIn: string): Response {
    const pair = new WebSocketPair()
    this.#ctx.acceptWebSocket(pair[1])
    this.#attach(pair[1], { actor, signIn, greeted: false })
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

  all(): WebSocket[] {
    return this.#ctx.getWebSockets()
  }

  /** Sends to every socket that has greeted, except one. */
  broadcast(frame: Down, except?: WebSocket): void {
    const text = write(frame)
    for (const socket of this.all()) if (socket !== except && this.session(socket)?.greeted) this.#sendText(socket, text)
  }

  /** Asks a socket to wait, and turns away what it sent behind the frame that is not taken. */
  busy(socket: WebSocket, to: ObjectId, minWait: number): void {
    this.#halted.set(socket, (this.#halted.get(socket) ?? new Set()).add(to))
    this.send(socket, { type: 'error', kind: 'busy', of: to, minWait })
  }

  send(socket: WebSocket, frame: Down): void {
    this.#sendText(socket, write(frame))
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
   * Whether a frame is taken at all: not after a busy one for the same object until that is greeted again, and not
   * beyond the rate. The answer, where it is no, has been sent.
   */
  takes(socket: WebSocket, frame: Up, now: number): boolean {
    const halted = this.#halted.get(socket)
    if (frame.type === 'hello') halted?.delete(frame.to)
    else if (halted?.has(frame.to)) return false
    if (this.#allows(socket, frame.type === 'push' ? frame.commands.length : 1, now)) return true
    this.busy(socket, frame.to, BUSY_WAIT)
    return false
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

  #sendText(socket: WebSocket, text: string): void {
    try {
      // Not every runtime tells how much is buffered; where it does, a reader that does not read is let go.
      const buffered = (socket as { bufferedAmount?: number }).bufferedAmount ?? 0
      if (buffered > MOST_BUFFERED) return this.close(socket, CLOSE.busy, 'slow reader')
      socket.send(text)
    } catch (fault) {
      log('info', 'socket-gone', { fault: String(fault) })
    }
  }
}
