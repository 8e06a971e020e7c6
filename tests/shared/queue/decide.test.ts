import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import type { QueueCommand } from '../../../shared/queue/commands.ts'
import { customer, queueActor, seatActor } from '../../support/actors.ts'
import { at, CONVERSATIONS, commandId, SEATS } from '../../support/ids.ts'
import { TestQueue } from '../../support/queues.ts'

const OFFER_SECONDS = LIMITS.offer / 1000
const names = (events: { name: string }[]) => events.map((event) => event.name)
const entriesOf = (queue: TestQueue) => queue.state.entries.map((entry) => entry.id)
const servingOf = (queue: TestQueue, index: number) => queue.state.seats[seatActor(index).id]?.serving.map((served) => served.entry) ?? []
const statusOf = (queue: TestQueue, index: number) => queue.state.seats[seatActor(index).id]?.status

describe('[Q1] the line', () => {
  it('[Q1] a new wish of a conversation replaces the older one, its offer included', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const [first, other] = [queue.enqueue(0), queue.enqueue(1)]
    expect(queue.offer.entry).toBe(first)
    const second = queue.enqueue(0, false)
    expect(entriesOf(queue)).toEqual([other, second])
    expect(queue.offer.entry).toBe(other)
    expect(names(queue.events).slice(-4)).toEqual(['v1.OfferEnded', 'v1.Removed', 'v1.Enqueued', 'v1.Offered'])
  })

  it('[Q1] who leaves is gone from line and offers; leaving twice is nothing', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const entry = queue.enqueue(0)
    const gone = queue.offer
    expect(names(queue.remove(entry))).toEqual(['v1.OfferEnded', 'v1.Removed'])
    expect(queue.state).toMatchObject({ entries: [], offers: [] })
    expect(queue.remove(entry)).toEqual([])
    expect(queue.refusalOf({ id: commandId(), type: 'take-offer', offer: gone.id }, seatActor(0))).toBe('offer-gone')
  })
})

describe('[Q2] who may', () => {
  const commands = (queue: TestQueue): QueueCommand[] => {
    const id = commandId()
    const offer = queue.offer.id
    const entry = queue.offer.entry
    const conversation = at(CONVERSATIONS, 5)
    return [
      { id, type: 'enqueue', entry, conversation, live: true, language: 'en', since: queue.now },
      { id, type: 'remove', entry },
      { id, type: 'seat-changed', seat: at(SEATS, 3), name: 'Eve', status: 'online', capacity: 2 },
      { id, type: 'take-offer', offer },
      { id, type: 'decline-offer', offer },
      { id, type: 'finish', entry },
      { id, type: 'expire-offers' },
    ]
  }
  const offered = () => {
    const queue = new TestQueue()
    queue.seat(0)
    queue.enqueue(0)
    return queue
  }
  const codes = (actor: Parameters<TestQueue['refusalOf']>[1]) => {
    const queue = offered()
    return commands(queue).map((command) => queue.refusalOf(command, actor))
  }
  const NO = 'not-allowed'

  it('[Q2] a seat takes and declines its own offers, and nothing else', () => {
    expect(codes(seatActor(0))).toEqual([NO, NO, NO, null, null, NO, NO])
  })

  it('[Q2] an offer to another seat is as good as gone', () => {
    expect(codes(seatActor(1))).toEqual([NO, NO, NO, 'offer-gone', 'offer-gone', NO, NO])
  })

  it('[Q2] everything else is between objects', () => {
    expect(codes(queueActor)).toEqual([null, null, null, NO, NO, null, null])
  })

  it('[Q2] a customer speaks to no queue', () => {
    expect(codes(customer)).toEqual([NO, NO, NO, NO, NO, NO, NO])
  })
})

describe('[Q4] offers that are not taken', () => {
  it('[Q4] an offer lasts its time, then goes on to the next seat, and the seat turns to a break', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const entry = queue.enqueue(0)
    queue.seat(1)
    expect(queue.wait(OFFER_SECONDS - 1).alarm()).toEqual([])
    expect(queue.offersBySeat()).toEqual({ 0: [entry] })
    queue.wait(1).alarm()
    expect(queue.offersBySeat()).toEqual({ 1: [entry] })
    expect(statusOf(queue, 0)).toBe('break')
    expect(queue.refusalOf({ id: commandId(), type: 'take-offer', offer: commandId() }, seatActor(0))).toBe('offer-gone')
  })

  it('[Q4] with the missed one go all other offers of that seat, though their time is not over', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 3)
    const first = queue.enqueue(0)
    queue.wait(5)
    const second = queue.enqueue(1)
    queue.seat(1, 'online', 3)
    expect(queue.offersBySeat()).toEqual({ 0: [first, second] })
    queue.wait(OFFER_SECONDS - 5)
    const outcomes = queue.alarm().flatMap((event) => (event.name === 'v1.OfferEnded' ? [event.data.outcome] : []))
    expect(outcomes).toEqual(['missed', 'withdrawn'])
    expect(queue.offersBySeat()).toEqual({ 1: [first, second] })
  })

  it('[Q4] where there is no other seat, the customer keeps the first place', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const [first, second] = [queue.enqueue(0), queue.enqueue(1)]
    queue.wait(OFFER_SECONDS).alarm()
    expect(queue.state.offers).toEqual([])
    expect(entriesOf(queue)).toEqual([first, second])
    queue.wait(OFFER_SECONDS)
    queue.seat(0)
    expect(queue.offersBySeat()).toEqual({ 0: [first] })
  })
})

