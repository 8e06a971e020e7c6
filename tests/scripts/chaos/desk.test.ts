import { expect, it } from 'vitest'
import { type Deed, judgeDeeds } from '../../../scripts/chaos/deeds.ts'
import type { Held } from '../../../scripts/chaos/disk.ts'
import { judgePlaces } from '../../../scripts/chaos/places.ts'
import { judgeTickets } from '../../../scripts/chaos/tickets.ts'
import type { CommandId, ConversationId, SeatId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE, derivedCommandId, ticketIdOf } from '../../../shared/base/new-ids.ts'
import type { StoredEvent } from '../../../shared/conversation/events.ts'
import { summaryOf, type TicketSummary } from '../../../shared/protocol/tickets.ts'
import type { Place } from '../../../shared/queue/place.ts'
import type { Queue } from '../../../shared/queue/state.ts'
import { newSeat, type Seat } from '../../../shared/seat/state.ts'
import { applyStored, newTicket } from '../../../shared/ticket/state.ts'
import { seatActor } from '../../support/actors.ts'
import { at, CONVERSATIONS, CUSTOMERS, commandId } from '../../support/ids.ts'
import { TestQueue } from '../../support/queues.ts'
import { matter } from '../../support/tickets.ts'

const [waiting, later, served, left] = [0, 1, 2, 3].map((index) => at(CONVERSATIONS, index)) as [
  ConversationId,
  ConversationId,
  ConversationId,
  ConversationId,
]
const SEAT = { id: seatActor(0).id as SeatId, name: seatActor(0).name }
const LEAVES = commandId()
const ADDS = commandId()
const TICKET = ticketIdOf(LEAVES)

type Told = Omit<StoredEvent, 'seq' | 'at' | 'by'> & { at?: number }
const logOf = (...told: Told[]): StoredEvent[] => told.map((event, index) => ({ at: 0, by: { kind: 'system' }, ...event, seq: index + 1 }))
const opened: Told = {
  cause: commandId(),
  name: 'v1.ConversationOpened',
  data: { customer: at(CUSTOMERS, 0), language: 'zh-CN', channel: 'web' },
}
const asks = (entry: CommandId, when: number): Told => ({
  at: when,
  cause: entry,
  name: 'v1.PersonRequested',
  data: { reason: 'asked', queue: DEFAULT_QUEUE, entry },
})
const joins = (entry: CommandId): Told => ({
  cause: commandId(),
  name: 'v1.PersonJoined',
  data: { seat: SEAT, queue: DEFAULT_QUEUE, entry },
})
const moves = (what: string, status: string, text = ''): Told => ({
  cause: commandId(),
  name: 'v1.TicketMoved',
  data: { ticket: TICKET, what, status, seat: SEAT, title: '', text },
})
const answers: Told = { cause: commandId(), name: 'ticket.v1.Answered', data: { text: '已查到' } }

/** Two wait, one is served, one has left a message, of which somebody works on the ticket. */
function fair() {
  const queue = new TestQueue()
  queue.seat(0)
  const entries = { served: queue.enqueue(served), waiting: '' as CommandId, later: '' as CommandId }
  const asked = queue.now
  queue.take({ id: commandId(), type: 'take-offer', offer: queue.state.offers[0]?.id ?? entries.served }, seatActor(0))
  entries.waiting = queue.wait(1).enqueue(waiting)
  entries.later = queue.wait(1).enqueue(later)
  queue.take({ id: commandId(), type: 'ticket-taken', ticket: TICKET, seat: SEAT.id })
  const message = { text: '漏水', contact: '', queue: DEFAULT_QUEUE, entry: LEAVES }
  const conversations = new Map([
    [waiting, logOf(opened, asks(entries.waiting, asked + 1000))],
    [later, logOf(opened, asks(entries.later, asked + 2000))],
    [served, logOf(opened, asks(entries.served, asked), joins(entries.served))],
    [
      left,
      logOf(
        opened,
        { cause: LEAVES, name: 'v1.MessageLeft', data: message },
        {
          cause: LEAVES,
          name: 'v1.TicketOpened',
          data: { ticket: TICKET, title: '漏水', type: 'fault', urgency: 'normal', line: DEFAULT_QUEUE, reason: 'message' },
        },
        moves('status', 'processing'),
        { cause: ADDS, name: 'v1.TicketAdded', data: { ticket: TICKET, what: 'addition', text: '还在漏' } },
        moves('answer', 'processing', '已查到'),
      ),
    ],
  ])
  const log = logOf(
    {
      cause: derivedCommandId(LEAVES, 'ticket'),
      name: 'ticket.v1.Opened',
      data: { conversation: left, customer: at(CUSTOMERS, 0), matter: matter(), from: null },
    },
    { cause: commandId(), name: 'ticket.v1.Assigned', data: { seat: SEAT, why: null } },
    { cause: commandId(), name: 'ticket.v1.StatusChanged', data: { status: 'processing', note: '' } },
    { cause: derivedCommandId(ADDS, 'said'), name: 'ticket.v1.CustomerSaid', data: { what: 'addition', text: '还在漏' } },
    answers,
  )
  const summary = summaryOf(TICKET, log.reduce(applyStored, newTicket), { problem: '', solution: '' }) as TicketSummary
  const seat: Seat = {
    ...newSeat,
    open: [{ conversation: served, queue: DEFAULT_QUEUE, since: 0 }],
    tickets: [{ ticket: TICKET, as: 'owner', since: 0 }],
  }
  const held: Held = {
    conversations,
    tickets: new Map([[TICKET, log]]),
    seats: new Map([[SEAT.id, seat]]),
    queue: queue.state,
    queueLog: queue.events,
    register: [summary],
    cases: [],
    undone: [],
  }
  const told = new Map(
    [waiting, later].map((conversation, index) => [conversation, { conversation, place: index + 1, wait: null, staffed: true } as Place]),
  )
  return { held, listed: [summary], told, log, entries, seat }
}

