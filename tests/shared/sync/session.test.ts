import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { CLOSE } from '../../../shared/protocol/error.ts'
import type { LinkState } from '../../../shared/sync/link-state.ts'
import { ack, feed, liveLink, OTHER, rows, TARGET, TestLink, welcome } from '../../support/links.ts'

const nameOf = (link: TestLink) => link.session.state.name
const closed = (code = 1006) => ({ type: 'closed', code }) as const

describe('[P8] opening', () => {
  it('[P8] greets every object it follows with the head it holds, once the socket is open', () => {
    const link = new TestLink()
    expect(link.step({ type: 'follow', to: TARGET, head: 5 })).toEqual([])
    expect(link.step({ type: 'follow', to: OTHER, head: 0 })).toEqual([])
    expect(link.step({ type: 'start', online: true })).toEqual(['connect'])
    expect(link.step({ type: 'opened' })).toEqual(['hello target since 5', 'hello other since 0'])
    expect(link.frame(welcome(5))).toEqual(['deliver welcome'])
  })

  it('[P8] an object followed later is greeted alone, one that is followed already not again', () => {
    const link = liveLink()
    expect(link.step({ type: 'follow', to: OTHER, head: 3 })).toEqual(['hello other since 3'])
    expect(link.step({ type: 'follow', to: OTHER, head: 9 })).toEqual([])
  })

  it('[P8] an object that is followed no longer is neither greeted nor delivered', () => {
    const link = liveLink()
    link.step({ type: 'unfollow', to: TARGET })
    expect(link.frame(feed(1))).toEqual([])
    expect(link.frame(welcome(0))).toEqual([])
    link.step(closed())
    link.wake()
    expect(link.step({ type: 'opened' })).toEqual([])
  })

  it('[P8] starts once, and only where there is a network', () => {
    const link = new TestLink()
    expect(link.step({ type: 'start', online: false })).toEqual([])
    expect(nameOf(link)).toBe('offline')
    expect(link.step({ type: 'start', online: true })).toEqual([])
    expect(link.step({ type: 'online' })).toEqual(['connect'])
    expect(link.step({ type: 'online' })).toEqual([])
    expect(link.step({ type: 'start', online: true })).toEqual([])
  })

  it('[P8] frames that are for the screen are passed on as they are', () => {
    const link = liveLink()
    expect(link.frame({ type: 'presence', of: TARGET as never, side: 'seat', typing: true })).toEqual(['deliver presence'])
    expect(link.frame({ type: 'place', of: TARGET as never, place: null })).toEqual(['deliver place'])
  })
})

describe('[P7] connecting again', () => {
  const waitOf = (link: TestLink) => (link.session.wakeAt() ?? 0) - link.now

  it('[P7] a socket that was greeted and is lost is tried again soon', () => {
    const link = liveLink()
    expect(link.step(closed())).toEqual([])
    expect(nameOf(link)).toBe('waiting')
    expect(waitOf(link)).toBeGreaterThanOrEqual(250)
    expect(waitOf(link)).toBeLessThanOrEqual(500)
    expect(link.wait(waitOf(link) - 1)).toEqual([])
    expect(link.wait(1)).toEqual(['connect'])
    expect(link.step({ type: 'opened' })).toEqual(['hello target since 0'])
  })

  const failures: [string, (link: TestLink) => void][] = [
    ['refuses', (link) => void link.step(closed())],
    [
      'does not answer in time',
      (link) => {
        expect(link.wait(LIMITS.connect)).toEqual(['disconnect'])
      },
    ],
    [
      'opens and closes without a greeting',
      (link) => {
        link.step({ type: 'opened' })
        link.step(closed())
      },
    ],
  ]
  it.each(failures)('[P7] each try at a server that %s waits longer than the one before, up to fifteen seconds', (_what, fail) => {
    const link = new TestLink()
    link.step({ type: 'follow', to: TARGET, head: 0 })
    link.step({ type: 'start', online: true })
    for (let attempt = 1; attempt <= 9; attempt++) {
      fail(link)
      expect(nameOf(link)).toBe('waiting')
      const ceiling = Math.min(15_000, 500 * 2 ** attempt)
      expect(waitOf(link)).toBeGreaterThanOrEqual(ceiling / 2)
      expect(waitOf(link)).toBeLessThanOrEqual(ceiling)
      expect(link.wake()).toEqual(['connect'])
    }
    link.step({ type: 'opened' })
    link.frame(welcome(0))
    link.step(closed())
    expect(waitOf(link), 'a greeting forgives').toBeLessThanOrEqual(500)
  })

  it('[P7] a network that comes back is used at once, and one that goes ends the trying', () => {
    const link = liveLink()
    link.step(closed())
    expect(link.step({ type: 'online' })).toEqual(['connect'])
    expect(link.step({ type: 'offline' })).toEqual(['disconnect'])
    expect(link.session.wakeAt()).toBeNull()
    expect(link.wait(60_000)).toEqual([])
    expect(link.step({ type: 'opened' })).toEqual([])
    expect(link.step({ type: 'online' })).toEqual(['connect'])
  })

  it('[P7] stopped it stays until it is started', () => {
    const link = liveLink()
    expect(link.step({ type: 'stop' })).toEqual(['disconnect'])
    for (const input of [
      { type: 'online' },
      { type: 'offline' },
      { type: 'opened' },
      closed(),
      { type: 'tick' },
      { type: 'pong' },
    ] as const)
      expect(link.step(input)).toEqual([])
    expect(nameOf(link)).toBe('stopped')
    expect(link.step({ type: 'start', online: true })).toEqual(['connect'])
  })
})

