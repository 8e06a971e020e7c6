import { describe, expect, it } from 'vitest'
import { mayReopenNow, ticketLines } from '$lib/conversation/ticket.ts'
import { LIMITS } from '$shared/base/limits.ts'
import { ticketIdOf } from '$shared/base/new-ids.ts'
import type { ViewItem } from '$shared/sync/replica.ts'
import { commandId } from '../../support/ids.ts'

const ticket = ticketIdOf(commandId())
const other = ticketIdOf(commandId())
let seq = 0
const item = (body: ViewItem['body'], stage: ViewItem['stage'] = 'confirmed'): ViewItem => {
  const id = commandId()
  seq++
  return { key: id, id, seq, at: seq, by: { kind: 'customer' }, body, stage, heldUntil: null, refused: null }
}
const moved = (what: 'assigned' | 'status' | 'answer', more: Partial<Extract<ViewItem['body'], { kind: 'ticket-moved' }>> = {}) =>
  item({ kind: 'ticket-moved', ticket, title: '漏水', what, status: 'processing', seat: null, text: '', ...more })

describe('[T60] the timeline of a ticket as its customer reads it', () => {
  it('[T60] has what was said and done to this ticket alone, in order, and what has not arrived marked', () => {
    const lines = ticketLines(ticket, [
      item({ kind: 'ticket', ticket, title: '漏水', reason: 'message', status: 'processing' }),
      item({ kind: 'text', text: '在吗' }),
      item({ kind: 'ticket-added', ticket: other, what: 'addition', text: '别的事' }),
      moved('status', { status: 'awaiting-customer' }),
      moved('answer', { seat: null, text: '请把编号发来' }),
      item({ kind: 'ticket-added', ticket, what: 'addition', text: '编号 88' }, 'kept'),
    ])
    expect(lines.map(({ say, text, waits }) => [say, text, waits])).toEqual([
      ['ticket.opened-message', '', false],
      ['ticket.became-awaiting-customer', '', false],
      ['ticket.answered', '请把编号发来', false],
      ['ticket.said-addition', '编号 88', true],
    ])
  })

  it('[T60] does not tell that nobody has it any more', () => {
    expect(ticketLines(ticket, [moved('assigned')])).toEqual([])
  })
})

describe('[T61] taking a ticket up again', () => {
  const told = (status: 'processing' | 'resolved' | 'closed', since: number) =>
    mayReopenNow({ id: ticket, title: '', status, since, urged: null, merged: false }, LIMITS.ticketReopen)
  it.each([
    ['processing', 0, false],
    ['resolved', 0, true],
    ['closed', 0, true],
    ['closed', -1, false],
  ] as const)('[T61] %s since %d: %s', (status, since, may) => {
    expect(told(status, since)).toBe(may)
  })
})
