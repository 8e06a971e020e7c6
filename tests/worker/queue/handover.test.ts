import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeAll, expect, it } from 'vitest'
import type { SeatId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE, newCommandId } from '../../../shared/base/new-ids.ts'
import type { Seat } from '../../../shared/seat/state.ts'
import { platformRandom } from '../../../worker/platform/random.ts'
import { type Browser, configureDesk, OWNER, openConversation, type Socket, signedIn } from '../support.ts'

let owner: Browser
beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
})

async function addAgent(name: string): Promise<Browser> {
  const email = `${name}@example.cn`
  const { invitation } = (await (await owner.send('POST', '/api/staff', { name, email, role: 'agent', capacity: 2 })).json()) as {
    invitation: string
  }
  await owner.send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  owner = await signedIn()
  return signedIn(email)
}

async function sit(browser: Browser): Promise<{ id: SeatId; socket: Socket; seat: () => Seat | undefined }> {
  const { id } = (await (await browser.send('GET', '/api/me')).json()) as { id: SeatId }
  const { socket } = await browser.connect('/api/connect/seat')
  if (!socket) throw new Error('no socket')
  await socket.hello(id)
  await socket.command(id, { type: 'set-status', status: 'online' })
  const seat = () => socket.frames.findLast((frame) => frame.type === 'seat')?.seat
  return { id, socket, seat }
}

async function leave({ id, socket }: { id: SeatId; socket: Socket }): Promise<void> {
  await socket.command(id, { type: 'set-status', status: 'offline' })
  const offline = async () =>
    runInDurableObject(env.QUEUE.getByName(DEFAULT_QUEUE), (_object, state) =>
      String(state.storage.sql.exec("SELECT body FROM events WHERE name = 'v1.SeatChanged' ORDER BY seq DESC LIMIT 1").one().body),
    )
  while (!(await offline()).includes('"offline"')) await new Promise((resolve) => setTimeout(resolve, 20))
  socket.close()
}

it('asking for a person leads through queue and offer to the seat, which sees everything said before', async () => {
  const agent = await sit(await addAgent('wang'))
  const { conversation, socket } = await openConversation()
  await socket.command(conversation, { type: 'send-message', text: '之前说过的话' })
  await socket.command(conversation, { type: 'request-person' })
  expect(await socket.next((frame) => frame.type === 'place')).toMatchObject({ place: { place: 1, staffed: true } })
  await agent.socket.until(() => (agent.seat()?.offers.length ?? 0) === 1)
  const offer = agent.seat()?.offers[0]
  expect(offer).toMatchObject({ conversation, live: true, why: { free: 2 } })
  expect(await agent.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: offer?.offer })).toMatchObject({ ok: true })
  await agent.socket.until(() => agent.seat()?.open[0]?.conversation === conversation)
  await agent.socket.hello(conversation)
  const feed = await agent.socket.next((frame) => frame.type === 'feed' && frame.events.length > 2)
  expect(JSON.stringify(feed)).toContain('之前说过的话')
  expect(await agent.socket.command(conversation, { type: 'send-message', text: '您好' })).toMatchObject({ ok: true })
  expect(await socket.next((frame) => frame.type === 'feed' && frame.events.some((event) => event.by.kind === 'seat'))).toBeTruthy()
  expect(await agent.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: offer?.offer })).toEqual({ ok: false, code: 'offer-gone' })
  await agent.socket.command(conversation, { type: 'close-conversation' })
  expect(await socket.command(conversation, { type: 'send-message', text: '还有一句' })).toEqual({ ok: false, code: 'conversation-closed' })
  await leave(agent)
})