type Fair = ReturnType<typeof fair>
const queueWith = ({ held }: Fair, change: Partial<Queue>): Partial<Held> => ({ queue: { ...held.queue, ...change } })
const logWith = ({ held }: Fair, id: ConversationId, log: StoredEvent[]): Partial<Held> => ({
  conversations: new Map([...held.conversations, [id, log]]),
})
const historyWith = (log: StoredEvent[]): Partial<Held> => ({ tickets: new Map([[TICKET, log]]) })
const serving = ({ held }: Fair) => held.queue.seats[SEAT.id] as NonNullable<Queue['seats'][SeatId]>
const talkOf = ({ held }: Fair, id: ConversationId) => [...(held.conversations.get(id) ?? [])]
const OTHER = ticketIdOf(commandId())

const CASES: [string, (all: Fair) => Partial<Held>, RegExp][] = [
  ['a ticket that is not there', () => ({ tickets: new Map(), register: [] }), /is at the desk 0 times/],
  ['a ticket that was opened twice', ({ log }) => historyWith(logOf(...log, log[0] as StoredEvent)), /is at the desk 2 times/],
  [
    'a ticket that no conversation opened',
    (all) => ({ tickets: new Map([...all.held.tickets, [OTHER, all.log]]) }),
    /no conversation opened it/,
  ],
  [
    'a ticket told of twice',
    (all) => logWith(all, waiting, [...talkOf(all, waiting), talkOf(all, left)[2] as StoredEvent]),
    /was opened twice/,
  ],
  [
    'a word of the customer that is lost',
    ({ log }) => historyWith(log.filter(({ name }) => name !== 'ticket.v1.CustomerSaid')),
    /addition .* 0 times/,
  ],
  ['a word of the customer that is doubled', ({ log }) => historyWith(logOf(...log, log[3] as StoredEvent)), /addition .* 2 times/],
  ['an answer that did not arrive', (all) => logWith(all, left, talkOf(all, left).slice(0, 5)), /the answer .* 0 times/],
  [
    'an answer that arrived twice',
    (all) => logWith(all, left, logOf(...talkOf(all, left), talkOf(all, left)[5] as StoredEvent)),
    /the answer .* 2 times/,
  ],
  [
    'a status that the conversation was not told',
    (all) => logWith(all, left, logOf(...talkOf(all, left), moves('status', 'resolved'))),
    /is resolved, and it is processing/,
  ],
  ['a gap in the history', ({ log }) => historyWith(log.with(4, { ...(log[4] as StoredEvent), seq: 9 })), /has 9 at place 5/],
  [
    'a load without its ticket',
    (all) => queueWith(all, { seats: { [SEAT.id]: { ...serving(all), tickets: [] } } }),
    /the queue counts .* with nobody/,
  ],
  [
    'a load that counts a ticket twice',
    (all) => queueWith(all, { seats: { [SEAT.id]: { ...serving(all), tickets: [TICKET, TICKET] } } }),
    /the queue counts/,
  ],
  [
    'a seat that has not its ticket before it',
    ({ seat }) => ({ seats: new Map([[SEAT.id, { ...seat, tickets: [] }]]) }),
    /before it 0 times/,
  ],
  ['a register without a ticket', () => ({ register: [] }), /the register shows .* 0 times/],
  [
    'a register that is behind',
    ({ listed }) => ({ register: listed.map((one) => ({ ...one, status: 'received' })) }),
    /the register shows .* as received/,
  ],
  ['a place that was lost', (all) => queueWith(all, { entries: all.held.queue.entries.slice(1) }), /and the queue has it nowhere/],
  [
    'a place that is doubled',
    (all) => queueWith(all, { entries: [...all.held.queue.entries, ...all.held.queue.entries.slice(1)] }),
    /in the line as .* and in the line as/,
  ],
  [
    'a place of somebody who has ended',
    (all) => logWith(all, later, logOf(...talkOf(all, later), { cause: commandId(), name: 'v1.ConversationClosed', data: {} })),
    /should be nowhere/,
  ],
  [
    'a place that is in the line and with a seat',
    (all) =>
      queueWith(all, {
        seats: {
          [SEAT.id]: { ...serving(all), serving: all.held.queue.entries.slice(0, 1).map((entry) => ({ ...entry, entry: entry.id })) },
        },
      }),
    /with .* and in the line/,
  ],
  [
    'a place of a conversation that is not there',
    (all) => ({ conversations: new Map([...all.held.conversations].slice(1)) }),
    /has a place, and nobody opened it/,
  ],
  [
    'a wish for which somebody came twice',
    (all) => logWith(all, served, logOf(...talkOf(all, served), joins(all.entries.served))),
    /was joined twice/,
  ],
  ['a seat that has open what it does not serve', ({ seat }) => ({ seats: new Map([[SEAT.id, { ...seat, open: [] }]]) }), /has none open/],
  [
    'an offer that the seat is not shown',
    (all) => queueWith(all, { offers: [{ id: commandId(), entry: all.entries.waiting, seat: SEAT.id, until: 0, live: true }] }),
    /is shown the offers none/,
  ],
  ['an earlier one behind a later one', (all) => queueWith(all, { entries: all.held.queue.entries.toReversed() }), /stands behind/],
  [
    'a wish that counts from another time',
    (all) =>
      queueWith(all, {
        entries: all.held.queue.entries.map((entry) => ({ ...entry, since: entry.since + 5, arrival: entry.arrival + 5 })),
      }),
    /counts as having asked at/,
  ],
]

