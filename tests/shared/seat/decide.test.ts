import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { is } from '../../../shared/base/schema.ts'
import { SEAT_STATUSES } from '../../../shared/queue/commands.ts'
import { ALL_DUTY } from '../../../shared/queue/lines.ts'
import { SeatCommand } from '../../../shared/seat/commands.ts'
import { apply, effectiveStatus, newSeat, Seat, upgraded } from '../../../shared/seat/state.ts'
import { customer, queueActor, seatActor } from '../../support/actors.ts'
import { START } from '../../support/conversations.ts'
import { at, CONVERSATIONS, commandId, newTicketId } from '../../support/ids.ts'
import { TestSeat } from '../../support/seats.ts'

const member = seatActor(0)
const conversation = at(CONVERSATIONS, 0)

const setStatus = (status: Seat['status']): SeatCommand => ({ id: commandId(), type: 'set-status', status })
const connection = (connected: boolean): SeatCommand => ({ id: commandId(), type: 'connection-changed', connected })
const enrol = (): SeatCommand => ({ id: commandId(), type: 'enrol', name: '林晓', role: 'agent', capacity: 3 })
const assigned = (of = conversation): SeatCommand => ({
  id: commandId(),
  type: 'assigned',
  conversation: of,
  queue: DEFAULT_QUEUE,
  since: START,
})
const correctReading = (): SeatCommand => ({
  id: commandId(),
  type: 'correct-reading',
  correction: {
    message: commandId(),
    text: '我的电话是13912345670，怎么还不发货',
    before: null,
    read: { intent: 'track-shipment', score: 0.4, mood: 'neutral', anger: 0 },
    intent: 'urge-shipment',
    mood: null,
  },
})
const finished = (): SeatCommand => ({ id: commandId(), type: 'finished', conversation })
const offer = (): Extract<SeatCommand, { type: 'offer' }> => ({
  id: commandId(),
  type: 'offer',
  offer: commandId(),
  queue: DEFAULT_QUEUE,
  conversation,
  live: true,
  language: 'zh-CN',
  since: START,
  until: START + LIMITS.offer,
  why: { free: 1, idleSince: START, candidates: 1 },
})
const ticket = newTicketId(3)
const followTicket = (as: 'owner' | 'watcher' | 'task'): SeatCommand => ({
  id: commandId(),
  type: 'follow-ticket',
  ticket,
  as,
  since: START,
})
const dropTicket = (): SeatCommand => ({ id: commandId(), type: 'drop-ticket', ticket })
type Outcome = Extract<SeatCommand, { type: 'end-offer' }>['outcome']
const endOffer = (of: Extract<SeatCommand, { type: 'offer' }>, outcome: Outcome): SeatCommand => ({
  id: commandId(),
  type: 'end-offer',
  offer: of.offer,
  outcome,
})

describe('[S1] who may', () => {
  const commands = [
    setStatus('online'),
    enrol(),
    offer(),
    endOffer(offer(), 'taken'),
    assigned(),
    finished(),
    connection(true),
    correctReading(),
    followTicket('owner'),
    dropTicket(),
    { id: commandId(), type: 'report' } as const,
  ]

  it.each(commands.map((command) => [command.type, command] as const))(
    '[S1] %s: the member of staff only sets the status and corrects readings',
    (type, command) => {
      const seat = new TestSeat()
      expect(seat.refusalOf(command, member)).toBe(['set-status', 'correct-reading'].includes(type) ? null : 'not-allowed')
      expect(seat.refusalOf(command, queueActor)).toBeNull()
      expect(seat.refusalOf(command, customer)).toBe('not-allowed')
      expect(is(SeatCommand, command)).toBe(true)
    },
  )

  it('[S1] the table knows every command that has a schema', () => {
    expect(commands.map((command) => command.type).sort()).toEqual(SeatCommand.options.map((option) => option.entries.type.literal).sort())
  })
})

describe('[S2] offers', () => {
  it('[S2] are shown until they end, in order', () => {
    const seat = new TestSeat()
    const [first, second] = [offer(), offer()]
    seat.take(first)
    seat.take(second)
    expect(seat.state.offers.map((each) => each.offer)).toEqual([first.offer, second.offer])
    expect(seat.take(endOffer(first, 'withdrawn'))).toEqual(['v1.OfferEnded'])
    expect(seat.state.offers.map((each) => each.offer)).toEqual([second.offer])
  })

  it('[S2] the end of an offer that is not there is nothing', () => {
    expect(new TestSeat().take(endOffer(offer(), 'declined'))).toEqual([])
  })
})

describe('[S8] how a conversation came', () => {
  it('[S8] is kept from its being taken, before it is assigned or after, until it is finished', () => {
    for (const order of ['offer first', 'assigned first']) {
      const seat = new TestSeat()
      const [taken, other] = [offer(), { ...offer(), conversation: at(CONVERSATIONS, 1) }]
      seat.take(taken)
      seat.take(other)
      if (order === 'assigned first') seat.take(assigned())
      seat.take(endOffer(taken, 'taken'))
      seat.take(endOffer(other, 'withdrawn'))
      if (order === 'offer first') seat.take(assigned())
      expect(seat.state.came).toEqual([expect.objectContaining({ offer: taken.offer, why: taken.why })])
      seat.take(finished())
      expect(seat.state.came).toEqual([])
    }
  })
})

