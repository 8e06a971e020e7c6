import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ConversationId, CustomerId, SeatId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE, newCommandId } from '../../../shared/base/new-ids.ts'
import type { DeskInfo } from '../../../shared/protocol/http.ts'
import type { NoticeWishes } from '../../../shared/protocol/push-notice.ts'
import type { Seat } from '../../../shared/seat/state.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { fromBase64Url } from '../../../worker/push/base64url.ts'
import { whileNews } from '../../../worker/push/notices.ts'
import { type Browser, configureDesk, openConversation, type Socket, signedIn } from '../support.ts'
import { ALL, FakeDevice, fakePushService } from './support.ts'

type Talk = Awaited<ReturnType<typeof openConversation>>
type Stub = ReturnType<typeof env.CUSTOMER.getByName> | ReturnType<typeof env.SEAT.getByName>

const TICKET = `t_${'1'.repeat(26)}`
const SYSTEM = { kind: 'system', id: 'alarm' } as const

/** Lets the pause go by that a notice waits for words to arrive by themselves, or for the next try. */
async function later(stub: Stub, older = 0): Promise<void> {
  await runInDurableObject(stub as ReturnType<typeof env.SEAT.getByName>, (_object, state) => {
    state.storage.sql.exec('UPDATE effects SET next_at = 0')
    if (older > 0)
      state.storage.sql.exec(
        "UPDATE effects SET body = json_set(body, '$.command.until', json_extract(body, '$.command.until') - ?)",
        older,
      )
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub as ReturnType<typeof env.SEAT.getByName>)
}

const waiting = (stub: Stub): Promise<number> =>
  runInDurableObject(stub as ReturnType<typeof env.SEAT.getByName>, (_object, state) =>
    Number(state.storage.sql.exec('SELECT COUNT(*) AS n FROM effects').one().n),
  )

const customerOf = (id: CustomerId) => env.CUSTOMER.getByName(id)
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function withDevice(talk: Talk, wishes: NoticeWishes = ALL): Promise<FakeDevice> {
  const device = await FakeDevice.make()
  expect((await talk.browser.send('POST', '/api/push/customer', device.subscription(wishes))).status).toBe(204)
  return device
}

const ticket = (kind: 'ticket' | 'joined' = 'ticket', conversation?: ConversationId) => ({
  id: newCommandId(random),
  type: 'notify',
  kind,
  ticket: TICKET,
  ...(conversation ? { conversation } : {}),
  seq: 3,
  at: Date.now(),
})

let owner: Browser
let me: SeatId
beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  me = ((await (await owner.send('GET', '/api/me')).json()) as { id: SeatId }).id
})
afterEach(() => vi.restoreAllMocks())

/** The owner sits down, and takes the conversation. */
async function serve(talk: Talk): Promise<{ socket: Socket; stop: () => Promise<void> }> {
  const { socket } = await owner.connect('/api/connect/seat')
  if (!socket) throw new Error('no socket')
  await socket.hello(me)
  await socket.command(me, { type: 'set-status', status: 'online' })
  await talk.socket.command(talk.conversation, { type: 'request-person' })
  const seat = (): Seat | undefined => socket.frames.findLast((frame) => frame.type === 'seat')?.seat
  await socket.until(() => seat()?.offers[0]?.conversation === talk.conversation)
  await socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: seat()?.offers[0]?.offer })
  await socket.until(() => seat()?.open[0]?.conversation === talk.conversation)
  const stop = async () => {
    await socket.command(talk.conversation, { type: 'close-conversation' })
    await socket.until(() => seat()?.open.length === 0)
    await socket.command(me, { type: 'set-status', status: 'offline' })
    socket.close()
  }
  return { socket, stop }
}

