import type { Dialect } from './dialect.ts'
import { inTurns } from './dialect.ts'
import type { Server } from './server.ts'
import { type Heard, type Speech, Talker, TEXT } from './talker.ts'

let rooms = 0

/** The minimal object: no identity, no greeting, no wait. */
export const minimal: Dialect = {
  name: 'minimal',
  connect: (server: Server, count: number) =>
    inTurns(Array.from({ length: count }), () => Talker.open(server.base, speechOf(`/room-${rooms++}`))),
  async missing(server: Server, talker: Talker): Promise<number> {
    const { count } = (await (await fetch(server.base + talker.speech.path)).json()) as { count: number }
    return Math.max(0, talker.acknowledged.length - count)
  },
}

function speechOf(path: string): Speech {
  return {
    path,
    cookie: '',
    hello: null,
    push: (ids) => JSON.stringify(ids.length === 1 ? { id: ids[0], text: TEXT } : ids.map((id) => ({ id, text: TEXT }))),
    typing: (typing) => JSON.stringify({ typing }),
    hear(payload, whole): Heard | null {
      const isAck = payload[2] === 0x61
      if (!isAck && !whole) return null
      const frame = JSON.parse(payload.toString()) as { ack?: string[]; feed?: { id: string }[] }
      if (frame.ack) return { what: 'answers', accepted: frame.ack, refused: [] }
      return frame.feed ? { what: 'events', ids: frame.feed.map(({ id }) => id) } : null
    },
  }
}
