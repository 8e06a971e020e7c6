import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { ticketIdOf } from '../../../shared/base/new-ids.ts'
import type { Actor } from '../../../shared/conversation/actor.ts'
import { TicketHappening } from '../../../shared/ticket/events.ts'
import type { TicketField } from '../../../shared/ticket/fields.ts'
import { history } from '../../../shared/ticket/history.ts'
import type { Brought } from '../../../shared/ticket/story.ts'
import { seatActor } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { lead, matter, rules, TECHNICAL, TestTicket } from '../../support/tickets.ts'

const field = (more: Partial<TicketField>): TicketField => ({
  name: 'order',
  label: '订单号',
  types: [],
  kind: 'text',
  choices: [],
  required: false,
  ...more,
})
const fields = [
  field({ name: 'order', required: true }),
  field({ name: 'amount', kind: 'number' }),
  field({ name: 'bought', kind: 'date' }),
  field({ name: 'part', kind: 'choice', choices: ['底座', '杯体'] }),
  field({ name: 'officer', types: ['complaint'], required: true }),
]
const NOTHING: Brought = { parties: [], watchers: [], words: [], transcript: [], customerWaitsSince: null }
const asTicket = (ticket: TestTicket): Actor => ({ kind: 'system', id: ticket.self })
const alone = () => new TestTicket({ rules: null, brought: NOTHING }).open().take()

describe('fields', () => {
  it.each([
    ['order', '20261101', true],
    ['amount', '12.50', true],
    ['amount', '十二', false],
    ['bought', '2026-02-28', true],
    ['bought', '2026-02-30', false],
    ['part', '底座', true],
    ['part', '刀头', false],
    ['officer', '王', false],
    ['nothing', '1', false],
  ])('[T17] %s holds %s: %s', (name, value, may) => {
    const told = new TestTicket({ rules: rules({ fields }) }).open().take().tell('set-field', { name, value })
    expect(told).toEqual(may ? ['FieldSet'] : 'ticket-field')
  })

  it('[T17] a ticket is settled when what is required of its type is filled in', () => {
    const ticket = new TestTicket({ rules: rules({ fields }) }).open().take()
    expect(ticket.tell('resolve-ticket', { solution: '已换新' })).toBe('ticket-field-missing')
    ticket.tell('set-field', { name: 'order', value: '20261101' })
    ticket.tell('set-field', { name: 'order', value: '' })
    expect(ticket.tell('resolve-ticket', { solution: '已换新' })).toBe('ticket-field-missing')
    ticket.tell('set-field', { name: 'order', value: '20261101' })
    expect(ticket.tell('resolve-ticket', { solution: '已换新' })).toContain('Resolved')
  })
})

describe('parts of the work', () => {
  it('[T18] a ticket is settled when no part of it is open', () => {
    const ticket = alone()
    const task = commandId()
    expect(ticket.tell('add-task', { title: '核对退款', line: TECHNICAL }, seatActor(0), task)).toEqual(['TaskAdded'])
    expect(ticket.state.tasks[0]).toMatchObject({ id: task, ticket: ticketIdOf(task), outcome: 'open' })
    expect(ticket.tell('resolve-ticket', { solution: '已换新' })).toBe('ticket-tasks-open')
    const { id, name } = seatActor(3)
    const part: Actor = { kind: 'system', id: ticketIdOf(task) }
    expect(ticket.tell('note-task', { task, seat: { id, name } }, part)).toEqual(['TaskAssigned'])
    expect(ticket.tell('settle-task', { task, outcome: 'done', note: '' }, seatActor(1))).toBe('ticket-not-yours')
    expect(ticket.tell('settle-task', { task, outcome: 'done', note: '已退' }, seatActor(3))).toEqual(['TaskSettled'])
    expect(ticket.tell('settle-task', { task, outcome: 'dropped', note: '' }, part), 'the other end comes second').toEqual([])
    expect(ticket.tell('settle-task', { task: commandId(), outcome: 'done', note: '' })).toBe('not-found')
    expect(ticket.tell('resolve-ticket', { solution: '已换新' })).toEqual(['Resolved'])
  })

  it('[T18] the part closes with its word from the whole, and has no parts itself', () => {
    const [whole, part] = [alone(), new TestTicket({ rules: null })]
    part.tell(
      'open-ticket',
      { conversation: null, customer: null, matter: matter({ reason: 'task' }), from: whole.self },
      asTicket(whole),
      `${part.opening}.t` as typeof part.opening,
    )
    expect(part.tell('add-task', { title: '再分', line: TECHNICAL }, lead)).toBe('ticket-step')
    expect(part.tell('settle-task', { task: part.opening, outcome: 'done', note: '' }, lead)).toBe('not-allowed')
    expect(part.tell('settle-task', { task: part.opening, outcome: 'dropped', note: '' }, asTicket(whole))).toEqual(['Closed'])
    expect(part.tell('reopen-ticket', { reason: '还要' }, lead)).toBe('ticket-closed')
  })

  it('[T18] there are no more parts than somebody can follow', () => {
    const ticket = alone()
    for (let index = 0; index < LIMITS.ticketTasks; index++) ticket.tell('add-task', { title: `第 ${index} 步`, line: TECHNICAL })
    expect(ticket.tell('add-task', { title: '再一步', line: TECHNICAL })).toBe('ticket-step')
  })
})

