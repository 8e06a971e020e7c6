import { LIMITS } from '../../shared/base/limits.ts'
import { type Infer, parse, v } from '../../shared/base/schema.ts'
import { Actor } from '../../shared/conversation/actor.ts'
import { PING, PONG, write } from '../../shared/protocol/codec.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { CLOSE } from '../../shared/protocol/error.ts'
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

/** The sockets of one object. They hibernate: between messages the object may be gone from memory. */
export class Sockets {
  readonly #ctx: DurableObjectState
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

  session(socket: WebSocket): Attachment | null {
    const parsed = parse(Attachment, socket.deserializeAttachment())
    return parsed.ok ? parsed.value : null
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

  /** Whether this socket may send `count` commands now: a token bucket, kept in memory only, so that it costs no row. */
  allows(socket: WebSocket, count: number, now: number): boolean {
    const bucket = this.#buckets.get(socket) ?? { tokens: LIMITS.commandsAtOnce, at: now }
    const tokens = Math.min(LIMITS.commandsAtOnce, bucket.tokens + ((now - bucket.at) / 1000) * LIMITS.commandsPerSecond)
    const allowed = tokens >= count
    this.#buckets.set(socket, { tokens: allowed ? tokens - count : tokens, at: now })
    return allowed
  }

  #attach(socket: WebSocket, attachment: Attachment): void {
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
