import { describe, expect, it } from 'vitest'
import { HOUR } from '../../../shared/base/clock.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { ticketIdOf } from '../../../shared/base/new-ids.ts'
import { is } from '../../../shared/base/schema.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import { TICKET_STATUSES, type TicketStatus } from '../../../shared/ticket/commands.ts'
import { isWellFormed, TicketHappening } from '../../../shared/ticket/events.ts'
import { isKnown } from '../../../shared/ticket/known.ts'
import { applyStored, newTicket, STATE_VERSION } from '../../../shared/ticket/state.ts'
import { stepsFrom } from '../../../shared/ticket/steps.ts'
import { connector, customer, seatActor } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { DAYS, lead, lineActor, matter, TECHNICAL, TestTicket } from '../../support/tickets.ts'

const opened = () => new TestTicket({ rules: null }).open()
const taken = () => opened().take()

describe('who may', () => {
  it('[T1] customers, connectors and the wrong objects may nothing', () => {
    for (const actor of [customer, connector, lineActor, { kind: 'system', id: 'desk' }] as Actor[]) {
      expect(taken().tell('note', { text: '内部' }, actor)).toBe('not-allowed')
      expect(taken().tell('customer-said', { what: 'addition', text: '有' }, actor)).toBe('not-allowed')
    }
    expect(taken().tell('customer-said', { what: 'addition', text: '有' }, lead)).toBe('not-allowed')
    expect(taken().tell('look-at-levels', {}, lead)).toBe('not-allowed')
    expect(taken().tell('note-merge-refused', { into: taken().self }, seatActor(0))).toBe('not-allowed')
  })

  it('[T1] before a ticket is opened nothing can be said of it', () => {
    expect(new TestTicket().tell('note', { text: '内部' })).toBe('not-found')
    expect(new TestTicket().says('urge')).toBe('not-found')
  })

  it('[T2] a ticket is opened once, under the name that follows from the command, by hand beside any conversation', () => {
    const ticket = opened()
    const body = { conversation: null, customer: null, matter: matter({ reason: 'by-hand' }) }
    expect(ticket.tell('open-ticket', body, seatActor(1))).toBe('already-open')
    const other = new TestTicket()
    expect(other.tell('open-ticket', body, seatActor(1))).toBe('not-allowed')
    expect(
      other.tell('open-ticket', { ...body, conversation: ticket.state.parties[0]?.conversation ?? null }, seatActor(1), other.opening),
    ).toBe('not-allowed')
    expect(other.tell('open-ticket', body, seatActor(1), other.opening)).toContain('Opened')
    expect(ticketIdOf(`${other.opening}.ticket` as typeof other.opening), 'of what is derived from it, too').toBe(other.self)
  })

  it('[T2] the transcript goes with the ticket', () => {
    const lines = [{ seq: 2, at: 1, by: 'customer' as const, name: '', text: '底座漏水' }]
    const ticket = new TestTicket({ rules: null, transcript: lines }).open()
    expect(ticket.events.at(-1)).toMatchObject({ name: 'ticket.v1.TranscriptKept', data: { lines } })
  })

  it('[T8] an agent changes what is theirs or nobody’s; who leads changes all', () => {
    const change = { status: 'awaiting-third-party' as const, note: '' }
    const ticket = taken()
    expect(ticket.tell('set-status', change, seatActor(1))).toBe('ticket-not-yours')
    expect(ticket.tell('note', { text: '我来看看' }, seatActor(1))).toEqual(['Noted'])
    expect(ticket.tell('watch', { on: true }, seatActor(1))).toEqual(['WatchChanged'])
    expect(ticket.tell('set-status', change, lead)).toEqual(['StatusChanged'])
    expect(ticket.state.owner?.id).toBe(seatActor(0).id)
  })

  it('[T8] who answers, moves or settles a ticket that nobody has, has taken it', () => {
    const ticket = opened()
    expect(ticket.tell('answer-customer', { text: '已为您登记' }, seatActor(2))).toEqual(['Assigned', 'Answered', 'StatusChanged'])
    expect(ticket.state).toMatchObject({ owner: { id: seatActor(2).id }, status: 'processing' })
  })
})

