import { env } from 'cloudflare:test'
import { expect, it } from 'vitest'
import type { SeatId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE, newCommandId } from '../../../shared/base/new-ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import { CLOSE } from '../../../shared/protocol/error.ts'
import { Browser, configureDesk, openConversation, signedIn } from '../support.ts'

const random = seededRandom(Date.now())
const message = (text: string) => ({ id: newCommandId(random), type: 'send-message', text })
const push = (to: string, commands: unknown[], after?: string) =>
  JSON.stringify({ type: 'push', to, commands, ...(after ? { after } : {}) })

it('[P21] nothing is taken before the command that it comes after, and all is when that has come', async () => {
  const { conversation, socket } = await openConversation()
  const [lost, next] = [message('丢在路上'), message('先到的后一句')]
  socket.raw(push(conversation, [next], lost.id))
  expect(await socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'gap', of: conversation })
  expect((await env.CONVERSATION.getByName(conversation).health()).seq).toBe(1)
  socket.raw(push(conversation, [lost]))
  socket.raw(push(conversation, [next], lost.id))
  expect(await socket.answer(next.id)).toEqual({ ok: true, seq: 3 })
})

it('[P21] what came before may have been refused, or be known only from its receipt', async () => {
  const { conversation, socket } = await openConversation()
  const refused = message(' ')
  socket.raw(push(conversation, [refused]))
  expect(await socket.answer(refused.id)).toMatchObject({ ok: false })
  for (let count = 0; count < 7; count++)
    socket.raw(
      push(
        conversation,
        Array.from({ length: 10 }, () => message('之后很多句')),
      ),
    )
  const last = message('还认得最初那句')
  socket.raw(push(conversation, [last], refused.id))
  expect(await socket.answer(last.id)).toMatchObject({ ok: true, seq: 72 })
})

it('[P6] an id that comes twice in one push counts once, and with other content is refused', async () => {
  const { conversation, socket } = await openConversation()
  const first = message('一句')
  socket.raw(push(conversation, [first, first, { ...first, text: '另一句' }]))
  const ack = await socket.next((frame) => frame.type === 'ack')
  expect(ack).toMatchObject({
    seq: 2,
    receipts: [
      { answer: { ok: true, seq: 2 } },
      { answer: { ok: true, seq: 2 } },
      { answer: { ok: false, code: 'same-id-other-content' } },
    ],
  })
})

it('[P24] a greeting is answered with a portion, to a device of the first version with everything', async () => {
  const { conversation, socket, id } = await openConversation()
  const most = LIMITS.eventsPerGreeting
  for (let count = 0; count < most / 50; count++) {
    const commands = Array.from({ length: 50 }, () => message('很长的对话'))
    await env.CONVERSATION.getByName(conversation).relay({ kind: 'customer', id }, { type: 'push', to: conversation, commands })
  }
  const heard = async (protocol: number) => {
    socket.frames.length = 0
    socket.raw(JSON.stringify({ type: 'hello', protocol, to: conversation, since: 0 }))
    // Its answer comes behind everything that the greeting brought.
    await socket.command(conversation, { type: 'leave-queue' })
    return socket.frames.flatMap((frame) => (frame.type === 'feed' ? frame.events : [])).length
  }
  expect(await heard(2)).toBe(most)
  expect(await heard(1)).toBe(most + 1)
})

it('[P30] typing is passed on once a second and never kept', async () => {
  await configureDesk()
  const seat = await signedIn()
  const { id } = (await (await seat.send('GET', '/api/me')).json()) as { id: SeatId }
  const { socket: desk } = await seat.connect('/api/connect/seat')
  if (!desk) throw new Error('no socket')
  await desk.hello(id)
  await desk.command(id, { type: 'set-status', status: 'online' })
  const { conversation, socket } = await openConversation()
  await socket.command(conversation, { type: 'request-person' })
  const offered = await desk.next((frame) => frame.type === 'seat' && frame.seat.offers.length === 1)
  await desk.command(DEFAULT_QUEUE, { type: 'take-offer', offer: offered.type === 'seat' && offered.seat.offers[0]?.offer })
  await socket.next((frame) => frame.type === 'feed' && frame.events.some((event) => event.name === 'v1.PersonJoined'))
  const { seq } = await env.CONVERSATION.getByName(conversation).health()
  for (let count = 0; count < 20; count++) socket.raw(JSON.stringify({ type: 'presence', to: conversation, typing: true }))
  await socket.command(conversation, { type: 'send-message', text: '打完了' })
  await desk.next((frame) => frame.type === 'feed' && frame.events.some((event) => event.seq === seq + 1))
  expect(desk.frames.filter((frame) => frame.type === 'presence')).toHaveLength(1)
})

it('[P30] who was sent much and is heard of no more is let go', async () => {
  const { conversation, socket, browser, id } = await openConversation()
  const { socket: silent } = await browser.connect(`/api/connect/conversations/${conversation}`)
  if (!silent) throw new Error('no socket')
  await silent.hello(conversation)
  // While somebody waits for a person, rules read none of it: it is the sending that is tried.
  await socket.command(conversation, { type: 'request-person' })
  const text = '长'.repeat(LIMITS.messageText)
  for (let sent = 0; sent < LIMITS.unheardBytes + 100_000; sent += 10 * text.length) {
    const commands = Array.from({ length: 10 }, () => message(text))
    await env.CONVERSATION.getByName(conversation).relay({ kind: 'customer', id }, { type: 'push', to: conversation, commands })
    // The other one speaks, and so is known to read.
    socket.raw(JSON.stringify({ type: 'presence', to: conversation, typing: false }))
  }
  expect(await silent.untilClosed()).toBe(CLOSE.busy)
  expect(await socket.command(conversation, { type: 'send-message', text: '我还在' })).toMatchObject({ ok: true })
})

it('[P26] a push over HTTP of a seat is the same rooms with the same receipts', async () => {
  await configureDesk()
  const seat = await signedIn()
  const { id } = (await (await seat.send('GET', '/api/me')).json()) as { id: SeatId }
  const command = { id: newCommandId(random), type: 'set-status', status: 'busy' }
  const first = await seat.send('POST', `/api/seat/push/${id}`, { commands: [command] })
  expect([first.status, await first.json()]).toMatchObject([
    200,
    { type: 'ack', of: id, receipts: [{ id: command.id, answer: { ok: true } }] },
  ])
  const { conversation } = await openConversation()
  expect((await seat.send('POST', `/api/seat/push/${conversation}`, { commands: [message('不是我的')] })).status).toBe(404)
  expect((await seat.send('POST', '/api/seat/push/s_00000000000000000000000000', { commands: [command] })).status).toBe(404)
  expect((await new Browser().send('POST', `/api/seat/push/${id}`, { commands: [command] })).status).toBe(401)
})