const judged = ({ listed, told }: Fair, held: Held) => [...judgeTickets(held, listed), ...judgePlaces(held, told)]

it('[T28] the verdict has nothing to say of a desk where all is well', () => {
  const all = fair()
  expect(judged(all, all.held)).toEqual([])
})

it.each(CASES)('[T28] the verdict finds %s', (_what, change, problem) => {
  const all = fair()
  expect(judged(all, { ...all.held, ...change(all) }).join('\n')).toMatch(problem)
})

it('[T28 Q6] the verdict finds a list without a ticket, and a place that is told wrongly', () => {
  const { held, told, listed } = fair()
  expect([...judgeTickets(held, [])].join()).toMatch(/the list of tickets shows .* 0 times/)
  expect([...judgeTickets(held, [...listed, ...listed])].join()).toMatch(/the list of tickets shows .* 2 times/)
  expect([...judgePlaces(held, new Map([[waiting, told.get(later) ?? null]]))].join()).toMatch(/was told place 2, and it is 1/)
  expect([...judgePlaces(held, new Map([[waiting, null]]))].join()).toMatch(/was told place none/)
})

const ok = { ok: true, seq: 3 } as const
const no = { ok: false, code: 'ticket-step' } as const
const deed = (change: Partial<Deed>): Deed => ({
  id: answers.cause,
  by: 's0',
  to: TICKET,
  body: { type: 'answer-customer' },
  answer: ok,
  ...change,
})
const DEEDS: [string, Partial<Deed>, RegExp | null][] = [
  ['nothing in what was done once', {}, null],
  ['nothing in a step to where the ticket stood', { id: commandId(), body: { type: 'set-status', status: 'processing' } }, null],
  ['nothing in what was refused and not done', { id: commandId(), answer: no }, null],
  ['what was acknowledged and is lost', { id: commandId() }, /was acknowledged and is lost/],
  ['a step that was acknowledged and is lost', { id: commandId(), body: { type: 'set-status', status: 'resolved' } }, /is lost/],
  ['what was refused and done', { answer: no }, /was refused as ticket-step and was done/],
  ['what has no answer', { answer: null }, /was never answered/],
]

it.each(DEEDS)('[T28] the verdict finds %s', (_what, change, problem) => {
  const told = [...judgeDeeds([deed(change)], fair().held)].join('\n')
  if (problem) expect(told).toMatch(problem)
  else expect(told).toBe('')
})

it('[T28] the verdict finds what was done twice', () => {
  const { held, log } = fair()
  expect([...judgeDeeds([deed({})], { ...held, ...historyWith(logOf(...log, log[4] as StoredEvent)) })].join()).toMatch(/was done 2 times/)
})
