import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../shared/base/clock.ts'
import type { CommandId, QueueId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { ALWAYS } from '../../../shared/calendar/hours.ts'
import type { QueueCommand } from '../../../shared/queue/commands.ts'
import { storyOf } from '../../../shared/queue/explain.ts'
import { ALL_DUTY, type Duty } from '../../../shared/queue/lines.ts'
import { nextLook } from '../../../shared/queue/routing.ts'
import { apply, newQueue } from '../../../shared/queue/state.ts'
import { upgraded } from '../../../shared/queue/upgrade.ts'
import { linesOf, placeOf } from '../../../shared/queue/waiting.ts'
import { seatActor } from '../../support/actors.ts'
import { at, CONVERSATIONS, commandId } from '../../support/ids.ts'
import { lineOf, TestQueue } from '../../support/queues.ts'

const AFTER_SALES = 'q_after-sales' as QueueId
const duty = (more: Partial<Duty>): { duty: Duty } => ({ duty: { ...ALL_DUTY, ...more } })
const idsOf = (queue: TestQueue) => queue.state.entries.map(({ id }) => id)
const whyOf = (queue: TestQueue) => {
  const offered = queue.events.findLast(({ name }) => name === 'v1.Offered')
  return offered?.name === 'v1.Offered' ? offered.data.why : undefined
}

const placeAt = (queue: TestQueue, entry: CommandId, now: number) => placeOf(queue.state, entry, now)

describe('[Q14] lines', () => {
  it('[Q14] seats are offered what their lines have, and each line counts its own places', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service'), lineOf('after-sales')])
    queue.seat(0, 'online', 1, duty({ lines: [AFTER_SALES] }))
    const first = queue.enqueue(0)
    const second = queue.enqueue(1, true, { line: AFTER_SALES })
    const third = queue.enqueue(2, true, { line: AFTER_SALES })
    expect(queue.offersBySeat()).toEqual({ 0: [second] })
    expect(placeOf(queue.state, first, queue.now)).toMatchObject({ place: 1, staffed: false, line: DEFAULT_QUEUE })
    expect(placeOf(queue.state, third, queue.now)).toMatchObject({ place: 2, staffed: true, line: AFTER_SALES })
    expect(linesOf(queue.state)).toMatchObject([
      { queue: AFTER_SALES, live: 2, staffed: true },
      { queue: DEFAULT_QUEUE, live: 1, staffed: false },
    ])
  })

  it('[Q14] a line that is deleted leaves its people in the first one, by their arrival', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service'), lineOf('after-sales')])
    const first = queue.enqueue(0, true, { line: AFTER_SALES })
    const second = queue.wait(5).enqueue(1)
    const third = queue.wait(5).enqueue(2, true, { line: AFTER_SALES })
    const ticket = queue.placeTicket(1, { line: AFTER_SALES })
    queue.wait(5).setLines([lineOf('service')])
    expect(idsOf(queue)).toEqual([first, second, third])
    expect(new Set(queue.state.entries.map(({ line }) => line))).toEqual(new Set([DEFAULT_QUEUE]))
    expect(queue.state.tickets[ticket]?.line).toBe(DEFAULT_QUEUE)
    queue.seat(0, 'online', 3)
    expect(queue.offersBySeat()).toEqual({ 0: [first, second, third] })
    queue.enqueue(3, true, { line: AFTER_SALES })
    expect(queue.state.entries.at(-1)?.line).toBe(DEFAULT_QUEUE)
  })

  it('[Q14] a snapshot and a log of before are read: nobody is lost, and the order stays', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const [message, live] = [queue.enqueue(0, false), queue.enqueue(1)]
    const before = {
      seq: 7,
      entries: queue.state.entries.map(({ id, conversation, live, language, since, passed, notBefore }) => ({
        id,
        conversation,
        live,
        language,
        since,
        passed,
        notBefore,
      })),
      offers: queue.state.offers.map(({ live: _live, ...offer }) => offer),
      seats: { [seatActor(0).id]: { id: seatActor(0).id, name: 'A', status: 'online', capacity: 2, serving: [], idleSince: 1 } },
      takes: [1, 2, 3],
    }
    const state = upgraded(JSON.parse(JSON.stringify(before)), 1)
    expect(state).toMatchObject({ seq: 7, takes: { [DEFAULT_QUEUE]: [1, 2, 3] }, entries: [{ id: live }, { id: message }], tickets: {} })
    expect(state?.offers).toMatchObject([{ entry: message, live: false }])
    expect(upgraded({}, 3)).toBeNull()
    const old = {
      seq: 1,
      at: 5,
      cause: message,
      name: 'v1.Enqueued',
      data: { entry: live, conversation: 'c', live: true, language: 'en', since: 5 },
    }
    expect(apply(newQueue, old as never).entries).toMatchObject([{ id: live, line: DEFAULT_QUEUE, tier: 'ordinary', arrival: 5 }])
  })
})