describe('steps', () => {
  it('[T3] every move that the table names can be made, and no other', () => {
    const to = (status: TicketStatus): TestTicket => {
      const ticket = taken()
      if (status === 'received') ticket.tell('hand-ticket', { to: { kind: 'line', line: TECHNICAL }, note: '' })
      else if (status === 'resolved' || status === 'closed') ticket.tell('resolve-ticket', { solution: '已换新' })
      else if (status !== 'processing') ticket.tell('set-status', { status, note: '' })
      if (status === 'closed') ticket.tell('close-ticket', {})
      expect(ticket.state.status).toBe(status)
      return ticket
    }
    for (const from of TICKET_STATUSES)
      for (const status of TICKET_STATUSES) {
        const ticket = to(from)
        const before = ticket.state.status
        const told = ticket.tell('set-status', { status, note: '' })
        const may = stepsFrom(from).includes(status) || from === status
        expect(typeof told === 'string', `${from} to ${status}: ${told}`).toBe(!may || from === 'closed')
        expect(ticket.state.status).toBe(typeof told === 'string' ? before : status)
      }
  })

  it('[T3] a ticket is settled with a solution, and closed when it is settled', () => {
    const ticket = taken()
    expect(ticket.tell('close-ticket', {})).toBe('ticket-step')
    expect(ticket.tell('resolve-ticket', { solution: ' ' })).toBe('text-empty')
    expect(ticket.tell('resolve-ticket', { solution: '已换新' })).toEqual(['Resolved'])
    expect(ticket.tell('resolve-ticket', { solution: '再次' })).toBe('ticket-step')
    expect(ticket.tell('close-ticket', {})).toEqual(['Closed'])
    expect(ticket.tell('answer-customer', { text: '您好' })).toBe('ticket-closed')
    expect(ticket.tell('note', { text: '回访过' })).toEqual(['Noted'])
  })

  it('[T4] of two who take it, each without a network, the first has it and the other is told', () => {
    const ticket = opened()
    expect(ticket.tell('take-ticket', {}, seatActor(1))).toEqual(['Assigned', 'StatusChanged'])
    expect(ticket.tell('take-ticket', {}, seatActor(2))).toBe('ticket-taken')
    expect(ticket.tell('resolve-ticket', { solution: '已处理' }, seatActor(2))).toBe('ticket-not-yours')
    expect(ticket.tell('take-ticket', {}, seatActor(1)), 'a second time changes nothing').toEqual([])
    expect(ticket.tell('take-ticket', {}, lead)).toEqual(['Assigned'])
  })

  it('[T8] handed on, it is nobody’s until the queue says whose', () => {
    const ticket = taken()
    const { id, name } = seatActor(3)
    expect(ticket.tell('hand-ticket', { to: { kind: 'seat', seat: { id, name } }, note: '你熟悉' })).toEqual(['HandedOn'])
    expect(ticket.state).toMatchObject({ owner: null, status: 'received', asked: { id }, before: { id: seatActor(0).id } })
    expect(ticket.assign(3)).toEqual(['Assigned'])
    const known = new TestTicket().open().take()
    expect(known.tell('hand-ticket', { to: { kind: 'line', line: 'q_gone' as typeof TECHNICAL }, note: '' })).toBe('not-found')
  })

  it('[T7] the queue’s answer to a placement comes too late where somebody was quicker; what it says anew holds', () => {
    const ticket = opened()
    ticket.take(1)
    expect(ticket.assign(2, `${ticket.opening}.place.a1` as typeof ticket.opening)).toBe('ticket-taken')
    expect(ticket.state.owner?.id).toBe(seatActor(1).id)
    expect(ticket.assign(2), 'whoever had it is gone').toEqual(['Assigned'])
    expect(ticket.assign(2)).toEqual([])
    ticket.tell('resolve-ticket', { solution: '好了' }, lead)
    expect(ticket.assign(1)).toBe('ticket-closed')
  })
})