describe('[P9] sending', () => {
  it('[P9] waits for the welcome of the object, then sends in order', () => {
    const link = new TestLink()
    const waiting = rows(3)
    link.outbox(waiting)
    link.step({ type: 'follow', to: TARGET, head: 0 })
    link.step({ type: 'start', online: true })
    expect(link.step({ type: 'opened' })).toEqual(['hello target since 0'])
    expect(link.outbox(waiting)).toEqual([])
    const actions = link.session.step({ type: 'frame', frame: welcome(0) }, link.now)
    expect(actions).toEqual([
      { do: 'deliver', frame: welcome(0) },
      { do: 'send', frame: { type: 'push', to: TARGET, commands: waiting.map((row) => row.command), at: link.now } },
    ])
  })

  it('[P9] sends each command once on a socket, also those that come while others are under way', () => {
    const link = liveLink()
    const waiting = rows(3)
    expect(link.outbox(waiting.slice(0, 2))).toEqual(['push target 2'])
    expect(link.outbox(waiting)).toEqual(['push target 1'])
    expect(link.outbox(waiting)).toEqual([])
    expect(link.frame(ack(...waiting.slice(0, 1)))).toEqual(['deliver ack'])
    expect(link.outbox(waiting.slice(1))).toEqual([])
  })

  it('[P9] a new socket is sent again what has no answer, in order, and nothing that has one', () => {
    const link = liveLink()
    const waiting = rows(4)
    link.outbox(waiting)
    link.frame(ack(...waiting.slice(0, 2)))
    link.step(closed())
    link.wake()
    link.step({ type: 'opened' })
    const actions = link.session.step({ type: 'frame', frame: welcome(0) }, link.now)
    expect(actions.at(-1)).toEqual({
      do: 'send',
      frame: { type: 'push', to: TARGET, commands: waiting.slice(2).map((row) => row.command), at: link.now },
    })
  })

  it('[P9] a command for a queue, which nobody follows, needs no welcome', () => {
    const link = liveLink()
    expect(link.outbox(rows(1, DEFAULT_QUEUE))).toEqual(['push another 1'])
  })

  it('[P9] an object that has not greeted yet holds up only its own', () => {
    const link = liveLink()
    link.step({ type: 'follow', to: OTHER, head: 0 })
    expect(link.outbox([...rows(1, OTHER), ...rows(2)])).toEqual(['push target 2'])
    expect(link.frame(welcome(0, OTHER))).toEqual(['deliver welcome', 'push other 1'])
  })

  it('[P9] tells since when the oldest command is without answer', () => {
    const link = liveLink()
    expect(link.session.oldestInFlight()).toBeNull()
    const waiting = rows(2)
    link.outbox(waiting.slice(0, 1))
    const first = link.now
    link.now += 700
    link.outbox(waiting)
    expect(link.session.oldestInFlight()).toBe(first)
    link.frame(ack(...waiting.slice(0, 1)))
    expect(link.session.oldestInFlight()).toBe(first + 700)
    link.step(closed())
    expect(link.session.oldestInFlight()).toBeNull()
  })
})