/** Hands over what each asked of the other until nothing is on the way; in the order given. */
function settle(tickets: TestTicket[], order: readonly number[]): void {
  const asked = order.map((index) => tickets[index] as TestTicket).map((from) => ({ from, into: from.state.merging }))
  for (const { from, into } of asked) {
    let to = tickets.find(({ self }) => self === into)
    let told = to?.tell('absorb', { ticket: from.self, title: '' }, asTicket(from))
    for (let hops = 0; Array.isArray(told) && told.includes('PassedOn') && hops < 5; hops++) {
      const next = to?.state.merged
      to = tickets.find(({ self }) => self === next)
      told = to?.tell('absorb', { ticket: from.self, title: '' }, asTicket(from))
    }
    if (typeof told === 'string') from.tell('note-merge-refused', { into: into as typeof from.self }, asTicket(from))
    else if (told?.includes('Absorbed') && to) from.tell('tie', { ticket: to.self, how: 'merged', title: '' }, asTicket(to))
  }
}

describe('merging', () => {
  it('[T20] not with itself, nor with open parts, nor while it is on its way', () => {
    const ticket = alone()
    expect(ticket.tell('merge-into', { ticket: ticket.self, title: '' })).toBe('ticket-itself')
    const task = commandId()
    ticket.tell('add-task', { title: '核对', line: TECHNICAL }, seatActor(0), task)
    expect(ticket.tell('merge-into', { ticket: alone().self, title: '' })).toBe('ticket-tasks-open')
    ticket.tell('settle-task', { task, outcome: 'dropped', note: '' })
    expect(ticket.tell('merge-into', { ticket: alone().self, title: '' })).toEqual(['MergeAsked'])
    expect(ticket.tell('resolve-ticket', { solution: '好了' })).toBe('ticket-merging')
  })

  it('[T20] what it had goes along, its customers hear of the other from then on, and later words follow', () => {
    const [one, other] = [alone(), alone()]
    one.tell('watch', { on: true }, seatActor(2))
    one.tell('merge-into', { ticket: other.self, title: '同一件事' })
    const { watchers } = one.state
    other.around = { ...other.around, brought: { ...NOTHING, watchers, parties: one.state.parties } }
    settle([one, other], [0])
    expect(one.state).toMatchObject({ status: 'closed', merged: other.self })
    expect(other.state.watchers).toEqual(watchers)
    expect(other.state.parties, 'the same conversation hears once').toHaveLength(1)
    expect(one.says('addition', '又想起一点')).toEqual(['CustomerSaid'])
    expect(one.tell('reopen-ticket', { reason: '' }, lead)).toBe('text-empty')
    expect(one.tell('reopen-ticket', { reason: '分开' }, lead)).toBe('ticket-closed')
    const third = alone()
    third.tell('merge-into', { ticket: one.self, title: '' })
    settle([one, other, third], [2])
    expect(third.state.merged, 'into one that is part of another: followed').toBe(other.self)
  })

  it.each([
    [2, [0, 1]],
    [2, [1, 0]],
    [3, [0, 1, 2]],
    [3, [2, 1, 0]],
    [3, [1, 0, 2]],
  ])('[T20] %i tickets that ask each other in a circle, heard in the order %j: no circle, and one stays', (count, order) => {
    const tickets = Array.from({ length: count }, alone)
    for (const [index, ticket] of tickets.entries())
      ticket.tell('merge-into', { ticket: (tickets[(index + 1) % count] as TestTicket).self, title: '' })
    settle(tickets, order)
    for (const ticket of tickets) {
      let [at, hops] = [ticket, 0]
      while (at.state.merged) {
        at = tickets.find(({ self }) => self === at.state.merged) as TestTicket
        expect(hops++).toBeLessThan(count)
      }
      expect(at.state.status).toBe('processing')
      expect(at.state.merging).toBeNull()
    }
  })

  it('[T21] tickets are tied on both ends, once; what is split off has its own name', () => {
    const [one, other] = [alone(), alone()]
    expect(one.tell('link-ticket', { ticket: one.self, title: '' })).toBe('ticket-itself')
    expect(one.tell('link-ticket', { ticket: other.self, title: '同款' })).toEqual(['Linked'])
    expect(one.tell('link-ticket', { ticket: other.self, title: '同款' })).toEqual([])
    expect(other.tell('tie', { ticket: one.self, how: 'related', title: '' }, asTicket(one))).toEqual(['Linked'])
    expect(other.tell('tie', { ticket: one.self, how: 'related', title: '' }, asTicket(one))).toEqual([])
    const id = commandId()
    const split = { title: '发票', ticketType: 'enquiry' as const, line: TECHNICAL, problem: '发票抬头错了' }
    expect(one.tell('split-off', { ticket: ticketIdOf(id), ...split }, seatActor(0), id)).toEqual(['SplitOff'])
    expect(one.tell('split-off', { ticket: other.self, ...split }, seatActor(0))).toBe('invalid-command')
    expect(one.state.ties).toHaveLength(2)
  })

  it('[T20] no answer undoes the wish with a word of its own, and a yes that comes late still counts', () => {
    const [one, other] = [alone(), alone()]
    one.tell('merge-into', { ticket: other.self, title: '' })
    expect(one.tell('note-merge-refused', { into: other.self, unreached: true }, asTicket(one))).toEqual(['MergeRefused'])
    expect(history(one.stored).at(-1)).toMatchObject({ code: 'merge-unreached', ticket: other.self })
    expect(one.tell('answer-customer', { text: '还在查' })).toEqual(['Answered'])
    expect(one.tell('tie', { ticket: other.self, how: 'merged', title: '' }, asTicket(other))).toEqual(['Merged'])
    expect(one.tell('tie', { ticket: alone().self, how: 'merged', title: '' }, asTicket(other))).toBe('ticket-step')
  })

  it('[T20] a ticket that is asked to take in itself ends its wish', () => {
    const ticket = alone()
    ticket.tell('merge-into', { ticket: alone().self, title: '' })
    expect(ticket.tell('absorb', { ticket: ticket.self, title: '' }, asTicket(ticket))).toEqual(['MergeRefused'])
  })
})

describe('history', () => {
  it('[T22] has a line for each event, with a key of its own', () => {
    const ticket = new TestTicket().open().take()
    ticket.tell('note', { text: '已联系厂家' })
    ticket.tell('hand-ticket', { to: { kind: 'line', line: TECHNICAL }, note: '请技术看' })
    ticket.says('urge', '快点')
    const lines = history(ticket.stored)
    expect(lines).toHaveLength(ticket.events.length)
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
    expect(lines.find(({ code }) => code === 'noted')?.text).toBe('已联系厂家')
    expect(lines.find(({ code }) => code === 'handed-on')).toMatchObject({ text: '请技术看', values: { line: TECHNICAL } })
    expect(lines.find(({ code }) => code === 'level-set')?.values).toMatchObject({ promise: 'first-answer', level: 'all' })
    expect(history([{ ...(ticket.stored[0] as (typeof ticket.stored)[number]), name: 'ticket.v9.Painted' }])).toEqual([])
    expect(TicketHappening.options.length).toBeGreaterThan(25)
  })
})