describe('the door', () => {
  it("[N1] the desk's key is one, made at set-up, and every device is told it", async () => {
    const keyNow = async () => ((await (await owner.send('GET', '/api/desk')).json()) as DeskInfo & { pushKey: string }).pushKey
    const key = await keyNow()
    expect(fromBase64Url(key)).toHaveLength(65)
    expect(await keyNow()).toBe(key)
  })

  it.each([
    ['http://push.example.com/send/1', 422],
    ['https://10.0.0.1/send/1', 422],
    ['https://localhost/send/1', 422],
    ['https://push.internal/send/1', 422],
    ['https://push.example.com:8443/send/1', 422],
    ['https://user@push.example.com/send/1', 422],
    ['https://fcm.googleapis.com/fcm/send/dpH5lCsTSSM:APA91b-x_y', 204],
    ['https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB', 204],
    ['https://wns2-by3p.notify.windows.com/w/?token=BQYAAACxyz%2b', 204],
    ['https://web.push.apple.com/QGuQyavXutnMH', 204],
  ])('[N6] an endpoint %s is answered %i', async (endpoint, status) => {
    const { browser } = await openConversation()
    const device = await FakeDevice.make()
    expect((await browser.send('POST', '/api/push/customer', { ...device.subscription(), endpoint })).status).toBe(status)
  })

  it('[N6] takes no key that is none, no stranger, and no more devices than the bound: the oldest makes room', async () => {
    const talk = await openConversation()
    const device = await FakeDevice.make()
    const body = device.subscription()
    expect((await talk.browser.send('POST', '/api/push/customer', { ...body, keys: { ...body.keys, auth: 'short' } })).status).toBe(400)
    expect((await talk.browser.send('POST', '/api/push/seat', body)).status).toBe(401)
    expect((await owner.send('POST', '/api/push/customer', body)).status).toBe(401)
    const devices: FakeDevice[] = []
    for (let count = 0; count <= LIMITS.pushDevices; count++) devices.push(await withDevice(talk))
    const service = fakePushService(201)
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    await until(async () => (await waiting(customerOf(talk.id))) === 0)
    expect(new Set(service.got.map(({ endpoint }) => endpoint))).toEqual(new Set(devices.slice(1).map(({ endpoint }) => endpoint)))
  })

  it('[N2] gives a device without a socket the events that it lacks, of its own conversation alone', async () => {
    const talk = await openConversation()
    await talk.socket.command(talk.conversation, { type: 'send-message', text: '在吗' })
    const answer = await talk.browser.send('GET', `/api/push/customer/events/${talk.conversation}?since=1`)
    expect(await answer.json()).toMatchObject({ seq: 2, events: [{ seq: 2, data: { text: '在吗' } }] })
    const stranger = await openConversation()
    expect((await stranger.browser.send('GET', `/api/push/customer/events/${talk.conversation}?since=0`)).status).toBe(404)
    expect((await owner.send('GET', `/api/push/seat/events/${talk.conversation}?since=0`)).status).toBe(404)
    expect((await owner.send('GET', '/api/push/seat/state')).status).toBe(200)
  })
})

