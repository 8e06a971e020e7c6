import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { beforeAll, expect, it } from 'vitest'
import type { SeatId } from '../../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newCommandId } from '../../../shared/base/new-ids.ts'
import type { Seat } from '../../../shared/seat/state.ts'
import { platformRandom } from '../../../worker/platform/random.ts'
import { Browser, configureDesk, OWNER, openConversation, type Socket, signedIn } from '../support.ts'

let owner: Browser
beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
})

interface Agent {
  id: SeatId
  browser: Browser
  socket: Socket
  seat: () => Seat | undefined
}

async function agent(name: string, status = 'online'): Promise<Agent> {
  const email = `${name}@example.cn`
  const body = { name, email, role: 'agent', capacity: 2 }
  const { invitation } = (await (await owner.send('POST', '/api/staff', body)).json()) as { invitation: string }
  const browser = new Browser()
  await browser.send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  const { id } = (await (await browser.send('GET', '/api/me')).json()) as { id: SeatId }
  const { socket } = await browser.connect('/api/connect/seat')
  if (!socket) throw new Error('no socket')
  await socket.hello(id)
  await socket.command(id, { type: 'set-status', status })
  return { id, browser, socket, seat: () => socket.frames.findLast((frame) => frame.type === 'seat')?.seat }
}

const offered = async ({ socket, seat }: Agent) => {
  await socket.until(() => (seat()?.offers.length ?? 0) === 1)
  return seat()?.offers[0]
}
const serves = ({ socket, seat }: Agent, conversation: string) =>
  socket.until(() => seat()?.open.some((open) => open.conversation === conversation) ?? false)
const isDone = ({ socket, seat }: Agent) => socket.until(() => seat()?.open.length === 0)
const queueState = async () => {
  const colleagues = await env.QUEUE.getByName(DEFAULT_QUEUE).colleagues()
  return new Map(colleagues.map((colleague) => [colleague.id, colleague.serving]))
}

/** Passwords are slow to make on purpose. */
const PATIENCE = 60_000

it(
  '[Q21] [Q24] [P32] a seat hands on, cold with a note and then back warm, and the customer is served throughout',
  async () => {
    const one = await agent('wang')
    const { conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'request-person' })
    const first = await offered(one)
    await one.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: first?.offer })
    await serves(one, conversation)
    const entry = async () => {
      const joined = await socket.next((frame) => frame.type === 'feed' && frame.events.some(({ name }) => name === 'v1.PersonJoined'))
      const data = joined.type === 'feed' ? joined.events.findLast(({ name }) => name === 'v1.PersonJoined')?.data : undefined
      return (data as { entry: string }).entry
    }
    const before = await entry()

    const two = await agent('zhao')
    const to = { kind: 'seat', seat: two.id }
    const note = '客户要改地址，已核实身份'
    expect(await one.socket.command(DEFAULT_QUEUE, { type: 'transfer', entry: before, to, note, warm: false })).toMatchObject({ ok: true })
    const second = await offered(two)
    expect(second).toMatchObject({ conversation, handed: { by: { id: one.id }, note, warm: false }, why: { asked: true } })
    await isDone(one)
    const colleagues = await env.QUEUE.getByName(DEFAULT_QUEUE).colleagues()
    expect(colleagues.find(({ id }) => id === two.id)).toMatchObject({ serving: 0, waiting: 1 })
    await two.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: second?.offer })
    await serves(two, conversation)
    // [S8] A device that was not there when it was offered.
    const { socket: tablet } = await two.browser.connect('/api/connect/seat')
    await tablet?.hello(two.id)
    const told = await tablet?.next((frame) => frame.type === 'seat')
    expect(told).toMatchObject({ seat: { offers: [], came: [{ conversation, handed: { note }, why: { asked: true } }] } })
    tablet?.close()
    const again = await entry()
    expect(again).not.toBe(before)

    await two.socket.command(DEFAULT_QUEUE, { type: 'transfer', entry: again, to: { kind: 'seat', seat: one.id }, note: '', warm: true })
    const back = await offered(one)
    expect(back).toMatchObject({ handed: { by: { id: two.id }, warm: true } })
    const said = { id: newCommandId(platformRandom), type: 'send-message', text: '请稍等，我请同事来' }
    const push = (command: typeof said) => two.socket.raw(JSON.stringify({ type: 'push', to: conversation, commands: [command] }))
    push(said)
    expect(await two.socket.answer(said.id)).toMatchObject({ ok: true })
    // What a queue knows outlives it.
    await evictDurableObject(env.QUEUE.getByName(DEFAULT_QUEUE))
    await one.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: back?.offer })
    await serves(one, conversation)
    await isDone(two)
    two.socket.raw(JSON.stringify({ type: 'hello', protocol: 1, to: conversation, since: 0 }))
    expect(await two.socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'not-found', of: conversation })
    // [P32] What was taken before is answered for again, and nothing else is taken.
    push(said)
    expect(await two.socket.answer(said.id)).toMatchObject({ ok: true })
    expect(await two.socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'not-found', of: conversation })
    push({ ...said, id: newCommandId(platformRandom) })
    expect(await two.socket.next((frame) => frame.type === 'error')).toMatchObject({ kind: 'not-found', of: conversation })
    expect(two.socket.frames.some((frame) => frame.type === 'ack' && frame.of === conversation)).toBe(false)
    expect((await queueState()).get(one.id)).toBe(1)
    expect((await queueState()).get(two.id)).toBe(0)
    // The note is for colleagues: the customer's log does not have it.
    const log = await runInDurableObject(env.CONVERSATION.getByName(conversation), (_object, state) =>
      JSON.stringify(state.storage.sql.exec('SELECT body FROM events').toArray()),
    )
    expect(log).not.toContain('核实身份')
    await one.socket.command(conversation, { type: 'close-conversation' })
    for (const { id, socket } of [one, two]) await socket.command(id, { type: 'set-status', status: 'offline' })
  },
  PATIENCE,
)

it(
  '[Q23] somebody who is disabled leaves nobody behind: their customer stands in the line and is offered to another',
  async () => {
    const leaving = await agent('qian')
    const { conversation, socket } = await openConversation()
    await socket.command(conversation, { type: 'request-person' })
    const first = await offered(leaving)
    await leaving.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: first?.offer })
    await serves(leaving, conversation)
    const staying = await agent('sun')
    await owner.send('PATCH', `/api/staff/${leaving.id}`, { disabled: true })
    const second = await offered(staying)
    expect(second).toMatchObject({ conversation, handed: { how: 'removed', warm: false } })
    await staying.socket.command(DEFAULT_QUEUE, { type: 'take-offer', offer: second?.offer })
    await serves(staying, conversation)
    expect((await queueState()).has(leaving.id)).toBe(false)
  },
  PATIENCE,
)