describe('[Q5] seats that go', () => {
  it.each(['offline', 'break'] as const)('[Q5] a seat that is %s gives its offer back, without a mark on the entry', (status) => {
    const queue = new TestQueue()
    queue.seat(0)
    const entry = queue.enqueue(0)
    queue.seat(0, status)
    expect(queue.state.offers).toEqual([])
    queue.seat(0)
    expect(queue.offersBySeat()).toEqual({ 0: [entry] })
  })

  it('[Q5] a seat that is merely busy keeps its offer and may take it, but is offered nothing new', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 2)
    const first = queue.enqueue(0)
    queue.seat(0, 'busy', 2)
    queue.enqueue(1)
    expect(queue.offersBySeat()).toEqual({ 0: [first] })
    queue.takeOffer(queue.offer, 0)
    expect(servingOf(queue, 0)).toEqual([first])
  })

  it('[Q5] a seat that is gone goes on serving what it serves', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const entry = queue.enqueue(0)
    queue.takeOffer(queue.offer, 0)
    queue.seat(0, 'offline')
    expect(servingOf(queue, 0)).toEqual([entry])
  })
})

describe('[Q9] offers that are declined', () => {
  it('[Q9] go to another seat at once', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const entry = queue.enqueue(0)
    queue.seat(1)
    queue.decline(queue.offer, 0)
    expect(queue.offersBySeat()).toEqual({ 1: [entry] })
    expect(statusOf(queue, 0)).toBe('online')
  })

  it('[Q9] come back to a seat that passed on them only after a pause', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const entry = queue.enqueue(0)
    queue.decline(queue.offer, 0)
    expect(queue.state.offers).toEqual([])
    queue.wait(OFFER_SECONDS - 1).alarm()
    expect(queue.state.offers).toEqual([])
    queue.wait(1).alarm()
    expect(queue.offersBySeat()).toEqual({ 0: [entry] })
  })

  it('[Q9] hold nobody up who comes behind', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const [, second] = [queue.enqueue(0), queue.enqueue(1)]
    queue.decline(queue.offer, 0)
    expect(queue.offersBySeat()).toEqual({ 0: [second] })
  })
})

describe('[Q10] what is taken', () => {
  it('[Q10] leaves the line, fills a place at the seat, and frees it when finished', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const [first, second] = [queue.enqueue(0), queue.enqueue(1)]
    expect(names(queue.takeOffer(queue.offer, 0))).toEqual(['v1.Taken'])
    expect(entriesOf(queue)).toEqual([second])
    expect(servingOf(queue, 0)).toEqual([first])
    expect(names(queue.finish(first))).toEqual(['v1.Finished', 'v1.Offered'])
    expect(queue.offersBySeat()).toEqual({ 0: [second] })
  })

  it('[Q10] is taken once: of two takes the second finds the offer gone', () => {
    const queue = new TestQueue()
    queue.seat(0)
    queue.enqueue(0)
    const { offer } = queue
    queue.takeOffer(offer, 0)
    expect(queue.refusalOf({ id: commandId(), type: 'take-offer', offer: offer.id }, seatActor(0))).toBe('offer-gone')
    expect(queue.refusalOf({ id: commandId(), type: 'decline-offer', offer: offer.id }, seatActor(0))).toBe('offer-gone')
  })

  it('[Q10] finishing what nobody serves is nothing', () => {
    const queue = new TestQueue()
    queue.seat(0)
    expect(queue.finish(commandId())).toEqual([])
  })

  it('[Q10] ids of offers follow from the command, so that a repeat gives the same', () => {
    const [one, other] = [new TestQueue(), new TestQueue()]
    const entry = commandId()
    const enqueue = {
      id: commandId(),
      entry,
      type: 'enqueue',
      conversation: at(CONVERSATIONS, 0),
      live: true,
      language: 'en',
      since: 1,
    } as const
    for (const queue of [one, other]) {
      queue.seat(0)
      queue.take(enqueue)
    }
    expect(one.offer).toEqual(other.offer)
  })
})