describe('what is sent', () => {
  it('[N1] [N4] a reply that reached no device is told once by a sealed name of it; one that was delivered is not', async () => {
    const talk = await openConversation()
    const device = await withDevice(talk)
    const { socket, stop } = await serve(talk)
    const service = fakePushService(201)
    await socket.command(talk.conversation, { type: 'send-message', text: '您好，已经查到了' })
    await until(async () => (await waiting(customerOf(talk.id))) > 0)
    expect(service.got).toEqual([])
    await later(customerOf(talk.id))
    const [payload, ...more] = await service.opened(device)
    expect(more).toEqual([])
    expect(payload).toEqual({ kind: 'answered', conversation: talk.conversation, seq: expect.any(Number), to: talk.id })
    const [pushed] = service.got
    expect(pushed?.redirect).toBe('manual')
    expect(Object.fromEntries(pushed?.headers ?? [])).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '86400',
      urgency: 'normal',
      topic: expect.stringMatching(/^[\w-]{32}$/),
      authorization: expect.stringMatching(/^vapid t=[\w.-]+, k=[\w-]{87}$/),
    })
    expect(new TextDecoder().decode(pushed?.body)).not.toContain('已经查到了')

    await socket.command(talk.conversation, { type: 'send-message', text: '还有一句' })
    await until(async () => (await waiting(customerOf(talk.id))) > 0)
    const { seq } = await talk.socket.hello(talk.conversation)
    await talk.socket.command(talk.conversation, { type: 'mark', delivered: seq, read: 0 })
    await later(customerOf(talk.id))
    expect(service.got).toHaveLength(1)
    await stop()
  })

  it('[N4] of two replies in a row the later one is told', async () => {
    const talk = await openConversation()
    const device = await withDevice(talk)
    const { socket, stop } = await serve(talk)
    const service = fakePushService(201)
    for (const text of ['第一句', '第二句']) await socket.command(talk.conversation, { type: 'send-message', text })
    await until(async () => (await waiting(customerOf(talk.id))) === 2)
    await later(customerOf(talk.id))
    const { spoken } = await env.CONVERSATION.getByName(talk.conversation).standing('customer')
    expect((await service.opened(device)).map(({ seq }) => seq)).toEqual([spoken])
    await stop()
  })

  it('[N4] a customer without a device, or who does not wish it, costs no row and sends nothing', async () => {
    const talk = await openConversation()
    const service = fakePushService(201)
    const rows = () =>
      runInDurableObject(customerOf(talk.id), (_object, state) =>
        Number(state.storage.sql.exec('SELECT (SELECT COUNT(*) FROM effects) + (SELECT COUNT(*) FROM notified) AS n').one().n),
      )
    expect(await customerOf(talk.id).take(SYSTEM, [ticket()])).toMatchObject([{ answer: { ok: true } }])
    expect(await rows()).toBe(0)
    await withDevice(talk, { ...ALL, kinds: { ticket: 'off' } })
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    expect(await rows()).toBe(0)
    expect(service.got).toEqual([])
  })

  it('[N4] in the quiet hours of the device only what was chosen as urgent is sent', async () => {
    const talk = await openConversation()
    const quiet = { from: 0, until: 24 * 60 - 1 }
    const device = await withDevice(talk, { kinds: { joined: 'urgent' }, quiet, timezone: 'Asia/Shanghai' })
    const service = fakePushService(201)
    // The last minute of the day is not quiet.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T04:00:00Z') })
    await customerOf(talk.id).take(SYSTEM, [ticket('ticket')])
    await customerOf(talk.id).take(SYSTEM, [ticket('joined')])
    vi.useRealTimers()
    await until(async () => (await waiting(customerOf(talk.id))) === 0)
    expect((await service.opened(device)).map(({ kind }) => kind)).toEqual(['joined'])
  })

  it('[N3] is taken once by its id, and from other objects alone', async () => {
    const talk = await openConversation()
    await withDevice(talk)
    const service = fakePushService(201)
    const command = ticket()
    for (let time = 0; time < 3; time++) await customerOf(talk.id).take(SYSTEM, [command])
    await until(async () => (await waiting(customerOf(talk.id))) === 0)
    expect(service.got).toHaveLength(1)
    const refused = [{ id: command.id, answer: { ok: false, code: 'not-allowed' } }]
    expect(await customerOf(talk.id).take({ kind: 'customer', id: talk.id }, [command])).toEqual(refused)
    const push = await owner.send('POST', `/api/seat/push/${me}`, { commands: [{ ...command, id: newCommandId(random), kind: 'offered' }] })
    expect(await push.json()).toMatchObject({ receipts: [{ answer: { ok: false, code: 'not-allowed' } }] })
  })

  it.each([429, 500, 503])('[N3] is tried again after %i, and arrives', async (status) => {
    const talk = await openConversation()
    await withDevice(talk)
    const service = fakePushService(status, new Error('no way'), 201)
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    await until(() => service.got.length === 1)
    await later(customerOf(talk.id))
    await later(customerOf(talk.id))
    expect(service.got).toHaveLength(3)
    expect(await waiting(customerOf(talk.id))).toBe(0)
  })

  it('[N3] is let go when the push service fails for too long, and parked nowhere', async () => {
    const talk = await openConversation()
    await withDevice(talk)
    const service = fakePushService(503)
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    await until(() => service.got.length === 1)
    await later(customerOf(talk.id), LIMITS.pushPause + LIMITS.pushPatience + 1000)
    expect(service.got).toHaveLength(1)
    expect(await waiting(customerOf(talk.id))).toBe(0)
  })

  it('[N3] is passed on to a customer while it is news, and parked nowhere', async () => {
    const passed: string[] = []
    const perform = whileNews(async ({ command }) => void passed.push(command.type))
    const target = { kind: 'customer', id: 'u' }
    await perform({ target, command: ticket() })
    await perform({ target, command: { ...ticket(), at: Date.now() - LIMITS.pushPatience - 1 } })
    await perform({ target, command: { id: newCommandId(random), type: 'note-conversation', at: 0 } })
    expect(passed).toEqual(['notify', 'note-conversation'])
  })

  it.each([404, 410])('[N3] a push service that answers %i has its device removed', async (status) => {
    const talk = await openConversation()
    await withDevice(talk)
    const service = fakePushService(status)
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    await until(async () => service.got.length === 1 && (await waiting(customerOf(talk.id))) === 0)
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    expect(await waiting(customerOf(talk.id))).toBe(0)
    expect(service.got).toHaveLength(1)
  })

  it('[N5] after a device has said goodbye nothing more is sent to it, also of what waits', async () => {
    const talk = await openConversation()
    const device = await withDevice(talk)
    const service = fakePushService(503)
    await customerOf(talk.id).take(SYSTEM, [ticket()])
    await until(() => service.got.length === 1)
    expect((await talk.browser.send('DELETE', '/api/push/customer', { endpoint: device.endpoint })).status).toBe(204)
    await later(customerOf(talk.id))
    expect(service.got).toHaveLength(1)
    expect(await waiting(customerOf(talk.id))).toBe(0)
  })
})

