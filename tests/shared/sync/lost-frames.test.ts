import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import type { Down } from '../../../shared/protocol/down.ts'
import type { Push } from '../../../shared/protocol/push.ts'
import type { Waiting } from '../../../shared/sync/outbox.ts'
import { ack, feed, liveLink, OTHER, rows, TARGET, TestLink, welcome } from '../../support/links.ts'

const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** The pushes that follow from an outbox. */
function pushes(link: TestLink, waiting: Waiting[]): Push[] {
  return link.session
    .step({ type: 'outbox', waiting }, link.now)
    .flatMap((action) => (action.do === 'send' && action.frame.type === 'push' ? [action.frame] : []))
}
const gap: Down = { type: 'error', kind: 'gap', of: TARGET }

describe('[P21] the order of what goes up', () => {
  it('[P21] a push names the command before it while that has no answer, and none after it', () => {
    const link = liveLink()
    const waiting = rows(3)
    expect(pushes(link, waiting.slice(0, 1))[0]?.after).toBeUndefined()
    expect(pushes(link, waiting.slice(0, 2))[0]?.after).toBe(waiting[0]?.command.id)
    link.frame(ack(...waiting.slice(0, 2)))
    expect(pushes(link, waiting.slice(2))[0]?.after).toBeUndefined()
  })

  it('[P21] batches of one flush follow each other, those for another object do not', () => {
    const link = liveLink()
    link.step({ type: 'follow', to: OTHER, head: 0 })
    link.frame(welcome(0, OTHER))
    const waiting = [...rows(LIMITS.commandsPerPush + 1), ...rows(1, OTHER)]
    const [first, second, other] = pushes(link, waiting)
    expect(first?.after).toBeUndefined()
    expect(second?.after).toBe(first?.commands.at(-1)?.id)
    expect(other).toMatchObject({ to: OTHER })
    expect(other?.after).toBeUndefined()
  })

  it('[P21] nothing comes after a mark, which leaves no receipt', () => {
    const link = liveLink()
    const [first, second] = rows(2) as [Waiting, Waiting]
    const mark: Waiting = { order: 1, to: TARGET, command: { ...first.command, id: `${first.command.id}.m` as never, type: 'mark' } }
    pushes(link, [mark])
    expect(pushes(link, [mark, second])[0]?.after).toBeUndefined()
  })

  it('[P21] an edge of the first version is not told', () => {
    const link = new TestLink()
    link.step({ type: 'follow', to: TARGET, head: 0 })
    link.step({ type: 'start', online: true })
    link.step({ type: 'opened' })
    link.frame({ ...welcome(0), protocol: 1 } as Down)
    const waiting = rows(2)
    pushes(link, waiting.slice(0, 1))
    expect(pushes(link, waiting)[0]?.after).toBeUndefined()
  })

  it('[P21] after a gap the object is greeted, and then all that has no answer is sent again', () => {
    const link = liveLink()
    const waiting = rows(3)
    link.outbox(waiting.slice(0, 2))
    link.outbox(waiting)
    expect(link.frame(gap)).toEqual(['hello target since 0'])
    expect(link.frame(welcome(0))).toEqual(['deliver welcome', 'push target 3'])
  })
})

