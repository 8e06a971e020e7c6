import { beforeAll, expect, it } from 'vitest'
import type { SeatId } from '../../../shared/base/ids.ts'
import { ticketIdOf } from '../../../shared/base/new-ids.ts'
import { configureDesk, signedIn } from '../support.ts'
import { commandId, hello, matter, seat } from './support.ts'

beforeAll(configureDesk)

it('[T57] what a seat pushes without a socket reaches a ticket, once, and others are told that there is none', async () => {
  const owner = await signedIn()
  const id = commandId()
  const ticket = ticketIdOf(id)
  const open = { id, type: 'open-ticket', conversation: null, customer: null, matter: matter() }
  const note = { id: commandId(), type: 'note', text: '已联系仓库' }
  for (let time = 0; time < 2; time++) {
    const answer = await owner.send('POST', `/api/seat/push/${ticket}`, { commands: [open, note] })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ type: 'ack', of: ticket, receipts: [{ answer: { ok: true } }, { answer: { ok: true } }] })
  }
  const frames = await hello(ticket, seat('主管', 'supervisor'))
  const names = frames.flatMap((frame) => (frame.type === 'feed' ? frame.events.map(({ name }) => name) : []))
  expect(names.filter((name) => name === 'ticket.v1.Opened' || name === 'ticket.v1.Noted')).toHaveLength(2)
})

it('[T57] over its one link a seat greets a ticket, is told its log, and answers into it', async () => {
  const owner = await signedIn()
  const id = commandId()
  const ticket = ticketIdOf(id)
  await owner.send('POST', `/api/seat/push/${ticket}`, {
    commands: [{ id, type: 'open-ticket', conversation: null, customer: null, matter: matter() }],
  })
  const { socket } = await owner.connect('/api/connect/seat')
  if (!socket) throw new Error('no socket')
  const { id: me } = (await (await owner.fetch('/api/me')).json()) as { id: SeatId }
  await socket.hello(me)
  await socket.hello(ticket)
  await socket.next((frame) => frame.type === 'feed' && frame.of === ticket)
  expect(await socket.command(ticket, { type: 'note', text: '看到了' })).toMatchObject({ ok: true })
  await socket.next((frame) => frame.type === 'feed' && frame.events.some(({ name }) => name === 'ticket.v1.Noted'))
  socket.close()
})