describe('[Q15] head starts', () => {
  const STARTS = { member: 1, vip: 5, high: 2, urgent: 5, anger: 1, again: 3, message: 15 }

  it('[Q15] somebody counts as having come earlier by what is known of them, and the figures are told', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service')], STARTS)
    const ordinary = queue.enqueue(0)
    const vip = queue.wait(4 * 60).enqueue(1, true, { tier: 'vip', rules: ['重要客户'] })
    const late = queue.wait(2 * 60).enqueue(2, true, { tier: 'vip' })
    const message = queue.enqueue(3, false, { urgency: 'urgent', anger: 2, boost: 8 })
    expect(idsOf(queue)).toEqual([vip, ordinary, late, message])
    queue.seat(0, 'online', 1)
    expect(whyOf(queue)).toMatchObject({
      waited: 2 * MINUTE,
      headStart: { tier: 5, urgency: 0, anger: 0, again: 0, rules: 0, message: 0 },
      rules: ['重要客户'],
    })
  })

  it('[Q15] a message comes before people who came long after it', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service')], STARTS)
    const message = queue.enqueue(0, false)
    const before = queue.wait(14 * 60).enqueue(1)
    const after = queue.wait(2 * 60).enqueue(2)
    expect(idsOf(queue)).toEqual([before, message, after])
  })

  it('[Q15] other head starts put everybody where they count now', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service')])
    const [ordinary, vip] = [queue.enqueue(0), queue.wait(60).enqueue(1, true, { tier: 'vip' })]
    expect(idsOf(queue)).toEqual([ordinary, vip])
    queue.setLines([lineOf('service')], STARTS)
    expect(idsOf(queue)).toEqual([vip, ordinary])
  })
})

describe('[Q16] hours', () => {
  const closed = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, () => []) }
  // The clock of these tests begins on Thursday, 15 January 2026, at 17:00 in Shanghai.
  const untilFive = {
    ...ALWAYS,
    days: ALWAYS.days.map(() => [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ]),
  }

  it('[Q16] a line that is closed tells when it opens next; one that never opens tells nothing', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { hours: untilFive }), lineOf('never', { hours: closed })])
    const opens = Date.UTC(2026, 0, 16, 1)
    expect(placeAt(queue, queue.enqueue(0), queue.now)).toMatchObject({ opens, staffed: false, wait: null })
    expect(placeAt(queue, queue.enqueue(1, true, { line: 'q_never' as QueueId }), queue.now)).toMatchObject({
      opens: null,
      staffed: false,
    })
    expect(placeAt(queue, queue.enqueue(2), queue.now - MINUTE)).toMatchObject({ opens: null })
  })

  it('[Q16] Chinese holidays are closed, and weekends that are worked for them open', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { hours: { ...untilFive, holidays: 'china' } })])
    const eve = Date.UTC(2026, 1, 14, 10)
    // The Spring Festival of 2026 is off from 15 to 23 February.
    expect(placeAt(queue, queue.enqueue(0), eve)).toMatchObject({ opens: Date.UTC(2026, 1, 24, 1) })
  })

  it('[Q16] whoever sits there outside the hours is offered what waits', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { hours: closed })])
    const entry = queue.enqueue(0)
    queue.seat(0)
    expect(queue.offersBySeat()).toEqual({ 0: [entry] })
    expect(placeOf(queue.state, entry, queue.now)).toMatchObject({ staffed: true, opens: null })
  })
})

