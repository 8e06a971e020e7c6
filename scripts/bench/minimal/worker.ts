import { DurableObject } from 'cloudflare:workers'

interface Env {
  ROOM: DurableObjectNamespace<Room>
}

interface Message {
  id: string
  text: string
}

/** Insert, broadcast, acknowledge: no identity, no parsing, no receipt, no rule. */
export class Room extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)')
  }

  override async fetch(request: Request): Promise<Response> {
    if (!request.headers.has('upgrade')) return Response.json(this.ctx.storage.sql.exec('SELECT COUNT(*) AS count FROM messages').one())
    const pair = new WebSocketPair()
    this.ctx.acceptWebSocket(pair[1])
    return new Response(null, { status: 101, webSocket: pair[0] })
  }

  /** One message, several in one transaction, or that somebody types. */
  override webSocketMessage(socket: WebSocket, text: string): void {
    const frame = JSON.parse(text) as Message | Message[] | { typing: boolean }
    if ('typing' in frame) {
      for (const other of this.ctx.getWebSockets()) if (other !== socket) other.send(text)
      return
    }
    const feed = Array.isArray(frame)
      ? this.ctx.storage.transactionSync(() => frame.map((message) => this.#insert(message)))
      : [this.#insert(frame)]
    const broadcast = JSON.stringify({ feed })
    for (const other of this.ctx.getWebSockets()) other.send(broadcast)
    socket.send(JSON.stringify({ ack: feed.map(({ id }) => id), seq: feed.at(-1)?.seq }))
  }

  #insert({ id, text }: Message): Message & { seq: number } {
    const { seq } = this.ctx.storage.sql.exec<{ seq: number }>('INSERT INTO messages (text) VALUES (?) RETURNING seq', text).one()
    return { seq, id, text }
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Env>