describe('a seat', () => {
  const seat = () => env.SEAT.getByName(me)

  it('[N4] [N9] is told of an offer at once, and of what its customer writes while none of its devices is there', async () => {
    const device = await FakeDevice.make()
    expect((await owner.send('POST', '/api/push/seat', device.subscription())).status).toBe(204)
    const service = fakePushService(201)
    const talk = await openConversation()
    const { stop } = await serve(talk)
    await until(async () => (await service.opened(device)).length === 1)
    expect(await service.opened(device)).toEqual([{ kind: 'offered', conversation: talk.conversation, seq: expect.any(Number), to: me }])
    expect(service.got[0]?.headers.get('ttl')).toBe(String(LIMITS.offer / 1000))
    await talk.socket.command(talk.conversation, { type: 'send-message', text: '人呢' })
    await until(async () => (await waiting(seat())) === 1)
    await later(seat())
    expect((await service.opened(device)).map(({ kind }) => kind)).toEqual(['offered', 'customer-answered'])
    await stop()
    await owner.send('DELETE', '/api/push/seat', { endpoint: device.endpoint })
  })

  it('[N9] is told of a ticket that is given to it, and not of one that it watches', async () => {
    const device = await FakeDevice.make()
    await owner.send('POST', '/api/push/seat', device.subscription())
    const service = fakePushService(201)
    const follow = (as: string, ticket: string) => ({ id: newCommandId(random), type: 'follow-ticket', ticket, as, since: 1 })
    await seat().take(SYSTEM, [follow('watcher', `t_${'2'.repeat(26)}`)])
    await seat().take(SYSTEM, [follow('owner', TICKET)])
    await until(async () => (await waiting(seat())) === 0)
    expect(await service.opened(device)).toEqual([{ kind: 'assigned-ticket', ticket: TICKET, seq: expect.any(Number), to: me }])
    await owner.send('DELETE', '/api/push/seat', { endpoint: device.endpoint })
  })

  it('[N5] is told nothing once its sign-in has ended, whoever ended it', async () => {
    const notify = () => ({ id: newCommandId(random), type: 'notify', kind: 'assigned-ticket', ticket: TICKET, seq: 1, at: Date.now() })
    const [here, there, elsewhere] = [await signedIn(), await signedIn(), await signedIn()]
    const devices: FakeDevice[] = []
    for (const browser of [here, there, elsewhere]) {
      const device = await FakeDevice.make()
      await browser.send('POST', '/api/push/seat', device.subscription())
      devices.push(device)
    }
    const service = fakePushService(201)
    await here.send('POST', '/api/sign-out')
    // This one ended without a word to the seat.
    const [, signIn = ''] = /evenkeel-seat=([0-9a-z]+)/.exec(there.cookie) ?? []
    await runInDurableObject(env.DESK.getByName(THE_ONE), (_object, state) => {
      expect(state.storage.sql.exec('DELETE FROM sign_ins WHERE id = ? RETURNING id', signIn).toArray()).toHaveLength(1)
    })
    await seat().take(SYSTEM, [notify()])
    await until(async () => (await waiting(seat())) === 0)
    expect(new Set(service.got.map(({ endpoint }) => endpoint))).toEqual(new Set(devices.slice(2).map(({ endpoint }) => endpoint)))
  })
})
