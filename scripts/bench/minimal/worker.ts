import { DurableObject } from 'cloudflare:workers'

interface Env {
  ROOM: DurableObjectNamespace<Room>
}

/** Insert, broadcast, acknowledge: no identity, no parsing, no receipt, no rule. */
export class Room extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)')
  }

  override async fetch(): Promise<Response> {
    const pair = new WebSocketPair()
    this.ctx.acceptWebSocket(pair[1])
    return new Response(null, { status: 101, webSocket: pair[0] })
  }

  override webSocketMessage(socket: WebSocket, text: string): void {
    const { id, text: words } = JSON.parse(text) as { id: string; text: string }
    const { seq } = this.ctx.storage.sql.exec('INSERT INTO messages (text) VALUES (?) RETURNING seq', words).one()
    const feed = JSON.stringify({ seq, text: words })
    for (const other of this.ctx.getWebSockets()) other.send(feed)
    socket.send(JSON.stringify({ ack: id, seq }))
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<Env>