describe('[Q17] skills and languages', () => {
  it('[Q17] are demanded, and wished for after the line’s time', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { relaxAfter: 60 })])
    queue.seat(0, 'online', 2, duty({ languages: ['zh-CN'] }))
    queue.seat(1, 'busy', 1, duty({ skills: ['退款'], languages: ['en'] }))
    const skilled = queue.enqueue(0, true, { skills: ['退款'] })
    const english = queue.enqueue(1, true, { language: 'en' })
    expect(queue.state.offers).toEqual([])
    expect(nextLook(queue.state, queue.now)).toBe(queue.now + MINUTE)
    queue.wait(60).alarm()
    expect(queue.offersBySeat()).toEqual({ 0: [skilled, english] })
    expect(whyOf(queue)).toMatchObject({ language: false, skills: { matched: [], waived: [] } })
  })

  it('[Q17] then whoever has more of them comes first, however busy', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service')])
    queue.seat(0, 'online', 5, duty({}))
    queue.seat(1, 'online', 1, duty({ skills: ['退款'] }))
    const entry = queue.enqueue(0, true, { skills: ['退款', '发票'] })
    expect(queue.offersBySeat()).toEqual({ 1: [entry] })
    expect(whyOf(queue)).toMatchObject({ skills: { matched: ['退款'], waived: ['发票'] } })
  })

  it('[Q17] who has a head start waits the less for a skill, and no less for their language', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { relaxAfter: 60 })], { vip: 5 })
    queue.seat(0, 'online', 2, duty({ languages: ['zh-CN'] }))
    queue.seat(1, 'busy', 1, duty({ skills: ['退款'], languages: ['en'] }))
    const english = queue.enqueue(0, true, { tier: 'vip', language: 'en' })
    const skilled = queue.enqueue(1, true, { tier: 'vip', skills: ['退款'] })
    expect(queue.offersBySeat()).toEqual({ 0: [skilled] })
    queue.serve(0)
    // Handed on for a skill, it waits for whoever has it.
    queue.transfer(0, skilled, { kind: 'skill', skill: '退款' })
    expect(queue.state.offers).toEqual([])
    queue.wait(60).alarm()
    expect(queue.offersBySeat()).toEqual({ 0: [english, queue.state.entries.at(-1)?.id] })
  })

  it('[Q17] what nobody is there for holds nobody up behind it', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { relaxAfter: 60 })])
    queue.seat(0, 'online', 1, duty({}))
    queue.enqueue(0, true, { skills: ['退款'] })
    const plain = queue.enqueue(1)
    expect(queue.offersBySeat()).toEqual({ 0: [plain] })
  })
})

describe('[Q18] who served somebody last', () => {
  const familiar = seatActor(1).id
  const withBoth = (status: 'online' | 'busy' | 'break' = 'busy') => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service', { familiarFor: 30 })])
    queue.seat(0)
    queue.seat(1, status)
    return queue
  }

  it('[Q18] is waited for while they are there, for the line’s time', () => {
    const queue = withBoth()
    const entry = queue.enqueue(0, true, { familiar })
    expect(queue.state.offers).toEqual([])
    queue.wait(29).seat(1, 'online')
    expect(queue.offersBySeat()).toEqual({ 1: [entry] })
    expect(whyOf(queue)).toMatchObject({ familiar: true, candidates: 1 })
  })

  it('[Q18] after that anybody is offered it', () => {
    const queue = withBoth()
    const entry = queue.enqueue(0, true, { familiar })
    expect(nextLook(queue.state, queue.now)).toBe(queue.now + 30_000)
    queue.wait(30).alarm()
    expect(queue.offersBySeat()).toEqual({ 0: [entry] })
  })

  it('[Q18] nobody is waited for who is away, or has passed', () => {
    const away = withBoth('break')
    const entry = away.enqueue(0, true, { familiar })
    expect(away.offersBySeat()).toEqual({ 0: [entry] })
    const declined = withBoth('online')
    const other = declined.enqueue(0, true, { familiar })
    declined.decline(declined.offer, 1)
    expect(declined.offersBySeat()).toEqual({ 0: [other] })
  })
})

