import { describe, expect, it } from 'vitest'
import type { CommandId } from '../../../shared/base/ids.ts'
import { type Random, seededRandom, uniform } from '../../../shared/base/random.ts'
import { is } from '../../../shared/base/schema.ts'
import { SEAT_STATUSES } from '../../../shared/queue/commands.ts'
import { Place } from '../../../shared/queue/place.ts'
import { freeCapacity, inOrder, nextLook, nextOffer } from '../../../shared/queue/routing.ts'
import { apply, newQueue } from '../../../shared/queue/state.ts'
import { placeOf } from '../../../shared/queue/waiting.ts'
import { seatActor } from '../../support/actors.ts'
import { at, commandId } from '../../support/ids.ts'
import { TestQueue } from '../../support/queues.ts'

const SEEDS = 120
const STEPS = 120
const CAPACITIES = [1, 2, 3, 1]

const pick = (random: Random, below: number) => Math.floor(uniform(random) * below)

/** What ought to be true of every customer, told apart from the queue's own state. */
class Book {
  waiting = new Set<CommandId>()
  served = new Set<CommandId>()
  entryOf = new Map<number, CommandId>()
}

/** Where nobody does anything, the alarm does its work. */
function rest(queue: TestQueue, why: string): string {
  queue.alarm()
  return why
}

function step(queue: TestQueue, book: Book, random: Random): string {
  queue.wait(pick(random, 12))
  const anyOffer = queue.state.offers[pick(random, Math.max(1, queue.state.offers.length))]
  const seatOf = (offer: { seat: string }) => [0, 1, 2, 3].find((index) => seatActor(index).id === offer.seat) ?? 0
  switch (pick(random, 8)) {
    case 0:
    case 1: {
      const conversation = pick(random, 12)
      const older = book.entryOf.get(conversation)
      if (older && book.served.has(older)) return rest(queue, 'is served already')
      if (older) book.waiting.delete(older)
      const entry = queue.enqueue(conversation, pick(random, 4) > 0)
      book.waiting.add(entry)
      book.entryOf.set(conversation, entry)
      return `enqueue ${conversation}`
    }
    case 2: {
      const entry = [...book.waiting][pick(random, Math.max(1, book.waiting.size))] ?? commandId()
      queue.remove(entry)
      book.waiting.delete(entry)
      return 'remove'
    }
    case 3: {
      const index = pick(random, 4)
      const status = at(SEAT_STATUSES, pick(random, 4))
      queue.seat(index, pick(random, 2) ? 'online' : status, CAPACITIES[index])
      return `seat ${index} ${status}`
    }
    case 4:
    case 5: {
      if (!anyOffer) return rest(queue, 'nothing to take')
      queue.takeOffer(anyOffer, seatOf(anyOffer))
      book.waiting.delete(anyOffer.entry)
      book.served.add(anyOffer.entry)
      return 'take'
    }
    case 6: {
      if (anyOffer && pick(random, 2)) {
        queue.decline(anyOffer, seatOf(anyOffer))
        return 'decline'
      }
      queue.alarm()
      return 'alarm'
    }
    default: {
      const entry = [...book.served][pick(random, Math.max(1, book.served.size))] ?? commandId()
      queue.finish(entry)
      book.served.delete(entry)
      return 'finish'
    }
  }
}

function check(queue: TestQueue, book: Book): void {
  const { state } = queue
  const ids = state.entries.map((entry) => entry.id)
  expect(new Set(ids), '[Q1] nobody is lost, nobody is doubled').toEqual(book.waiting)
  expect(ids).toHaveLength(book.waiting.size)
  expect(new Set(state.entries.map((entry) => entry.conversation)).size, '[Q1] a conversation stands once').toBe(ids.length)
  const serving = Object.values(state.seats).flatMap((seat) => seat.serving.map((served) => served.entry))
  expect(serving.toSorted(), '[Q10] what is taken is served by one seat').toEqual([...book.served].toSorted())

  const offered = state.offers.map((offer) => offer.entry)
  expect(new Set(offered).size, '[Q3] an entry is on one offer').toBe(offered.length)
  expect(
    offered.every((entry) => book.waiting.has(entry)),
    '[Q3] offers are of entries that are there',
  ).toBe(true)
  expect(new Set(state.offers.map((offer) => offer.id)).size).toBe(offered.length)
  for (const seat of Object.values(state.seats)) {
    const offers = state.offers.filter((offer) => offer.seat === seat.id).length
    expect(seat.serving.length + offers, '[Q8] no seat is above its capacity').toBeLessThanOrEqual(seat.capacity)
    if (seat.status === 'offline' || seat.status === 'break') expect(offers, '[Q5] who is gone holds no offer').toBe(0)
    expect(freeCapacity(state, seat)).toBeGreaterThanOrEqual(0)
  }
  expect(nextOffer(state, queue.now), '[Q11] nothing is left that could be offered').toBeNull()
  const look = nextLook(state, queue.now)
  if (state.offers.length > 0) expect(look, '[Q13] offers are looked at again').not.toBeNull()
  for (const [index, entry] of inOrder(state).entries()) {
    const place = placeOf(state, entry.id, queue.now)
    expect(place?.place, '[Q6] places are 1, 2, 3').toBe(index + 1)
    expect(is(Place, place)).toBe(true)
  }
}

describe('the queue on random days', () => {
  it.each(Array.from({ length: SEEDS }, (_, seed) => seed))('[Q12] keeps its promises from seed %i', (seed) => {
    const random = seededRandom(seed)
    const queue = new TestQueue()
    const book = new Book()
    const told: string[] = []
    for (let index = 0; index < STEPS; index++) {
      told.push(step(queue, book, random))
      try {
        check(queue, book)
      } catch (fault) {
        throw new Error(`seed ${seed}, step ${index}: ${told.slice(-8).join(', ')}`, { cause: fault })
      }
    }
    expect(queue.events.reduce(apply, newQueue), '[Q12] the log gives the state').toEqual(queue.state)
    expect(queue.events.map((event) => event.seq)).toEqual(queue.events.map((_, index) => index + 1))
    expect(JSON.parse(JSON.stringify(queue.state)), '[Q12] a snapshot loses nothing').toEqual(queue.state)
  })

  it('[Q12] the days are not empty ones', () => {
    const names = new Map<string, number>()
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = seededRandom(seed)
      const [queue, book] = [new TestQueue(), new Book()]
      for (let index = 0; index < STEPS; index++) step(queue, book, random)
      for (const event of queue.events) {
        const name = event.name === 'v1.OfferEnded' ? event.data.outcome : event.name
        names.set(name, (names.get(name) ?? 0) + 1)
      }
    }
    for (const name of ['declined', 'missed', 'withdrawn', 'v1.Taken', 'v1.Finished', 'v1.Offered', 'v1.Removed'])
      expect(names.get(name) ?? 0, name).toBeGreaterThan(100)
  })
})