describe('[P14] batches', () => {
  it('[P14] hold no more commands than a push may', () => {
    expect(liveLink().outbox(rows(LIMITS.commandsPerPush * 2 + 1))).toEqual(['push target 50', 'push target 50', 'push target 1'])
  })

  it('[P14] hold no more bytes than a frame may, and lose and reorder nothing', () => {
    const waiting = rows(20, TARGET, '长'.repeat(LIMITS.messageText))
    const link = liveLink()
    const frames = link.session
      .step({ type: 'outbox', waiting }, link.now)
      .flatMap((action) => (action.do === 'send' ? [action.frame] : []))
    expect(frames.length).toBeGreaterThan(1)
    for (const frame of frames) expect(new TextEncoder().encode(JSON.stringify(frame)).length).toBeLessThanOrEqual(LIMITS.frameBytes)
    const sent = frames.flatMap((frame) => (frame.type === 'push' ? frame.commands.map((command) => command.id) : []))
    expect(sent).toEqual(waiting.map((row) => row.command.id))
  })

  it('[P14] one command that is too large by itself goes alone, to be refused by the room', () => {
    const [small, large] = [rows(1), rows(1, TARGET, 'x'.repeat(60_000))]
    expect(liveLink().outbox([...small, ...large, ...rows(1)])).toEqual(['push target 1', 'push target 1', 'push target 1'])
  })
})

describe('[P10] feeds', () => {
  it('[P10] deliver what follows the head, and pass over what is known', () => {
    const link = liveLink()
    expect(link.frame(feed(1, 2, 3))).toEqual(['deliver 1 2 3'])
    expect(link.frame(feed(2, 3, 4))).toEqual(['deliver 4'])
    expect(link.frame(feed(1, 4))).toEqual([])
    expect(link.frame(feed())).toEqual([])
    expect(link.frame(feed(5))).toEqual(['deliver 5'])
  })

  it('[P10] a gap is asked for from the head, once, and never skipped', () => {
    const link = liveLink()
    link.frame(feed(1))
    expect(link.frame(feed(4))).toEqual(['hello target since 1'])
    expect(link.frame(feed(5))).toEqual([])
    expect(link.frame(welcome(5))).toEqual(['deliver welcome'])
    expect(link.frame(feed(2, 3, 4, 5))).toEqual(['deliver 2 3 4 5'])
    expect(link.frame(feed(6))).toEqual(['deliver 6'])
  })

  it('[P10] the head that was reached is the one greeted with after a reconnect', () => {
    const link = liveLink()
    link.frame(feed(1, 2))
    link.step(closed())
    link.wake()
    expect(link.step({ type: 'opened' })).toEqual(['hello target since 2'])
  })

  it('[P10] a frame that comes after the socket is gone is not listened to', () => {
    const link = liveLink()
    link.step(closed())
    expect(link.frame(feed(1))).toEqual([])
  })
})

describe('[P13] a log put back from a backup', () => {
  it('[P13] shows in a welcome below the head: all is asked again from the start', () => {
    const link = liveLink(9)
    link.step(closed())
    link.wake()
    link.step({ type: 'opened' })
    expect(link.frame(welcome(4))).toEqual(['forget', 'deliver welcome', 'hello target since 0'])
    expect(link.frame(feed(5)), 'what is live meanwhile waits').toEqual([])
    expect(link.frame(welcome(5))).toEqual(['deliver welcome'])
    expect(link.frame(feed(1, 2, 3, 4, 5))).toEqual(['deliver 1 2 3 4 5'])
  })

  it('[P13] loses no command that waits', () => {
    const link = liveLink(9)
    link.step(closed())
    link.wake()
    link.step({ type: 'opened' })
    link.outbox(rows(2))
    expect(link.frame(welcome(4))).toEqual(['forget', 'deliver welcome', 'hello target since 0', 'push target 2'])
  })
})

describe('[P11] a socket that is half open', () => {
  it('[P11] is noticed within the time of a ping and its answer', () => {
    const link = liveLink()
    const silent = link.now
    expect(link.wait(LIMITS.ping - 1)).toEqual([])
    expect(link.wait(1)).toEqual(['ping'])
    expect(link.wait(LIMITS.pong - 1)).toEqual([])
    expect(link.wait(1)).toEqual(['disconnect', 'connect'])
    expect(link.now - silent).toBe(LIMITS.ping + LIMITS.pong)
  })

  it.each(['pong', 'frame'] as const)('[P11] a %s shows that it lives', (what) => {
    const link = liveLink()
    link.wait(LIMITS.ping)
    link.now += LIMITS.pong - 1
    if (what === 'pong') link.step({ type: 'pong' })
    else link.frame(feed(1))
    expect(link.wait(1)).toEqual([])
    // Heard from just now, but it has not heard from us since our ping.
    expect(link.session.wakeAt()).toBe(link.now - LIMITS.pong + LIMITS.ping)
  })

  it('[P11] sends what was under way again on the next socket', () => {
    const link = liveLink()
    link.outbox(rows(2))
    link.wake()
    expect(link.wake()).toEqual(['disconnect', 'connect'])
    link.step({ type: 'opened' })
    expect(link.frame(welcome(0))).toEqual(['deliver welcome', 'push target 2'])
  })

  it('[P11] the trip of a ping is measured', () => {
    const link = liveLink()
    link.wake()
    link.now += 180
    link.step({ type: 'pong' })
    expect((link.session.state as Extract<LinkState, { name: 'live' }>).trip).toBe(180)
  })
})