describe('[S3] missed offers', () => {
  it.each(['online', 'busy', 'break'] as const)('[S3] turn a seat that is %s to a break, and tell it why', (status) => {
    const seat = new TestSeat()
    const missed = offer()
    seat.take(setStatus(status), member)
    seat.take(missed)
    expect(seat.take(endOffer(missed, 'missed'))).toEqual(['v1.OfferEnded', 'v1.StatusSet'])
    expect(seat.state).toMatchObject({ status: 'break', statusBy: 'missed-offer', offers: [] })
  })

  it('[S3] leave alone who chose to be offline meanwhile', () => {
    const seat = new TestSeat()
    const missed = offer()
    seat.take(missed)
    seat.take(setStatus('offline'), member)
    expect(seat.take(endOffer(missed, 'missed'))).toEqual(['v1.OfferEnded'])
    expect(seat.state.status).toBe('offline')
  })

  it.each(['taken', 'declined', 'withdrawn'] as const)('[S3] an offer that was %s changes no status', (outcome) => {
    const seat = new TestSeat()
    const ended = offer()
    seat.take(setStatus('online'), member)
    seat.take(ended)
    expect(seat.take(endOffer(ended, outcome))).toEqual(['v1.OfferEnded'])
    expect(seat.state.status).toBe('online')
  })

  it('[S3] coming back is a choice, also to a break of one’s own', () => {
    const seat = new TestSeat()
    const missed = offer()
    seat.take(setStatus('online'), member)
    seat.take(missed)
    seat.take(endOffer(missed, 'missed'))
    expect(seat.take(setStatus('break'), member)).toEqual(['v1.StatusSet'])
    expect(seat.state.statusBy).toBe('chosen')
  })
})

describe('[S4] connection', () => {
  it.each(SEAT_STATUSES)('[S4] a seat that chose %s counts as offline while no device is there', (status) => {
    const seat = new TestSeat()
    seat.take(setStatus(status), member)
    expect(effectiveStatus(seat.state)).toBe('offline')
    seat.take(connection(true))
    expect(effectiveStatus(seat.state)).toBe(status)
    seat.take(connection(false))
    expect([effectiveStatus(seat.state), seat.state.status]).toEqual(['offline', status])
  })
})

describe('[S5] conversations', () => {
  it('[S5] an open conversation stands once, however often it is assigned, until it is finished', () => {
    const seat = new TestSeat()
    seat.take(assigned())
    seat.take(assigned(at(CONVERSATIONS, 1)))
    seat.take(assigned())
    expect(seat.state.open.map((open) => open.conversation)).toEqual([at(CONVERSATIONS, 1), conversation])
    seat.take(finished())
    seat.take(finished())
    expect(seat.state.open.map((open) => open.conversation)).toEqual([at(CONVERSATIONS, 1)])
  })

  it('[S5] a seat follows fifty at once and no more', () => {
    const seat = new TestSeat()
    const open = Array.from({ length: LIMITS.conversationsPerSeat }, () => ({ conversation, queue: DEFAULT_QUEUE, since: START }))
    seat.state = { ...newSeat, open }
    expect(seat.refusalOf(assigned())).toBe('not-allowed')
    seat.state = { ...newSeat, open: open.slice(1) }
    expect(seat.refusalOf(assigned())).toBeNull()
  })
})

describe('[S6] repeats', () => {
  it('[S6] a status that is chosen already and a connection that is known are no events', () => {
    const seat = new TestSeat()
    seat.take(setStatus('online'), member)
    seat.take(connection(true))
    expect([...seat.take(setStatus('online'), member), ...seat.take(connection(true))]).toEqual([])
  })

  it('[S6] the log gives the state, and the state has the shape that travels', () => {
    const seat = new TestSeat()
    const missed = offer()
    for (const command of [enrol(), connection(true), missed, endOffer(missed, 'missed'), offer(), assigned()]) seat.take(command)
    expect(seat.events.reduce(apply, newSeat)).toEqual(seat.state)
    expect(is(Seat, JSON.parse(JSON.stringify(seat.state)))).toBe(true)
    expect(seat.state).toMatchObject({ name: '林晓', capacity: 3, connected: true, seq: 6 })
  })
})

describe('[S7] duty and tickets', () => {
  it('[S7] a ticket stands once, as what was said of it last, until it is dropped', () => {
    const seat = new TestSeat()
    seat.take(followTicket('watcher'))
    seat.take(followTicket('owner'))
    expect(seat.state.tickets).toEqual([{ ticket, as: 'owner', since: START }])
    expect(seat.take(dropTicket())).toEqual(['v1.TicketDropped'])
    expect(seat.take(dropTicket())).toEqual([])
    expect(seat.state.tickets).toEqual([])
  })

  it('[S7] a seat is there for everything until it is told otherwise, and keeps its duty when only the name is told', () => {
    const seat = new TestSeat()
    seat.take(enrol())
    expect(seat.state.duty).toEqual(ALL_DUTY)
    const duty = { ...ALL_DUTY, lines: [DEFAULT_QUEUE], messages: 2 }
    seat.take({ ...enrol(), duty } as SeatCommand)
    seat.take(enrol())
    expect(seat.state.duty).toEqual(duty)
  })

  it('[S7] a snapshot of before is read: nothing that was open is lost', () => {
    const {
      duty: _duty,
      tickets: _tickets,
      ...before
    } = { ...newSeat, seq: 9, name: '林晓', open: [{ conversation, queue: DEFAULT_QUEUE, since: 1 }] }
    expect(upgraded(JSON.parse(JSON.stringify(before)), 1)).toEqual({ ...before, duty: ALL_DUTY, tickets: [] })
    const { came: _came, ...second } = { ...newSeat, seq: 9 }
    expect(upgraded(JSON.parse(JSON.stringify(second)), 2)).toEqual({ ...newSeat, seq: 9 })
    expect(upgraded({}, 0)).toBeNull()
  })
})
