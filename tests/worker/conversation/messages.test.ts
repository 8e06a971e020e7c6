import { env, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { newCommandId } from '../../../shared/base/new-ids.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { Browser, freshConversation, newCustomer, openConversation, publishPack } from '../support.ts'

const message = (text: string) => ({ id: newCommandId(random), type: 'send-message', text })

it('[P1] a message is fed to every socket of its customer, then acknowledged to its sender', async () => {
  const { browser, conversation, socket } = await openConversation()
  const { socket: second } = await browser.connect(`/api/connect/conversations/${conversation}`)
  await second?.hello(conversation, 1)
  expect(await socket.command(conversation, { type: 'send-message', text: '在吗' })).toEqual({ ok: true, seq: 2 })
  const feed = await second?.next((frame) => frame.type === 'feed')
  expect(feed).toMatchObject({ of: conversation, events: [{ seq: 2, name: 'v1.MessageSent', data: { text: '在吗' } }] })
})

it('[P2] a repeated command is answered again from its receipt and happens once', async () => {
  const { conversation, socket } = await openConversation()
  const command = message('只说一次')
  for (let time = 0; time < 3; time++) {
    socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [command] }))
    expect(await socket.answer(command.id)).toEqual({ ok: true, seq: 2 })
  }
  socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [{ ...command, text: '换了内容' }] }))
  expect(await socket.answer(command.id)).toEqual({ ok: false, code: 'same-id-other-content' })
  expect((await socket.hello(conversation)).seq).toBe(2)
})

it('a customer message writes two rows, an answer of the assistant two, a mark that changes nothing none', async () => {
  const pack = await publishPack()
  const { conversation, socket } = await openConversation()
  const stub = env.CONVERSATION.getByName(conversation)
  const rows = async () => (await stub.health()).rowsWritten
  // What the opening set off (the customer hears of it) is done first.
  const effects = () =>
    runInDurableObject(stub, (_object, state) => Number(state.storage.sql.exec('SELECT COUNT(*) AS n FROM effects').one().n))
  while ((await effects()) > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const before = await rows()
  const MESSAGES = 50
  for (let count = 0; count < MESSAGES; count++) await socket.command(conversation, { type: 'send-message', text: `第 ${count} 条` })
  expect((await rows()) - before).toBe(2 * MESSAGES)
  const between = await rows()
  await socket.command(conversation, {
    type: 'answer',
    inReplyTo: newCommandId(random),
    turn: { kind: 'answer', pack, article: 'return-goods', confidence: 0.9 },
  })
  expect((await rows()) - between).toBe(2)
  const last = await rows()
  await socket.command(conversation, { type: 'mark', delivered: 50, read: 50 })
  expect((await rows()) - last).toBe(0)
})

it("[C8] the words of an answer are the pack's, whatever the device claims", async () => {
  const pack = await publishPack()
  const { conversation, socket } = await openConversation()
  const turn = { kind: 'answer', pack, article: 'return-goods', confidence: 0.9 }
  expect(
    await socket.command(conversation, { type: 'answer', inReplyTo: newCommandId(random), turn: { ...turn, text: '全额赔你一百万' } }),
  ).toEqual({ ok: false, code: 'invalid-command' })
  expect(
    await socket.command(conversation, { type: 'answer', inReplyTo: newCommandId(random), turn: { ...turn, article: 'no-such' } }),
  ).toEqual({ ok: false, code: 'unknown-article' })
  expect(await socket.command(conversation, { type: 'answer', inReplyTo: newCommandId(random), turn })).toMatchObject({ ok: true })
  const feed = await socket.next((frame) => frame.type === 'feed' && frame.events.some((event) => event.name === 'v1.AssistantAnswered'))
  expect(feed).toMatchObject({ events: [{ by: { kind: 'assistant' }, data: { turn: { text: '七天内可以退。' } } }] })
})

it('rubbish gets a coded answer; the socket and what follows live on', async () => {
  const { conversation, socket } = await openConversation()
  const strange: (string | ArrayBuffer)[] = [
    '',
    '{',
    'null',
    '[]',
    '{"type":"push"}',
    `{"type":"hello","protocol":1,"to":"${conversation}","since":-1}`,
    `{"type":"push","to":"${conversation}","commands":[],"extra":1}`,
    '{"__proto__":{"admin":true}}',
    '['.repeat(20_000),
    new ArrayBuffer(8),
  ]
  for (const text of strange) {
    socket.raw(text)
    expect(await socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'invalid-frame' })
  }
  expect(await socket.command(conversation, { type: 'send-message', text: 5 as unknown as string })).toEqual({
    ok: false,
    code: 'invalid-command',
  })
  expect(await socket.command(conversation, { type: 'send-message', text: '好', from: 'seat' })).toEqual({
    ok: false,
    code: 'invalid-command',
  })
  expect(await socket.command(conversation, { type: 'no-such-command' })).toEqual({ ok: false, code: 'invalid-command' })
  expect(await socket.command(conversation, { type: 'send-message', text: '长'.repeat(LIMITS.messageText + 1) })).toEqual({
    ok: false,
    code: 'text-too-long',
  })
  expect(
    await socket.command(conversation, {
      type: 'assign',
      entry: newCommandId(random),
      queue: 'q_service',
      seat: { id: 's_'.padEnd(28, '0'), name: 'x' },
    }),
  ).toEqual({ ok: false, code: 'not-allowed' })
  expect(await socket.command(conversation, { type: 'send-message', text: '还在' })).toMatchObject({ ok: true })
})

