import { describe, expect, it } from 'vitest'
import type { CommandId } from '../../../shared/base/ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import type { Down } from '../../../shared/protocol/down.ts'
import { Link, type WireEvents } from '../../../shared/sync/link.ts'
import { ack, feed, rows, TARGET, welcome } from '../../support/links.ts'

/** A world in which sockets are lists and time is a number. */
class World {
  now = 1000
  readonly sockets: { events: WireEvents; sent: string[]; closed: boolean }[] = []
  readonly timers = new Set<{ at: number; call: () => void }>()
  readonly delivered: Down[] = []
  readonly states: string[] = []
  /** What is asked to be claimed, until somebody answers. */
  readonly claims: { ids: readonly CommandId[]; answer: (ids: readonly CommandId[]) => void }[] = []

  readonly link: Link

  constructor({ claiming = false } = {}) {
    this.link = new Link({
      open: (events) => {
        const socket = { events, sent: [] as string[], closed: false }
        this.sockets.push(socket)
        return {
          send: (text) => void socket.sent.push(text),
          close: () => {
            socket.closed = true
          },
        }
      },
      now: () => this.now,
      callAt: (at, call) => {
        const timer = { at, call }
        this.timers.add(timer)
        return () => void this.timers.delete(timer)
      },
      random: seededRandom(1),
      deliver: (frame) => void this.delivered.push(frame),
      forget: () => {},
      ...(claiming
        ? {
            claim: (ids: readonly CommandId[]) =>
              new Promise<ReadonlySet<CommandId>>((resolve) => this.claims.push({ ids, answer: (claimed) => resolve(new Set(claimed)) })),
          }
        : {}),
      changed: (state) => void this.states.push(state.name),
    })
  }

  get socket() {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('there is no socket')
    return socket
  }

  say(frame: Down): void {
    this.socket.events.text(JSON.stringify(frame))
  }

  pass(millis: number): void {
    this.now += millis
    for (const timer of [...this.timers].filter(({ at }) => at <= this.now)) {
      this.timers.delete(timer)
      timer.call()
    }
  }

  live(): this {
    this.link.follow(TARGET, 0)
    this.link.start(true)
    this.socket.events.opened()
    this.say(welcome(0))
    return this
  }
}

const kinds = (sent: string[]) => sent.map((text) => (text.startsWith('{') ? (JSON.parse(text) as { type: string }).type : text))

describe('[P19] the link', () => {
  it('[P19] carries out what the machine says, and tells of every change of state', () => {
    const world = new World().live()
    world.link.outbox(rows(1))
    world.say(feed(1))
    expect(kinds(world.socket.sent)).toEqual(['hello', 'push'])
    expect(world.delivered.map((frame) => frame.type)).toEqual(['welcome', 'feed'])
    expect(world.states.slice(0, 2)).toEqual(['connecting', 'live'])
    expect(world.link.state.name).toBe('live')
  })

  it('[P19] holds one timer at a time, and none when there is nothing to wait for', () => {
    const world = new World().live()
    expect(world.timers.size).toBe(1)
    world.link.stop()
    expect(world.timers.size).toBe(0)
    expect(world.socket.closed).toBe(true)
  })

  it('[P19] pings a silent socket, drops it without an answer, and listens to it no more', () => {
    const world = new World().live()
    const first = world.socket
    world.pass(6000)
    expect(first.sent.at(-1)).toBe('ping')
    world.pass(4000)
    expect([first.closed, world.sockets.length]).toEqual([true, 2])
    first.events.text(JSON.stringify(feed(1)))
    first.events.closed(1006)
    first.events.opened()
    expect(world.delivered.map((frame) => frame.type)).toEqual(['welcome'])
    expect(world.link.state.name).toBe('connecting')
  })

  it('[P19] a pong keeps the socket', () => {
    const world = new World().live()
    world.pass(6000)
    world.socket.events.text('pong')
    world.pass(4000)
    expect(world.sockets).toHaveLength(1)
  })

  it('[P19] passes over what it does not understand', () => {
    const world = new World().live()
    for (const text of ['', '{', '{"type":"dance"}', null, new ArrayBuffer(3)]) world.socket.events.text(text)
    world.say(feed(1))
    expect(world.delivered.map((frame) => frame.type)).toEqual(['welcome', 'feed'])
  })

  it('[P19] what may be lost is sent only where the way is open', () => {
    const world = new World()
    const presence = { type: 'presence', to: TARGET as never, typing: true } as const
    world.link.say(presence)
    world.live()
    world.link.say(presence)
    world.link.online(false)
    world.link.say(presence)
    expect(world.sockets.map((socket) => kinds(socket.sent))).toEqual([['hello', 'presence']])
  })

  it('[P19] comes back after an hour without network with everything in order', () => {
    const world = new World().live()
    const waiting = rows(3)
    world.link.outbox(waiting.slice(0, 1))
    world.say(ack(...waiting.slice(0, 1)))
    world.link.online(false)
    world.link.outbox(waiting.slice(1))
    world.pass(3_600_000)
    expect(world.sockets).toHaveLength(1)
    world.link.online(true)
    world.socket.events.opened()
    world.say(welcome(0))
    const push = JSON.parse(world.socket.sent.at(-1) ?? '') as { commands: unknown }
    expect(push.commands).toEqual(waiting.slice(1).map((row) => row.command))
    expect(world.link.oldestInFlight()).toBe(world.now)
  })
})

describe('[P26] what leaves is claimed first', () => {
  const idsOf = (sent: string[]) =>
    sent.flatMap((text) => {
      const frame = JSON.parse(text) as { type: string; commands?: { id: CommandId }[] }
      return frame.type === 'push' ? [(frame.commands ?? []).map((command) => command.id)] : []
    })
  const settle = () => new Promise((resolve) => setTimeout(resolve))

  it('[P26] nothing is sent before it is claimed, what was called back is left out, and pushes keep their order', async () => {
    const world = new World({ claiming: true })
    world.live()
    const waiting = rows(3)
    const [first, second, third] = waiting.map((row) => row.command.id) as [CommandId, CommandId, CommandId]
    world.link.outbox(waiting.slice(0, 2))
    world.link.outbox(waiting)
    await settle()
    expect(idsOf(world.socket.sent)).toEqual([])
    expect(world.claims.map((claim) => claim.ids)).toEqual([[first, second]])
    world.claims[0]?.answer([first])
    await settle()
    expect(idsOf(world.socket.sent)).toEqual([[first]])
    world.claims[1]?.answer([third])
    await settle()
    expect(idsOf(world.socket.sent)).toEqual([[first], [third]])
  })

  it('[P26] what was claimed for a socket that is gone goes out on the next one, and not on both', async () => {
    const world = new World({ claiming: true })
    world.live()
    const waiting = rows(1)
    world.link.outbox(waiting)
    await settle()
    const before = world.socket
    before.events.closed(1006)
    world.pass(1000)
    world.claims[0]?.answer(waiting.map((row) => row.command.id))
    await settle()
    expect(idsOf(before.sent)).toEqual([])
    world.socket.events.opened()
    world.say(welcome(0))
    await settle()
    world.claims[1]?.answer(waiting.map((row) => row.command.id))
    await settle()
    expect(idsOf(world.socket.sent)).toEqual([waiting.map((row) => row.command.id)])
  })
})
