import { expect, it } from 'vitest'
import { HOUR } from '../../../shared/base/clock.ts'
import { is } from '../../../shared/base/schema.ts'
import { summaryOf, TicketCase, TicketList, TicketSummary, TicketView } from '../../../shared/protocol/tickets.ts'
import { newTicket } from '../../../shared/ticket/state.ts'
import { TestTicket } from '../../support/tickets.ts'

const WORDS = { problem: '底座漏水', solution: '' }

it('[T13] a list tells the nearest deadline that is still to come, and that one was missed', () => {
  const ticket = new TestTicket().open().take()
  const summary = () => summaryOf(ticket.self, ticket.state, WORDS)
  expect(summaryOf(ticket.self, newTicket, WORDS)).toBeNull()
  expect(summary()).toMatchObject({ level: 'calm', due: ticket.now + HOUR })
  ticket.wait(50 * 60_000)
  expect(summary()).toMatchObject({ level: 'warned' })
  ticket.wait(HOUR)
  expect(summary()).toMatchObject({ level: 'breached', due: ticket.clock('resolution')?.due })
  expect(is(TicketSummary, summary())).toBe(true)
  expect(is(TicketList, { tickets: [summary()], more: false })).toBe(true)
  expect(is(TicketCase, summary())).toBe(false)
  expect(is(TicketView, 'overdue')).toBe(true)
})
