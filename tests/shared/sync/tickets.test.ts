import { describe, expect, it } from 'vitest'
import type { RefusalCode } from '../../../shared/base/refusal.ts'
import { type PendingTicket, type TicketView, ticketViewOf } from '../../../shared/sync/tickets.ts'
import type { TicketCommand } from '../../../shared/ticket/commands.ts'
import { newTicket } from '../../../shared/ticket/state.ts'
import { otherSeat, serving } from '../../support/actors.ts'
import { commandId } from '../../support/ids.ts'
import { matter, rules, TestTicket } from '../../support/tickets.ts'

const pending = (command: TicketCommand, ticket: TestTicket, refused: RefusalCode | null = null): PendingTicket => ({
  command,
  at: ticket.now + 1000,
  refused,
  stage: 'kept',
  heldUntil: null,
})
const view = (ticket: TestTicket, waiting: PendingTicket[]): TicketView =>
  ticketViewOf(ticket.stored, waiting, serving, { now: ticket.now, self: ticket.self, rules: rules() })
const note = (text: string): TicketCommand => ({ id: commandId(), type: 'note', text })

describe('[T50] a ticket on the device of a seat', () => {
  it('[T50] shows what will be: taken, answered and noted without a network', () => {
    const ticket = new TestTicket().open()
    const answer: TicketCommand = { id: commandId(), type: 'answer-customer', text: '请把编号发来' }
    const shown = view(ticket, [
      pending({ id: commandId(), type: 'take-ticket' }, ticket),
      pending(answer, ticket),
      pending(note('已查'), ticket),
    ])
    expect(shown.confirmed).toMatchObject({ status: 'received', owner: null })
    expect(shown.state).toMatchObject({ status: 'processing', owner: { id: serving.id }, answered: true })
    const ahead = shown.steps.filter(({ stage }) => stage !== 'confirmed').map(({ event }) => event.name)
    expect(ahead).toEqual(expect.arrayContaining(['ticket.v1.Assigned', 'ticket.v1.Answered', 'ticket.v1.Noted']))
    expect(shown.aside).toEqual([])
  })

  it('[T50] is as the room says once that has come down', () => {
    const ticket = new TestTicket().open()
    const command = note('两边一样')
    const before = view(ticket, [pending(command, ticket)])
    ticket.now += 1000
    ticket.tell('note', { text: '两边一样' }, serving, command.id)
    const after = view(ticket, [pending(command, ticket)])
    expect(after.state).toEqual(before.state)
    expect(after.state).toEqual(ticket.state)
    expect(after.steps.every(({ stage }) => stage === 'confirmed')).toBe(true)
  })

  it('[T50] a ticket that a colleague was faster with keeps the words aside, and what follows is judged without them', () => {
    const ticket = new TestTicket().open()
    ticket.tell('take-ticket', {}, otherSeat)
    const answer: TicketCommand = { id: commandId(), type: 'answer-customer', text: '我来处理' }
    const shown = view(ticket, [pending(answer, ticket), pending(note('请看一下'), ticket)])
    expect(shown.aside.map(({ command }) => command.id)).toEqual([answer.id])
    expect(shown.state.owner?.id).toBe(otherSeat.id)
    expect(shown.steps.at(-1)?.event.name).toBe('ticket.v1.Noted')
  })

  it('[T50] what was refused stands aside with its reason, and changes nothing', () => {
    const ticket = new TestTicket().open().take()
    const shown = view(ticket, [pending(note('太晚了'), ticket, 'ticket-closed')])
    expect(shown.aside).toMatchObject([{ refused: 'ticket-closed' }])
    expect(shown.state).toEqual(ticket.state)
  })

  it('[T50] one that is made by hand without a network is there at once', () => {
    const ticket = new TestTicket()
    const command: TicketCommand = {
      id: ticket.opening,
      type: 'open-ticket',
      conversation: null,
      customer: null,
      matter: matter({ reason: 'by-hand' }),
      transcript: [],
    }
    const shown = view(ticket, [pending(command, ticket)])
    expect(shown.confirmed).toEqual(newTicket)
    expect(shown.state).toMatchObject({ title: '破壁机漏水', status: 'received' })
  })
})