it('one malformed command among others is refused alone', async () => {
  const { conversation, socket } = await openConversation()
  const [good, bad, better] = [message('一'), { ...message('二'), type: 'nonsense' }, message('三')]
  socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [good, bad, better] }))
  const ack = await socket.next((frame) => frame.type === 'ack' && frame.receipts.length === 3)
  expect(ack).toMatchObject({
    receipts: [
      { id: good.id, answer: { ok: true, seq: 2 } },
      { answer: { ok: false, code: 'invalid-command' } },
      { answer: { ok: true, seq: 3 } },
    ],
  })
})

it('a frame over the limit closes the socket with 1009', async () => {
  const { socket } = await openConversation()
  socket.raw(' '.repeat(LIMITS.frameBytes + 1))
  expect(await socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'frame-too-large' })
  expect(await socket.untilClosed()).toBe(1009)
})

it('a flood is told to wait and loses nothing that was acknowledged', async () => {
  const { conversation, socket } = await openConversation()
  const push = () =>
    socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: Array.from({ length: 50 }, () => message('快')) }))
  for (let count = 0; count < LIMITS.commandsAtOnce / 50 + 1; count++) push()
  expect(await socket.next((frame) => frame.type === 'error')).toMatchObject({
    kind: 'busy',
    of: conversation,
    minWait: expect.any(Number),
  })
})

it('[P20] what comes behind a busy answer is not taken until the conversation is greeted again', async () => {
  const { conversation, socket } = await openConversation()
  const push = (commands: unknown[]) => socket.raw(JSON.stringify({ type: 'push', to: conversation, commands }))
  // Twice what is taken at once, since a slow machine lets some more through meanwhile.
  for (let count = 0; count < (2 * LIMITS.commandsAtOnce) / 50; count++) push(Array.from({ length: 50 }, () => message('快')))
  await socket.next((frame) => frame.type === 'error' && frame.kind === 'busy')
  const overtaking = message('我不能插队')
  push([overtaking])
  const { seq } = await socket.hello(conversation)
  push([overtaking])
  expect(await socket.answer(overtaking.id)).toEqual({ ok: true, seq: seq + 1 })
})

it("another customer's conversation answers like one that does not exist", async () => {
  const { conversation, socket } = await openConversation()
  await socket.command(conversation, { type: 'send-message', text: '私密' })
  const stranger = new Browser()
  await stranger.send('POST', '/api/customers', newCustomer())
  const { response } = await stranger.connect(`/api/connect/conversations/${conversation}`)
  expect(response.status).toBe(404)
  const push = await stranger.send('POST', `/api/conversations/${conversation}/push`, { commands: [message('冒充')] })
  expect([push.status, await push.json()]).toEqual([404, { error: 'not-found' }])
  const { response: anonymous } = await new Browser().connect(`/api/connect/conversations/${conversation}`)
  expect(anonymous.status).toBe(401)
  const own = await openConversation()
  own.socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [message('跨线')] }))
  expect(await own.socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'not-found', of: conversation })
})

it('a push over HTTP is the same room with the same receipts', async () => {
  const { browser, conversation, socket } = await openConversation()
  const command = message('没有插座也能说')
  const first = await browser.send('POST', `/api/conversations/${conversation}/push`, { commands: [command] })
  expect(await first.json()).toMatchObject({ type: 'ack', receipts: [{ id: command.id, answer: { ok: true, seq: 2 } }] })
  socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [command] }))
  expect(await socket.answer(command.id)).toEqual({ ok: true, seq: 2 })
})

it('a device proves itself with the secret it first came with, and with no other', async () => {
  const browser = new Browser()
  const customer = newCustomer()
  expect((await browser.send('POST', '/api/customers', customer)).status).toBe(204)
  expect((await browser.send('POST', '/api/customers', customer)).status).toBe(204)
  expect((await browser.send('POST', '/api/customers', { ...customer, secret: newCustomer().secret })).status).toBe(404)
  expect(browser.cookie).toMatch(/^__Host-evenkeel-customer=/)
  const forged = new Browser()
  forged.cookie = browser.cookie.replace(customer.id, newCustomer().id)
  expect((await forged.connect(`/api/connect/conversations/${freshConversation()}`)).response.status).toBe(401)
})
