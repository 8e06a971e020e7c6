import { describe, expect, it } from 'vitest'
import type { QueueId, TicketId } from '../../../shared/base/ids.ts'
import { ALL_DUTY, type Duty } from '../../../shared/queue/lines.ts'
import { seatActor } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { lineOf, TestQueue } from '../../support/queues.ts'

const AFTER_SALES = 'q_after-sales' as QueueId
const duty = (more: Partial<Duty> = {}): { duty: Duty } => ({ duty: { ...ALL_DUTY, ...more } })
const seatId = (index: number) => seatActor(index).id
const holder = (queue: TestQueue, ticket: TicketId) => [0, 1, 2, 3].find((index) => seatId(index) === queue.state.tickets[ticket]?.seat)
const why = (queue: TestQueue) => {
  const assigned = queue.events.findLast(({ name }) => name === 'v1.TicketAssigned')
  return assigned?.name === 'v1.TicketAssigned' ? assigned.data.why : undefined
}

function desk() {
  const queue = new TestQueue()
  queue.setLines([lineOf('service'), lineOf('after-sales')])
  queue.seat(0, 'offline', 1, duty({ lines: [AFTER_SALES] }))
  queue.seat(1, 'busy', 1, duty({ tickets: 4 }))
  queue.seat(2, 'online', 1, duty({ tickets: 8 }))
  return queue
}

describe('[Q25] who is given a ticket', () => {
  it('[Q25] of its line, who is there first, then the smallest share of what they may have', () => {
    const queue = desk()
    const tickets = Array.from({ length: 6 }, (_, index) => queue.placeTicket(index, { line: AFTER_SALES }))
    expect(tickets.map((ticket) => holder(queue, ticket)).toSorted()).toEqual([1, 1, 2, 2, 2, 2])
    expect(why(queue)).toMatchObject({ how: 'duty', line: AFTER_SALES, candidates: 3 })
    expect(queue.events.findLast(({ name }) => name === 'v1.Offered')).toBeUndefined()
  })

  it('[Q25] whom somebody chose, however full; who served the customer last; nobody it was taken from', () => {
    const queue = desk()
    queue.seat(1, 'break', 1, duty({ tickets: 0 }))
    expect(holder(queue, queue.placeTicket(1, { asked: seatId(1) }))).toBe(1)
    expect(why(queue)).toMatchObject({ how: 'asked', open: 0, capacity: 0 })
    queue.seat(3)
    expect(holder(queue, queue.placeTicket(2, { familiar: seatId(3) }))).toBe(3)
    expect(why(queue)?.how).toBe('familiar')
    expect(holder(queue, queue.placeTicket(3, { familiar: seatId(3), not: seatId(3) }))).toBe(2)
  })

  it('[Q25] nobody is given more than they may have: what is too much waits, and is given when one is done', () => {
    const queue = new TestQueue()
    queue.seat(0, 'online', 1, duty({ tickets: 2 }))
    const tickets = [1, 2, 3].map((index) => queue.wait(1).placeTicket(index))
    expect(tickets.map((ticket) => holder(queue, ticket))).toEqual([0, 0, undefined])
    queue.take({ id: commandId(), type: 'ticket-done', ticket: tickets[0] as TicketId })
    expect(tickets.map((ticket) => holder(queue, ticket))).toEqual([undefined, 0, 0])
    expect(Object.keys(queue.state.tickets)).toHaveLength(2)
  })
})

describe('[Q26] tickets that are placed again', () => {
  it('[Q26] as it was: it stays with whom it has, who is told again', () => {
    const queue = desk()
    const ticket = queue.placeTicket(1)
    const [before, had] = [queue.events.length, holder(queue, ticket)]
    queue.placeTicket(1)
    expect(queue.events.slice(before).map(({ name }) => name)).toEqual(['v1.TicketAssigned'])
    expect(holder(queue, ticket)).toBe(had)
    expect(queue.state.seats[seatId(had ?? 0)]?.tickets).toEqual([ticket])
  })

  it('[Q26] otherwise the new wish replaces the older one, and the load goes with it', () => {
    const queue = desk()
    const ticket = queue.placeTicket(1, { asked: seatId(2) })
    queue.placeTicket(1, { not: seatId(2) })
    expect([holder(queue, ticket), queue.state.seats[seatId(2)]?.tickets]).toEqual([1, []])
    queue.take({ id: commandId(), type: 'ticket-taken', ticket, seat: seatId(2) })
    expect([holder(queue, ticket), queue.state.seats[seatId(1)]?.tickets]).toEqual([2, []])
    expect(queue.take({ id: commandId(), type: 'ticket-taken', ticket, seat: seatId(2) })).toEqual([])
  })

  it('[Q26] one that was taken before it was placed is counted; one that is done and unknown is nothing', () => {
    const queue = desk()
    const ticket = queue.placeTicket(2)
    queue.take({ id: commandId(), type: 'ticket-done', ticket })
    expect(queue.take({ id: commandId(), type: 'ticket-done', ticket })).toEqual([])
    queue.take({ id: commandId(), type: 'ticket-taken', ticket, seat: seatId(1) })
    expect(queue.state.seats[seatId(1)]?.tickets).toEqual([ticket])
  })
})