it('[Q4] an offer that nobody takes goes on to the next seat, and the first turns to a break', async () => {
  const first = await sit(await addAgent('zhao'))
  const { conversation, socket } = await openConversation()
  await socket.command(conversation, { type: 'request-person' })
  await first.socket.until(() => (first.seat()?.offers.length ?? 0) === 1)
  const second = await sit(await addAgent('qian'))
  const queue = env.QUEUE.getByName(DEFAULT_QUEUE)
  // The clock of the room is the platform's: the offer's end is moved back instead, past the limit.
  await runInDurableObject(queue, (object, state) => {
    void object
    state.storage.sql.exec('UPDATE events SET body = REPLACE(body, \'"until":\', \'"until":1,"was":\') WHERE name = \'v1.Offered\'')
  })
  const { evictDurableObject } = await import('cloudflare:test')
  await evictDurableObject(queue)
  await runDurableObjectAlarm(queue)
  await second.socket.until(() => (second.seat()?.offers.length ?? 0) === 1)
  await first.socket.until(() => first.seat()?.status === 'break')
  expect(first.seat()).toMatchObject({ offers: [], statusBy: 'missed-offer' })
  expect(second.seat()?.offers[0]).toMatchObject({ conversation, until: expect.any(Number) })
  expect((second.seat()?.offers[0]?.until ?? 0) - Date.now()).toBeLessThanOrEqual(LIMITS.offer)
  await socket.command(conversation, { type: 'leave-queue' })
  await second.socket.until(() => second.seat()?.offers.length === 0)
  await leave(second)
})

it('a seat reads no conversation that was not given to it', async () => {
  const agent = await sit(await addAgent('sun'))
  const { conversation } = await openConversation()
  agent.socket.raw(JSON.stringify({ type: 'hello', protocol: 1, to: conversation, since: 0 }))
  expect(await agent.socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'not-found', of: conversation })
  expect(await agent.socket.command(DEFAULT_QUEUE, { type: 'finish', entry: 'm_'.padEnd(28, '0') })).toEqual({
    ok: false,
    code: 'not-allowed',
  })
  await leave(agent)
})

it('signing out closes the open socket at once, and disabling a member does so on every device', async () => {
  const browser = await addAgent('li')
  const agent = await sit(browser)
  expect((await browser.send('POST', '/api/sign-out')).status).toBe(204)
  expect(await agent.socket.untilClosed()).toBe(4401)
  const again = await sit(await signedIn('li@example.cn'))
  await owner.send('PATCH', `/api/staff/${again.id}`, { disabled: true })
  expect(await again.socket.untilClosed()).toBe(4401)
  await expect(signedIn('li@example.cn')).rejects.toThrow('401')
})

it('[Q23] who was removed is known to the queue again when they sign in again, and by no late word before', async () => {
  const browser = await addAgent('sun')
  const seat = await sit(browser)
  const queue = env.QUEUE.getByName(DEFAULT_QUEUE)
  const known = async () => (await queue.colleagues()).some(({ id, status }) => id === seat.id && status === 'online')
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await until(known)
  expect((await owner.send('PATCH', `/api/staff/${seat.id}`, { disabled: true })).status).toBe(200)
  await until(async () => !(await known()))
  const word = { type: 'seat-changed', seat: seat.id, name: 'sun', status: 'online', capacity: 2, connected: true }
  await queue.take({ kind: 'system', id: seat.id }, [{ id: newCommandId(platformRandom), ...word }])
  expect(await known()).toBe(false)
  await owner.send('PATCH', `/api/staff/${seat.id}`, { disabled: false })
  expect(await known()).toBe(false)
  // The seat was online and is so still: it has nothing to tell by itself.
  await browser.send('POST', '/api/sign-in', { email: 'sun@example.cn', password: OWNER.password })
  await until(known)
})

it('[P31] a page of an earlier version is told its place and its offers in the keys that it knows', async () => {
  const { conversation, socket } = await openConversation()
  await socket.command(conversation, { type: 'request-person' })
  const placeFor = async (protocol: number) => {
    socket.raw(JSON.stringify({ type: 'hello', protocol, to: conversation, since: 0 }))
    const frame = await socket.next((frame) => frame.type === 'place' && frame.place !== null)
    return frame.type === 'place' ? Object.keys(frame.place ?? {}) : []
  }
  await socket.next((frame) => frame.type === 'place')
  expect(await placeFor(2)).toEqual(['conversation', 'place', 'wait', 'staffed'])
  expect(await placeFor(3)).toContain('line')
  await socket.command(conversation, { type: 'leave-queue' })
})
