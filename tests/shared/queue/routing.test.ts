import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../../../shared/base/clock.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { freeCapacity, inOrder, nextLook, nextOffer } from '../../../shared/queue/routing.ts'
import { expectedWait, isStaffed, placeOf } from '../../../shared/queue/waiting.ts'
import { seatActor } from '../../support/actors.ts'
import { at } from '../../support/ids.ts'
import { TestQueue } from '../../support/queues.ts'

function serveNext(queue: TestQueue, index: number): void {
  const offer = queue.state.offers.find((each) => each.seat === seatActor(index).id)
  if (!offer) throw new Error('nothing is on offer')
  queue.takeOffer(offer, index)
}

describe('[Q3] who is offered what', () => {
  it('[Q3] the seat with the most free capacity comes first', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 1)
    queue.seat(1, 'online', 3)
    queue.seat(2, 'online', 2)
    const entries = [queue.enqueue(0), queue.enqueue(1), queue.enqueue(2)]
    // 1 has three places, then two as 2 has, then 1 is the one idle longer.
    expect(queue.offersBySeat()).toEqual({ 1: entries.slice(0, 2), 2: entries.slice(2) })
  })

  it('[Q3] of seats as free as each other the one idle longest comes first', () => {
    const queue = new TestQueue()
    for (const index of [2, 0, 1]) {
      queue.seat(index)
      queue.wait(10)
    }
    const entries = [queue.enqueue(0), queue.enqueue(1), queue.enqueue(2)]
    expect(queue.offersBySeat()).toEqual({ 2: [entries[0]], 0: [entries[1]], 1: [entries[2]] })
  })

  it('[Q3] a seat that has just finished goes to the end', () => {
    const queue = new TestQueue()
    queue.seat(0)
    queue.wait(1).seat(1)
    const first = queue.enqueue(0)
    serveNext(queue, 0)
    queue.wait(60).finish(first)
    queue.enqueue(1)
    expect(Object.keys(queue.offersBySeat())).toEqual(['1'])
  })

  it('[Q3] a seat that comes back from a break goes to the end; one that is merely told of again does not', () => {
    const queue = new TestQueue()
    queue.seat(0)
    queue.wait(1).seat(1)
    queue.wait(1).seat(2)
    queue.wait(1).seat(0, 'break')
    queue.wait(1).seat(0, 'online')
    queue.wait(1).seat(1, 'online')
    queue.enqueue(0)
    queue.enqueue(1)
    expect(Object.keys(queue.offersBySeat())).toEqual(['1', '2'])
  })

  it('[Q3] says why: how free, idle since when, of how many', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 3)
    queue.seat(1, 'busy')
    queue.seat(2)
    const begun = queue.now
    queue.wait(5).enqueue(0)
    const offered = queue.events.find((event) => event.name === 'v1.Offered')
    expect(offered?.data).toMatchObject({
      seat: seatActor(0).id,
      until: queue.now + LIMITS.offer,
      why: { free: 3, idleSince: begun, candidates: 2 },
    })
  })

  it('[Q3] seats are loaded evenly over a long day', () => {
    const queue = new TestQueue()
    for (let index = 0; index < 4; index++) queue.seat(index, 'online', 2)
    const served = new Map<string, number>()
    for (let turn = 0; turn < 400; turn++) {
      const entry = queue.wait(7).enqueue(turn % 40)
      const { offer } = queue
      const index = [0, 1, 2, 3].find((each) => seatActor(each).id === offer.seat)
      if (index === undefined) throw new Error('offered to nobody we know')
      queue.takeOffer(offer, index)
      served.set(offer.seat, (served.get(offer.seat) ?? 0) + 1)
      queue.wait(11).finish(entry)
    }
    expect([...served.values()]).toEqual([100, 100, 100, 100])
  })
})

describe('[Q7] the order of the line', () => {
  it('[Q7] people who wait come before messages that were left, each in order of arrival', () => {
    const queue = new TestQueue()
    const [message, live, later] = [queue.enqueue(0, false), queue.enqueue(1), queue.enqueue(2)]
    const lateMessage = queue.enqueue(3, false)
    expect(inOrder(queue.state).map((entry) => entry.id)).toEqual([live, later, message, lateMessage])
    queue.seat(0, 'online', 4)
    expect(queue.offersBySeat()).toEqual({ 0: [live, later, message, lateMessage] })
  })

  it('[Q7] a left message is offered when no person waits', () => {
    const queue = new TestQueue()
    queue.seat(0)
    const message = queue.enqueue(0, false)
    expect(queue.offer.entry).toBe(message)
  })
})