describe('[P22] an answer that does not come', () => {
  it('[P22] is asked for again on the same socket, later each time', () => {
    const link = liveLink()
    const waiting = rows(1)
    link.outbox(waiting)
    const pong = () => link.step({ type: 'pong' })
    const untilAsked = () => {
      const since = link.now
      for (;;) {
        const actions = link.wake()
        if (actions.includes('hello target since 0')) return link.now - since
        if (actions.includes('ping')) pong()
      }
    }
    expect(untilAsked()).toBe(LIMITS.answer)
    expect(link.frame(welcome(0))).toEqual(['deliver welcome', 'push target 1'])
    expect(untilAsked()).toBe(LIMITS.answer * 2)
  })

  it('[P22] a welcome that does not come is asked for again', () => {
    const link = new TestLink()
    link.step({ type: 'follow', to: TARGET, head: 0 })
    link.step({ type: 'start', online: true })
    link.step({ type: 'opened' })
    link.wake()
    link.step({ type: 'pong' })
    expect(link.wake()).toEqual(['hello target since 0'])
  })

  it('[P22] of a queue, which nobody greets, is asked for as well', () => {
    const link = liveLink()
    link.outbox(rows(1, DEFAULT_QUEUE))
    link.wake()
    link.step({ type: 'pong' })
    expect(link.wake()).toEqual(['push another 1'])
  })

  it('[P22] what was called back meanwhile is waited for no longer', () => {
    const link = liveLink()
    link.outbox(rows(1))
    link.outbox([])
    expect(link.session.oldestInFlight()).toBeNull()
  })
})

describe('[P23] a long outbox', () => {
  it('[P23] leaves in turns: no more is without an answer than may be', () => {
    const link = liveLink()
    const waiting = rows(LIMITS.commandsInFlight + 30)
    expect(pushes(link, waiting).flatMap((push) => push.commands)).toHaveLength(LIMITS.commandsInFlight)
    expect(link.outbox(waiting)).toEqual([])
    expect(link.frame(ack(...waiting.slice(0, 10)))).toEqual(['deliver ack', 'push target 10'])
  })
})

describe('[P24] a long log', () => {
  const portion = LIMITS.eventsPerGreeting

  it('[P24] comes in portions, and each is asked for when the one before is here', () => {
    const link = new TestLink()
    link.step({ type: 'follow', to: TARGET, head: 0 })
    link.step({ type: 'start', online: true })
    link.step({ type: 'opened' })
    link.frame(welcome(portion + 5))
    expect(link.frame(feed(...seqs(1, 100)))).toHaveLength(1)
    expect(link.frame(feed(...seqs(101, portion))).at(-1)).toBe(`hello target since ${portion}`)
    link.frame(welcome(portion + 5))
    expect(link.frame(feed(...seqs(portion + 1, portion + 5)))).toHaveLength(1)
  })
})

describe('[P25] where the log ends', () => {
  it('[P25] an answer tells it, and who holds less asks', () => {
    const link = liveLink(2)
    const waiting = rows(1)
    link.outbox(waiting)
    const answer = { ...ack(...waiting), seq: 4 } as Down
    expect(link.frame(answer)).toEqual(['deliver ack', 'hello target since 2'])
    expect(link.frame(answer), 'once').toEqual(['deliver ack'])
  })

  it('[P25] a frame with a gap in it is taken up to the gap', () => {
    const link = liveLink()
    expect(link.frame(feed(1, 2, 4))).toEqual(['deliver 1 2'])
  })

  it('[P25] an old welcome that comes late is no sign of a log that is gone', () => {
    const link = liveLink()
    link.frame(feed(1, 2, 3))
    expect(link.frame({ ...welcome(0), since: 0 } as Down)).toEqual(['deliver welcome'])
  })

  it('[P25] an older state of a seat that comes late is not news', () => {
    const link = new TestLink()
    const seat = 's_00000000000000000000000000' as never
    link.step({ type: 'follow', to: seat, head: 0 })
    link.step({ type: 'start', online: true })
    link.step({ type: 'opened' })
    const state = (seq: number) => ({ type: 'seat', of: seat, seat: { seq } }) as never as Down
    expect(link.frame(state(5))).toEqual(['deliver seat'])
    expect(link.frame(state(4))).toEqual([])
  })

  it('[P25] a copy that could not be written is asked for again from where it really ends', () => {
    const link = liveLink()
    link.frame(feed(1, 2, 3))
    expect(link.step({ type: 'rewind', to: TARGET, head: 1 })).toEqual(['hello target since 1'])
  })
})
