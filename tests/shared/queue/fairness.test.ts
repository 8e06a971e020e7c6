import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../shared/base/clock.ts'
import type { CommandId, ConversationId, QueueId, SeatId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { type Random, seededRandom, uniform } from '../../../shared/base/random.ts'
import { SEAT_STATUSES } from '../../../shared/queue/commands.ts'
import type { QueueEvent } from '../../../shared/queue/events.ts'
import { storyOf } from '../../../shared/queue/explain.ts'
import { ALL_DUTY, type Duty } from '../../../shared/queue/lines.ts'
import { isOnDuty, nextOffer } from '../../../shared/queue/routing.ts'
import { apply, type Entry, newQueue, type Queue, type QueueSeat } from '../../../shared/queue/state.ts'
import { seatActor } from '../../support/actors.ts'
import { at, CONVERSATIONS, commandId, newTicketId } from '../../support/ids.ts'
import { lineOf, TestQueue } from '../../support/queues.ts'

const SEEDS = 60
const STEPS = 150
const SEATS = [0, 1, 2, 3]
const HEAD_STARTS = { member: 1, vip: 5, high: 2, urgent: 5, anger: 1, again: 3, message: 15 }
/** Minutes: tier, urgency, anger three times, again, and the boost that is used here. */
const LONGEST = 5 + 5 + 3 + 3 + 4
const LINES = ['q_service', 'q_after-sales', 'q_technical'] as QueueId[]
const duties: Duty[] = [
  { ...ALL_DUTY, messages: 1, tickets: 3 },
  { ...ALL_DUTY, lines: [at(LINES, 1)], skills: ['退款'], messages: 2, tickets: 4 },
  { ...ALL_DUTY, lines: [DEFAULT_QUEUE, at(LINES, 2)], languages: ['zh-CN'], messages: 0, tickets: 1 },
  { ...ALL_DUTY, messages: 3, tickets: 2 },
]
const CAPACITIES = [1, 2, 3, 2]

const pick = (random: Random, below: number) => Math.floor(uniform(random) * below)
const one = <Value>(random: Random, values: readonly Value[]): Value | undefined => values[pick(random, values.length)]
const indexOf = (seat: SeatId) => SEATS.find((index) => seatActor(index).id === seat) ?? 0

const setLines = (queue: TestQueue, some: number) => {
  const all = [
    lineOf('service', { familiarFor: 30, relaxAfter: 60 }),
    lineOf('after-sales', { relaxAfter: 20, overflow: { to: DEFAULT_QUEUE, after: 40 } }),
    lineOf('technical', { overflow: { to: at(LINES, 1), after: 90 }, offerFor: 8 }),
  ]
  queue.setLines(all.slice(0, some), HEAD_STARTS)
}

/** Which conversations are anywhere at the desk: told apart from the queue's own state. */
type Book = Set<ConversationId>

function sit(queue: TestQueue, index: number, random: Random): void {
  const connected = pick(random, 4) > 0
  const status = pick(random, 2) ? 'online' : at(SEAT_STATUSES, pick(random, 4))
  queue.seat(index, connected ? status : 'offline', CAPACITIES[index], { duty: at(duties, index), connected })
}

function step(queue: TestQueue, book: Book, random: Random): void {
  queue.wait(pick(random, 20) === 0 ? pick(random, 900) : pick(random, 12))
  const { state } = queue
  const offer = one(random, state.offers)
  const served = one(
    random,
    SEATS.flatMap((index) => state.seats[seatActor(index).id]?.serving.map((each) => ({ index, ...each })) ?? []),
  )
  const entry = one(random, state.entries)
  switch (pick(random, 14)) {
    case 0:
    case 1:
    case 2: {
      const conversation = at(CONVERSATIONS, pick(random, 40))
      const isServed = Object.values(state.seats).some(({ serving }) => serving.some((each) => each.conversation === conversation))
      if (isServed) return void queue.alarm()
      const plain = pick(random, 2) === 0
      queue.enqueue(conversation, pick(random, 4) > 0, {
        line: at(LINES, pick(random, 3)),
        tier: plain ? 'ordinary' : at(['ordinary', 'member', 'vip'] as const, pick(random, 3)),
        urgency: plain ? 'normal' : at(['low', 'normal', 'high', 'urgent'] as const, pick(random, 4)),
        anger: plain ? 0 : at([0, 1, 2, 3] as const, pick(random, 4)),
        boost: plain ? 0 : pick(random, 9) - 4,
        skills: plain || pick(random, 3) ? [] : ['退款'],
        language: plain || pick(random, 3) ? 'zh-CN' : 'en',
        familiar: plain || pick(random, 3) ? null : seatActor(pick(random, 4)).id,
      })
      book.add(conversation)
      return
    }
    case 3:
      // A customer leaves who waits, and is not also served on.
      if (!entry || entry.handed?.warm) return void queue.alarm()
      queue.remove(entry.id)
      return void book.delete(entry.conversation)
    case 4:
    case 5:
      return sit(queue, pick(random, 4), random)
    case 6:
    case 7:
    case 8:
      return void (offer ? queue.takeOffer(offer, indexOf(offer.seat)) : queue.alarm())
    case 9:
      return void (offer ? queue.decline(offer, indexOf(offer.seat)) : queue.alarm())
    case 10:
      if (!served) return void queue.alarm()
      queue.finish(served.entry)
      return void book.delete(served.conversation)
    case 11: {
      if (!served) return void queue.alarm()
      const other = seatActor((served.index + 1) % 4).id
      const to = at(
        [
          { kind: 'line', line: at(queue.state.settled.lines, 0).id },
          { kind: 'skill', skill: '退款' },
          ...(state.seats[other] ? [{ kind: 'seat', seat: other } as const] : []),
        ] as const,
        pick(random, state.seats[other] ? 3 : 2),
      )
      return void queue.transfer(served.index, served.entry, to, pick(random, 2) === 0)
    }
    case 12: {
      const ticket = pick(random, 8)
      if (pick(random, 3) === 0) return void queue.take({ id: commandId(), type: 'ticket-done', ticket: newTicketId(ticket) })
      return void queue.placeTicket(ticket, { line: at(LINES, pick(random, 3)) })
    }
    default:
      if (pick(random, 6) === 0) return setLines(queue, 1 + pick(random, 3))
      if (pick(random, 6) === 0) return void queue.take({ id: commandId(), type: 'remove-seat', seat: seatActor(pick(random, 4)).id })
      return void queue.alarm()
  }
}

function checkPeople({ state }: TestQueue, book: Book): void {
  const standing = state.entries.map(({ conversation }) => conversation)
  const serving = Object.values(state.seats).flatMap((seat) => seat.serving)
  const served = serving.map(({ conversation }) => conversation)
  expect(new Set([...standing, ...served]), '[Q12] nobody is lost').toEqual(book)
  expect(new Set(standing).size, '[Q1] nobody stands twice').toBe(standing.length)
  expect(new Set(served).size, '[Q10] nobody is served twice').toBe(served.length)
  for (const { conversation, handed } of state.entries)
    if (served.includes(conversation)) {
      expect(handed?.warm, '[Q21] only who is handed on warm is served while they wait').toBe(true)
      expect(serving.find((each) => each.conversation === conversation)?.entry).toBe(handed?.entry)
    }
  const arrivals = state.entries.map(({ arrival }) => arrival)
  expect(arrivals, '[Q15] the line is in order of arrival').toEqual(arrivals.toSorted((a, b) => a - b))
}

function checkSeats({ state, now }: TestQueue): void {
  for (const seat of Object.values(state.seats)) {
    for (const live of [true, false]) {
      const has = [...seat.serving, ...state.offers.filter((offer) => offer.seat === seat.id)].filter((each) => each.live === live)
      const most = live ? seat.capacity : (seat.duty?.messages ?? seat.capacity)
      expect(has.length, `[Q8] no seat has more ${live ? 'talks' : 'messages'} than it may`).toBeLessThanOrEqual(most)
    }
    expect(seat.tickets.length, '[Q8] nor tickets').toBeLessThanOrEqual(seat.duty?.tickets ?? 50)
  }
  const held = Object.values(state.seats).flatMap(({ id, tickets }) => tickets.map((ticket) => [ticket, id]))
  const placed = Object.values(state.tickets).flatMap(({ ticket, seat }) => (seat ? [[ticket, seat]] : []))
  expect(held.toSorted(), '[Q26] each ticket is counted with one seat').toEqual(placed.toSorted())
  expect(nextOffer(state, now), '[Q11] nothing is left that could be offered').toBeNull()
}

const isPlain = ({ skills, familiar, passed, handed, language }: Entry) =>
  skills.length === 0 && familiar === null && passed.length === 0 && handed === null && language === 'zh-CN'

/** Who is offered something while somebody else stands before them who wants nothing special of the same kind in the same line. */
function checkOrder(before: Queue, event: QueueEvent): void {
  if (event.name !== 'v1.Offered') return
  const entry = before.entries.find(({ id }) => id === event.data.entry) as Entry
  const onOffer = new Set(before.offers.map((offer) => offer.entry))
  const seat = before.seats[event.data.seat] as QueueSeat
  for (const other of before.entries) {
    // A seat that somebody chose need not be there for the line.
    if (!isOnDuty(seat, entry.line)) break
    if (other.line !== entry.line || other.live !== entry.live || onOffer.has(other.id) || !isPlain(other)) continue
    expect(other.arrival, '[Q15] nobody is offered before who counts as having come earlier').toBeGreaterThanOrEqual(entry.arrival)
    const behind = entry.since - other.since
    expect(behind, '[Q15] nobody is overtaken by more than the longest head start').toBeLessThanOrEqual(LONGEST * MINUTE)
  }
  const again = nextOffer(before, event.at)
  expect(again && { entry: again.entry.id, seat: again.seat.id, why: again.why }, '[Q28] a decision can be replayed').toEqual({
    entry: event.data.entry,
    seat: event.data.seat,
    why: event.data.why,
  })
}

function day(seed: number): { queue: TestQueue; book: Book } {
  const random = seededRandom(seed)
  const [queue, book]: [TestQueue, Book] = [new TestQueue(), new Set()]
  setLines(queue, 3)
  for (const index of SEATS) sit(queue, index, random)
  let [state, done] = [newQueue, 0]
  for (let index = 0; index < STEPS; index++) {
    step(queue, book, random)
    try {
      for (const event of queue.events.slice(done)) {
        checkOrder(state, event)
        state = apply(state, event)
      }
      done = queue.events.length
      checkPeople(queue, book)
      checkSeats(queue)
    } catch (fault) {
      throw new Error(`seed ${seed}, step ${index}`, { cause: fault })
    }
  }
  return { queue, book }
}

/** What happened on all days together. */
const counts = new Map<string, number>()

describe('several lines on random days', () => {
  it.each(Array.from({ length: SEEDS }, (_, seed) => seed))('[Q12] [Q15] [Q8] keep their promises from seed %i', (seed) => {
    const { queue } = day(seed)
    for (const event of queue.events) {
      const name = event.name === 'v1.HandedOn' ? event.data.how : event.name
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect(queue.events.reduce(apply, newQueue), '[Q12] the log gives the state').toEqual(queue.state)
    expect(JSON.parse(JSON.stringify(queue.state)), '[Q12] a snapshot loses nothing').toEqual(queue.state)
  })

  it('[Q12] the days are not empty ones', () => {
    for (const name of ['v1.Overflowed', 'v1.Taken', 'v1.TicketAssigned', 'transfer', 'gone', 'removed', 'v1.SeatRemoved', 'v1.LinesSet'])
      expect(counts.get(name) ?? 0, name).toBeGreaterThan(2)
  })
})

describe('[Q28] why', () => {
  it('[Q28] the way of a conversation is told from the log, each offer with its reasons', () => {
    const queue = new TestQueue()
    setLines(queue, 3)
    queue.seat(0)
    const entry: CommandId = queue.enqueue(0, true, { tier: 'vip', rules: ['重要客户先由人工接待'] })
    queue.serve(0)
    queue.enqueue(1)
    queue.wait(30).transfer(0, entry, { kind: 'line', line: at(LINES, 1) })
    queue.seat(1)
    queue.serve(1)
    const story = storyOf(queue.events, at(CONVERSATIONS, 0))
    expect(story.map(({ what }) => what)).toEqual(['came', 'offered', 'taken', 'handed-on', 'offered', 'taken'])
    expect(story[1]).toMatchObject({
      why: [
        { code: 'rules', names: ['重要客户先由人工接待'] },
        { code: 'waited', span: 0 },
        { code: 'head-start', minutes: 5 },
        { code: 'only-one' },
      ],
    })
    expect(story[4]).toMatchObject({ why: expect.arrayContaining([{ code: 'passed', seats: 1 }]) })
  })
})