describe('[Q8] capacity', () => {
  it('[Q8] counts what is served and what is on offer; only who is online has any', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 3)
    const free = () => freeCapacity(queue.state, at(Object.values(queue.state.seats), 0))
    expect(free()).toBe(3)
    queue.enqueue(0)
    expect(free()).toBe(2)
    serveNext(queue, 0)
    expect(free()).toBe(2)
    queue.seat(0, 'busy', 3)
    expect(free()).toBe(0)
  })

  it('[Q8] that is lowered takes nothing away, and holds for what is offered from then on', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 3)
    const entries = [queue.enqueue(0), queue.enqueue(1)]
    serveNext(queue, 0)
    queue.seat(0, 'online', 1)
    expect(queue.offersBySeat()).toEqual({ 0: [entries[1]] })
    queue.enqueue(2)
    expect(queue.state.offers).toHaveLength(1)
  })

  it('[Q11] whatever frees a place, the line moves on in the same breath', () => {
    const queue = new TestQueue()
    const entries = [queue.enqueue(0), queue.enqueue(1), queue.enqueue(2)]
    queue.seat(0, 'online', 2)
    expect(queue.offersBySeat()).toEqual({ 0: entries.slice(0, 2) })
    queue.seat(1)
    expect(queue.offersBySeat()).toEqual({ 0: entries.slice(0, 2), 1: entries.slice(2) })
    expect(nextOffer(queue.state, queue.now)).toBeNull()
  })
})

describe('[Q13] when to look again', () => {
  it('[Q13] at the end of the first offer or pause, and never where nothing is due', () => {
    const queue = new TestQueue()
    expect(nextLook(queue.state, queue.now)).toBeNull()
    queue.seat(0)
    queue.enqueue(0)
    const begun = queue.now
    expect(nextLook(queue.state, queue.now)).toBe(begun + LIMITS.offer)
    queue.wait(5).decline(queue.offer, 0)
    expect(nextLook(queue.state, queue.now)).toBe(begun + 5 * SECOND + LIMITS.offer)
    expect(nextLook(queue.state, begun + MINUTE)).toBeNull()
  })
})

describe('[Q6] places and waits', () => {
  it('[Q6] the place counts those before, live ones first', () => {
    const queue = new TestQueue()
    const [message, live] = [queue.enqueue(0, false), queue.enqueue(1)]
    expect(placeOf(queue.state, live, queue.now)).toMatchObject({ place: 1, staffed: false, wait: null })
    expect(placeOf(queue.state, message, queue.now)).toMatchObject({ place: 2 })
    queue.remove(live)
    expect(placeOf(queue.state, live, queue.now)).toBeNull()
    expect(placeOf(queue.state, message, queue.now)).toMatchObject({ place: 1 })
  })

  it('[Q6] the wait is the place times the usual time between takes', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 20)
    for (let turn = 0; turn < 4; turn++) {
      queue.enqueue(turn)
      serveNext(queue, 0)
      queue.wait(30)
    }
    expect([1, 2, 5].map((place) => expectedWait(queue.state, place))).toEqual([30, 60, 150].map((seconds) => seconds * SECOND))
  })

  it('[Q6] says nothing without seats, or with fewer than three takes', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 20)
    for (let turn = 0; turn < 3; turn++) {
      expect(expectedWait(queue.state, 1)).toBeNull()
      queue.wait(30).enqueue(turn)
      serveNext(queue, 0)
    }
    expect(expectedWait(queue.state, 1)).toBe(30 * SECOND)
    queue.seat(0, 'break', 20)
    expect(expectedWait(queue.state, 1)).toBeNull()
  })

  it('[Q6] an hour without customers is no slow hour', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 20)
    for (const pause of [0, 60 * 60, 60]) {
      queue.wait(pause).enqueue(pause % 40)
      serveNext(queue, 0)
    }
    expect(expectedWait(queue.state, 1)).toBe((10 * MINUTE + MINUTE) / 2)
  })

  it('[Q6] only the latest twenty takes count', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 20)
    for (let turn = 0; turn < 30; turn++) {
      const entry = queue.wait(turn < 10 ? 300 : 20).enqueue(turn)
      serveNext(queue, 0)
      queue.finish(entry)
    }
    expect(queue.state.takes[DEFAULT_QUEUE]).toHaveLength(20)
    expect(expectedWait(queue.state, 1)).toBe(20 * SECOND)
  })

  it.each([
    ['online', true],
    ['busy', true],
    ['break', false],
    ['offline', false],
  ] as const)('[Q6] a seat that is %s: staffed is %s', (status, staffed) => {
    const queue = new TestQueue()
    queue.seat(0, status)
    expect(isStaffed(queue.state)).toBe(staffed)
  })
})