describe('what the customer says', () => {
  it('[T5] brings back a ticket that waits for them', () => {
    const ticket = taken()
    ticket.tell('set-status', { status: 'awaiting-customer', note: '' })
    expect(ticket.says('addition', '订单号在这里')).toEqual(['CustomerSaid', 'StatusChanged'])
    expect(ticket.state.status).toBe('processing')
    expect(ticket.events.at(-1)?.by).toEqual({ kind: 'customer' })
    expect(ticket.says('addition', ' ')).toBe('text-empty')
    expect(ticket.says('addition', '长'.repeat(LIMITS.messageText + 1))).toBe('text-too-long')
  })

  it.each(['resolve', 'close'])('[T5] takes up again what was settled (%s), within fourteen days', (how) => {
    const ticket = taken()
    ticket.tell('resolve-ticket', { solution: '已换新' })
    if (how === 'close') ticket.tell('close-ticket', {})
    expect(ticket.says('addition', '又漏了')).toEqual(['CustomerSaid', 'Reopened'])
    expect(ticket.state).toMatchObject({ status: 'processing', reopened: 1, resolvedAt: null, closedAt: null })
  })

  it('[T5 T9] is kept after that, and the ticket stays closed', () => {
    const ticket = taken()
    ticket.tell('resolve-ticket', { solution: '已换新' })
    ticket.tell('close-ticket', {})
    ticket.now += LIMITS.ticketReopen
    expect(ticket.tell('reopen-ticket', { reason: '又漏了' })).toEqual(['Reopened'])
    ticket.tell('resolve-ticket', { solution: '已换新' })
    ticket.tell('close-ticket', {})
    ticket.now += LIMITS.ticketReopen + 1
    expect(ticket.says('reopen', '又漏了')).toEqual(['CustomerSaid'])
    expect(ticket.state).toMatchObject({ status: 'closed', customerWaitsSince: null })
    expect(ticket.tell('reopen-ticket', { reason: '又漏了' })).toBe('ticket-reopen-too-late')
  })

  it('[T6] pressing is counted, heard once a day, and raises the urgency once', () => {
    const ticket = taken()
    expect(ticket.says('urge', '')).toEqual(['CustomerSaid', 'Corrected'])
    expect(ticket.state).toMatchObject({ urges: 1, urgency: 'high' })
    ticket.now += LIMITS.urgeEvery - 2 * HOUR
    expect(ticket.says('urge', '')).toBe('urged-too-soon')
    ticket.now += 2 * HOUR
    expect(ticket.says('urge', '快点')).not.toContain('Corrected')
    expect(ticket.state).toMatchObject({ urges: 2, urgency: 'high' })
    ticket.tell('resolve-ticket', { solution: '好了' })
    ticket.now += 2 * DAYS
    expect(ticket.says('urge', '')).toBe('ticket-step')
  })

  it('[T9] settled, it closes after three days without a word, and not before', () => {
    const ticket = taken()
    ticket.tell('resolve-ticket', { solution: '已换新' })
    expect(ticket.wait(LIMITS.ticketQuiet - 1)).toEqual([])
    expect(ticket.wait(1)).toEqual(['Closed'])
    const spoken = taken()
    spoken.tell('resolve-ticket', { solution: '已换新' })
    spoken.wait(2 * DAYS)
    spoken.says('addition', '没好')
    expect(spoken.wait(2 * DAYS).filter((name) => name === 'Closed')).toEqual([])
  })
})

describe('the log', () => {
  it('[T23] gives the state, from any snapshot; what is decided has the shape that travels', () => {
    const ticket = new TestTicket().open().take()
    ticket.says('urge')
    ticket.wait(30 * HOUR)
    ticket.tell('resolve-ticket', { solution: '已换新' })
    ticket.wait(4 * DAYS)
    expect(ticket.events.length).toBeGreaterThan(12)
    expect(STATE_VERSION).toBeGreaterThan(0)
    for (let cut = 0; cut <= ticket.events.length; cut++) {
      const snapshot = JSON.parse(JSON.stringify(ticket.events.slice(0, cut).reduce(applyStored, newTicket)))
      expect(ticket.events.slice(cut).reduce(applyStored, snapshot)).toEqual(ticket.state)
    }
    for (const event of ticket.stored) expect(isWellFormed(event), event.name).toBe(true)
  })

  it('[T23] an event of a newer server moves the seq alone; a known one has its shape', () => {
    const newer = { seq: 1, at: 5, by: { kind: 'system' as const }, cause: commandId(), name: 'ticket.v9.Painted', data: {} }
    expect(applyStored(newTicket, newer)).toEqual({ ...newTicket, seq: 1 })
    expect(isWellFormed(newer)).toBe(true)
    expect(isWellFormed({ ...newer, name: 'ticket.v1.Noted', data: {} })).toBe(false)
    for (const { entries } of TicketHappening.options)
      expect(isKnown({ ...newer, name: entries.name.literal }), entries.name.literal).toBe(true)
    expect(is(TicketHappening, { name: 'ticket.v1.Noted', data: { text: '内部' } })).toBe(true)
  })
})
