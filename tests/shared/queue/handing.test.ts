import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../../shared/base/clock.ts'
import type { QueueId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { ALL_DUTY } from '../../../shared/queue/lines.ts'
import { seatActor } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { lineOf, TestQueue } from '../../support/queues.ts'

const AFTER_SALES = 'q_after-sales' as QueueId
const HAND_BACK = LIMITS.handBack / 1000
const names = (events: { name: string }[]) => events.map(({ name }) => name)

/** Seat 0 serves one conversation; two lines. */
function serving(capacity = 1) {
  const queue = new TestQueue()
  queue.setLines([lineOf('service'), lineOf('after-sales')], { again: 3 })
  queue.seat(0, 'online', capacity)
  const entry = queue.enqueue(0, true, { tier: 'vip', language: 'en' })
  queue.serve(0)
  return { queue, entry }
}

describe('[Q20] what is handed on', () => {
  it('[Q20] stands in the line again, once, with what was known of it, before who came a little earlier', () => {
    const { queue, entry } = serving()
    queue.seat(0, 'busy')
    const other = queue.enqueue(1)
    queue.wait(60).transfer(0, entry, { kind: 'line', line: AFTER_SALES })
    expect(queue.state.entries).toMatchObject([{ line: AFTER_SALES, tier: 'vip', language: 'en', again: true, live: true }, { id: other }])
    expect(queue.state.entries[0]?.id).not.toBe(entry)
  })

  it('[Q20] handed on warm a second time, it stands once', () => {
    const { queue, entry } = serving()
    queue.transfer(0, entry, { kind: 'line', line: AFTER_SALES }, true)
    queue.seat(1)
    queue.transfer(0, entry, { kind: 'skill', skill: '退款' }, true)
    expect(queue.state.entries).toHaveLength(1)
    expect(queue.state.entries[0]).toMatchObject({ line: DEFAULT_QUEUE, skills: ['退款'] })
    expect(queue.serving(0)).toEqual([entry])
  })
})

describe('[Q21] handing on', () => {
  it('[Q21] cold: the place is free at once, and whoever comes is told by whom and why', () => {
    const { queue, entry } = serving()
    queue.seat(1, 'online', 1, { duty: { ...ALL_DUTY, lines: [AFTER_SALES] } })
    expect(names(queue.transfer(0, entry, { kind: 'line', line: AFTER_SALES }, false, ' 发票抬头错了 '))).toEqual([
      'v1.HandedOn',
      'v1.Offered',
    ])
    expect(queue.serving(0)).toEqual([])
    expect(queue.state.entries[0]?.handed).toMatchObject({
      from: { id: seatActor(0).id },
      note: '发票抬头错了',
      warm: false,
      how: 'transfer',
    })
    const next = queue.serve(1)
    expect(queue.serving(1)).toEqual([next])
  })

  it('[Q21] warm: it is served on until somebody has come, and then by one of them', () => {
    const { queue, entry } = serving()
    queue.seat(1)
    queue.transfer(0, entry, { kind: 'seat', seat: seatActor(1).id }, true)
    expect(queue.serving(0)).toEqual([entry])
    expect(Object.keys(queue.offersBySeat())).toEqual(['1'])
    const next = queue.serve(1)
    expect([queue.serving(0), queue.serving(1)]).toEqual([[], [next]])
  })

  it('[Q21] a seat that was chosen is waited for while it is there, and not for ever', () => {
    const { queue, entry } = serving()
    queue.seat(1, 'busy')
    queue.seat(2)
    queue.transfer(0, entry, { kind: 'seat', seat: seatActor(1).id })
    expect(queue.state.offers).toEqual([])
    queue.wait(LIMITS.keptForSeat / 1000).alarm()
    expect(Object.keys(queue.offersBySeat())).toEqual(['2'])
  })

  it('[Q21] who hands on is asked last, and is asked when nobody else comes', () => {
    const { queue, entry } = serving(3)
    queue.transfer(0, entry, { kind: 'line', line: DEFAULT_QUEUE })
    expect(queue.state.offers).toEqual([])
    queue.wait(LIMITS.offer / 1000).alarm()
    expect(Object.keys(queue.offersBySeat())).toEqual(['0'])
  })

  it('[Q21] only what a seat serves, to what there is', () => {
    const { queue, entry } = serving()
    queue.seat(1)
    const refusal = (index: number, of: typeof entry, to: never) =>
      queue.refusalOf({ id: commandId(), type: 'transfer', entry: of, to, note: '', warm: false }, seatActor(index))
    const service = { kind: 'line', line: DEFAULT_QUEUE } as never
    expect(refusal(1, entry, service)).toBe('not-found')
    expect(refusal(0, commandId(), service)).toBe('not-found')
    expect(refusal(0, entry, { kind: 'line', line: 'q_gone' } as never)).toBe('not-found')
    expect(refusal(0, entry, { kind: 'seat', seat: seatActor(0).id } as never)).toBe('not-allowed')
    expect(refusal(0, entry, { kind: 'seat', seat: seatActor(5).id } as never)).toBe('seat-unknown')
    expect(refusal(0, entry, service)).toBeNull()
  })

  it('[Q21] what ends while it is handed on warm is over: nobody comes for it', () => {
    const { queue, entry } = serving()
    queue.transfer(0, entry, { kind: 'line', line: AFTER_SALES }, true)
    queue.seat(1)
    queue.finish(entry)
    expect(queue.state).toMatchObject({ entries: [], offers: [] })
    expect(queue.serving(0)).toEqual([])
  })
})

describe('[Q22] seats without any device', () => {
  it('[Q22] their talks stand in the line again after a while, and whoever comes takes over', () => {
    const { queue, entry } = serving()
    queue.seat(0, 'offline', 1, { connected: false })
    queue.wait(HAND_BACK - 1).alarm()
    expect(queue.state.entries).toEqual([])
    queue.wait(1).alarm()
    expect(queue.state.entries).toMatchObject([{ again: true, handed: { warm: true, how: 'gone' } }])
    expect(queue.serving(0)).toEqual([entry])
    queue.wait(60).alarm()
    expect(queue.state.entries).toHaveLength(1)
    queue.seat(1)
    const next = queue.serve(1)
    expect([queue.serving(0), queue.serving(1)]).toEqual([[], [next]])
  })

  it('[Q22] a seat that is back before keeps them, though they were on offer', () => {
    const { queue } = serving()
    queue.seat(0, 'offline', 1, { connected: false })
    queue.wait(HAND_BACK).alarm()
    queue.seat(1)
    expect(Object.keys(queue.offersBySeat())).toEqual(['1'])
    expect(names(queue.seat(0, 'online', 1, { connected: true }))).toEqual(['v1.SeatChanged', 'v1.OfferEnded', 'v1.Taken', 'v1.Finished'])
    expect(queue.state).toMatchObject({ entries: [], offers: [] })
    expect(queue.serving(0)).toHaveLength(1)
  })

  it('[Q22] who chose to be offline and is there ends what they serve', () => {
    const { queue, entry } = serving()
    queue.seat(0, 'offline', 1, { connected: true })
    queue.wait(HAND_BACK * 2).alarm()
    expect(queue.state.entries).toEqual([])
    expect(queue.serving(0)).toEqual([entry])
  })

  it('[Q22] all seats dropping at once: everybody stands in the line, nobody twice, and is served when one comes', () => {
    const queue = new TestQueue()
    queue.setLines([lineOf('service')])
    for (let index = 0; index < 5; index++) queue.seat(index, 'online', 3)
    for (let index = 0; index < 17; index++) queue.enqueue(index)
    for (let index = 0; index < 5; index++) while (queue.state.offers.some(({ seat }) => seat === seatActor(index).id)) queue.serve(index)
    for (let index = 0; index < 5; index++) queue.seat(index, 'offline', 3, { connected: false })
    queue.wait(HAND_BACK).alarm()
    expect(new Set(queue.state.entries.map(({ conversation }) => conversation)).size).toBe(17)
    expect(queue.state.entries).toHaveLength(17)
    queue.seat(5, 'online', 20)
    while (queue.state.offers.length > 0) queue.serve(5)
    expect(queue.serving(5)).toHaveLength(17)
    expect([0, 1, 2, 3, 4].flatMap((index) => queue.serving(index))).toEqual([])
  })
})

describe('[Q23] somebody works here no longer', () => {
  it('[Q23] what they were offered goes on, what they served stands in the line, their thirty tickets go to others', () => {
    const { queue } = serving(2)
    const offered = queue.enqueue(1)
    expect(queue.offersBySeat()).toEqual({ 0: [offered] })
    for (let ticket = 0; ticket < 30; ticket++) queue.placeTicket(ticket)
    expect(queue.state.seats[seatActor(0).id]?.tickets).toHaveLength(30)
    queue.seat(1, 'offline')
    queue.seat(2, 'offline')
    queue.take({ id: commandId(), type: 'remove-seat', seat: seatActor(0).id })
    const held = [1, 2].map((index) => queue.state.seats[seatActor(index).id]?.tickets.length)
    expect(held).toEqual([15, 15])
    expect(Object.values(queue.state.tickets).every(({ seat }) => seat !== null && seat !== seatActor(0).id)).toBe(true)
    expect(queue.state.entries).toHaveLength(2)
    expect(queue.state.entries.find(({ handed }) => handed)).toMatchObject({ again: true, handed: { warm: false, how: 'removed' } })
    expect(queue.state.offers).toEqual([])
  })

  it.each(['offline', 'online'] as const)('[Q23] a late %s of theirs brings them not back; whom the desk has again is back', (status) => {
    const { queue } = serving()
    const seat = seatActor(0).id
    queue.take({ id: commandId(), type: 'remove-seat', seat })
    expect(queue.seat(0, status, 1, { connected: true })).toEqual([])
    expect(queue.state.seats).toEqual({})
    expect(queue.offersBySeat()).toEqual({})
    queue.take({ id: commandId(), type: 'admit-seat', seat })
    expect(queue.take({ id: commandId(), type: 'admit-seat', seat })).toEqual([])
    queue.seat(0, 'online', 1, { connected: true })
    expect(Object.keys(queue.offersBySeat())).toEqual(['0'])
  })

  it('[Q23] one that the queue had not heard of yet is removed nonetheless, and what they took late goes to somebody else', () => {
    const queue = new TestQueue()
    const seat = seatActor(0).id
    queue.take({ id: commandId(), type: 'remove-seat', seat })
    expect(queue.seat(0)).toEqual([])
    const ticket = queue.placeTicket(1)
    queue.seat(1)
    queue.take({ id: commandId(), type: 'ticket-taken', ticket, seat })
    expect(queue.state.tickets[ticket]?.seat).toBe(seatActor(1).id)
    expect(queue.events.at(-1)?.name).toBe('v1.TicketAssigned')
  })

  it('[Q23] where nobody is left tickets wait, and are given when somebody comes', () => {
    const { queue } = serving()
    const ticket = queue.placeTicket(1)
    queue.take({ id: commandId(), type: 'remove-seat', seat: seatActor(0).id })
    expect(queue.state.tickets[ticket]?.seat).toBeNull()
    queue.seat(1, 'offline')
    expect(queue.state.tickets[ticket]?.seat).toBe(seatActor(1).id)
  })
})

describe('bad days', () => {
  it('[Q4] a clock that is set back or forward loses nobody and loops nowhere', () => {
    const { queue, entry } = serving()
    const other = queue.enqueue(1)
    queue.seat(1)
    queue.now -= 3 * 60 * MINUTE
    queue.alarm()
    queue.decline(queue.offer, 1)
    queue.now += 24 * 60 * MINUTE
    queue.alarm()
    expect(queue.offersBySeat()).toEqual({ 1: [other] })
    expect(queue.serving(0)).toEqual([entry])
  })
})