describe('[P12] errors', () => {
  it.each(['unauthorised', 'protocol-too-old'] as const)('[P12] %s stops the link until it is started anew', (kind) => {
    const link = liveLink()
    expect(link.frame({ type: 'error', kind })).toEqual(['disconnect', 'deliver error'])
    expect(link.session.state).toEqual({ name: 'refused', kind })
    for (const input of [{ type: 'online' }, { type: 'offline' }, closed(), { type: 'tick' }] as const) expect(link.step(input)).toEqual([])
    expect(link.session.wakeAt()).toBeNull()
    expect(link.step({ type: 'start', online: true })).toEqual(['connect'])
  })

  it.each([
    [CLOSE.unauthorised, 'unauthorised'],
    [CLOSE.tooOld, 'protocol-too-old'],
  ])('[P12] a socket closed with %i stops it as well', (code, kind) => {
    const link = liveLink()
    link.step(closed(code))
    expect(link.session.state).toEqual({ name: 'refused', kind })
  })

  it.each([CLOSE.busy, CLOSE.tooLarge, CLOSE.replaced, CLOSE.notFound, 1000, 1006, 1012])(
    '[P12] a socket closed with %i is opened again',
    (code) => {
      const link = liveLink()
      link.step(closed(code))
      expect(link.wake()).toEqual(['connect'])
    },
  )

  it('[P12] busy rests as long as it was told, then sends again in order', () => {
    const link = liveLink()
    const waiting = rows(3)
    link.outbox(waiting)
    expect(link.frame({ type: 'error', kind: 'busy', minWait: 2000 })).toEqual(['deliver error'])
    expect(link.outbox(waiting)).toEqual([])
    expect(link.session.wakeAt()).toBe(link.now + 2000)
    expect(link.wait(1999)).toEqual([])
    expect(link.wait(1)).toEqual(['push target 3'])
    expect(link.session.wakeAt()).toBe(link.now - 2000 + LIMITS.ping)
  })

  it('[P12] busy without a time rests a second, and pings go on meanwhile', () => {
    const link = liveLink()
    link.frame({ type: 'error', kind: 'busy' })
    expect(link.session.wakeAt()).toBe(link.now + 1000)
    const rested = liveLink()
    rested.frame({ type: 'error', kind: 'busy', minWait: 60_000 })
    expect(rested.wait(LIMITS.ping)).toEqual(['ping'])
  })

  it('[P20] after busy an object is greeted anew before anything is sent to it, so that nothing overtakes', () => {
    const link = liveLink()
    const waiting = rows(3)
    link.outbox(waiting)
    link.frame({ type: 'error', kind: 'busy', of: TARGET, minWait: 2000 })
    expect(link.wait(2000)).toEqual(['hello target since 0'])
    expect(link.outbox(waiting)).toEqual([])
    expect(link.frame(welcome(0))).toEqual(['deliver welcome', 'push target 3'])
  })

  it('[P12] what is not found is followed no longer; the rest goes on', () => {
    const link = liveLink()
    link.step({ type: 'follow', to: OTHER, head: 0 })
    expect(link.frame({ type: 'error', kind: 'not-found', of: OTHER })).toEqual(['deliver error'])
    expect(nameOf(link)).toBe('live')
    link.step(closed())
    link.wake()
    expect(link.step({ type: 'opened' })).toEqual(['hello target since 0'])
  })

  it('[P32] what waits for an object that is not ours any more is asked after once, and then refused', () => {
    const link = liveLink()
    const waiting = rows(2).map((row) => ({ ...row, to: OTHER }))
    link.step({ type: 'follow', to: OTHER, head: 0 })
    link.outbox(waiting)
    const gone = { type: 'error', kind: 'not-found', of: OTHER } as const
    expect(link.frame(gone)).toEqual(['push other 2'])
    const [taken] = waiting
    const receipts = [{ id: (taken as (typeof waiting)[number]).command.id, answer: { ok: true, seq: 9 } as const }]
    expect(link.frame({ type: 'ack', of: OTHER, receipts })).toEqual(['deliver ack'])
    expect(link.frame(gone)).toEqual(['deliver error'])
    link.outbox([])
    expect(link.frame(gone)).toEqual(['deliver error'])
  })
})