describe('[Q19] overflow', () => {
  const lines = [lineOf('service'), lineOf('after-sales', { overflow: { to: DEFAULT_QUEUE, after: 60 } })]

  it('[Q19] who has waited the line’s time moves on, keeps their arrival, and the seat is told', () => {
    const queue = new TestQueue()
    queue.setLines(lines)
    queue.seat(0, 'busy', 1, duty({ lines: [AFTER_SALES] }))
    queue.seat(1, 'online', 1, duty({ lines: [DEFAULT_QUEUE] }))
    const moving = queue.enqueue(0, true, { line: AFTER_SALES })
    expect(nextLook(queue.state, queue.now)).toBe(queue.now + MINUTE)
    queue.wait(30).seat(1, 'busy', 1)
    const other = queue.enqueue(1)
    queue.wait(30).alarm()
    expect(queue.state.entries).toMatchObject([{ id: moving, line: DEFAULT_QUEUE, through: [AFTER_SALES] }, { id: other }])
    queue.seat(1, 'online', 1)
    expect(queue.offersBySeat()).toEqual({ 1: [moving] })
    expect(whyOf(queue)).toMatchObject({ overflowedFrom: [AFTER_SALES], waited: MINUTE })
  })

  it('[Q19] at once where nobody is, and not to where nobody is either', () => {
    const queue = new TestQueue()
    queue.setLines(lines)
    const entry = queue.enqueue(0, true, { line: AFTER_SALES })
    queue.wait(90).alarm()
    expect(queue.state.entries[0]?.line).toBe(AFTER_SALES)
    queue.seat(1, 'online', 1, duty({ lines: [DEFAULT_QUEUE] }))
    expect(queue.offersBySeat()).toEqual({ 1: [entry] })
  })

  it('[Q19] two lines that overflow into each other keep nobody going round', () => {
    const queue = new TestQueue()
    queue.setLines([
      lineOf('service', { overflow: { to: AFTER_SALES, after: 0 } }),
      lineOf('after-sales', { overflow: { to: DEFAULT_QUEUE, after: 0 } }),
    ])
    queue.seat(0, 'busy', 1, duty({}))
    queue.enqueue(0)
    for (let turn = 0; turn < 5; turn++) queue.wait(10).alarm()
    expect(queue.events.filter(({ name }) => name === 'v1.Overflowed')).toHaveLength(1)
  })

  it('[Q19] a message that was left waits for the people of its line while there are any', () => {
    const queue = new TestQueue()
    queue.setLines(lines)
    queue.seat(0, 'busy', 1, duty({ lines: [AFTER_SALES] }))
    queue.seat(1, 'online', 1, duty({ lines: [DEFAULT_QUEUE] }))
    const message = queue.enqueue(0, false, { line: AFTER_SALES })
    queue.wait(90).alarm()
    expect(queue.state.offers).toEqual([])
    queue.seat(0, 'offline', 1)
    expect(queue.offersBySeat()).toEqual({ 1: [message] })
  })
})

describe('[Q30] weighed anew while they wait', () => {
  const VIP = 'q_vip' as QueueId
  const asVip = (entry: CommandId, more: Partial<Extract<QueueCommand, { type: 'weigh' }>> = {}): QueueCommand => ({
    id: commandId(),
    type: 'weigh',
    entry,
    line: DEFAULT_QUEUE,
    tier: 'vip',
    urgency: 'normal',
    anger: 0,
    boost: 0,
    rules: ['VIP'],
    ...more,
  })
  const shop = () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service'), lineOf('vip')], { vip: 5, urgent: 3 })
    return queue
  }
  const order = ({ state }: TestQueue) => state.entries.map(({ id }) => id)

  it('[Q30] they come by the longer head start, which is told with the offer', () => {
    const queue = shop()
    const first = queue.enqueue(0)
    const second = queue.wait(60).enqueue(1)
    expect(order(queue)).toEqual([first, second])
    queue.take(asVip(second))
    expect(order(queue)).toEqual([second, first])
    queue.seat(0)
    const offered = queue.events.findLast((event) => event.name === 'v1.Offered')
    expect(offered?.data).toMatchObject({ entry: second, why: { headStart: { tier: 5 }, rules: ['VIP'] } })
    expect(storyOf(queue.events, at(CONVERSATIONS, 1))).toContainEqual({
      at: queue.now,
      what: 'weighed',
      line: DEFAULT_QUEUE,
      rules: ['VIP'],
    })
  })

  it('[Q30] never worse than before, and not for who waits no more', () => {
    const queue = shop()
    const vip = queue.enqueue(0, true, { tier: 'vip', urgency: 'urgent' })
    expect(queue.take(asVip(vip, { tier: 'ordinary' }))).toEqual([])
    expect(queue.take(asVip(vip, { urgency: 'urgent' }))).toEqual([])
    expect(queue.take(asVip(commandId()))).toEqual([])
    expect(queue.state.entries[0]).toMatchObject({ tier: 'vip', urgency: 'urgent' })
  })

  it('[Q30] into another line only where somebody is and they stand no further back', () => {
    const queue = shop()
    const entry = queue.enqueue(0)
    const lineNow = () => queue.state.entries.find(({ id }) => id === entry)?.line
    queue.take(asVip(entry, { line: VIP }))
    expect(lineNow()).toBe(DEFAULT_QUEUE)
    queue.seat(0, 'busy', 1, { duty: { ...ALL_DUTY, lines: [VIP] } })
    const longer = queue.enqueue(1, true, { line: VIP, tier: 'vip', urgency: 'urgent' })
    queue.take(asVip(entry, { line: VIP }))
    expect(lineNow()).toBe(DEFAULT_QUEUE)
    queue.remove(longer)
    queue.take(asVip(entry, { line: VIP }))
    expect(lineNow()).toBe(VIP)
  })
})
