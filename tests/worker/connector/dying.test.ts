import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { ConversationId } from '../../../shared/base/ids.ts'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import { HEADERS } from '../../../shared/protocol/connector-call.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { configureDesk, signedIn } from '../support.ts'
import { looksUp, nextEvent, publishFlow } from './support.ts'

type Stub = ReturnType<typeof connector> | ReturnType<typeof conversationOf>
const connector = () => env.CONNECTOR.getByName(THE_ONE)
const conversationOf = (id: ConversationId) => env.CONVERSATION.getByName(id)
let pack: PackVersion

/** Marks what is in memory; what came back in its place has no mark. */
const mark = (stub: Stub): Promise<void> =>
  runInDurableObject(stub as never, (object: object) => {
    Object.assign(object, { before: true })
  })
const isMarked = (stub: Stub): Promise<boolean> => runInDurableObject(stub as never, (object: object) => 'before' in object)

/** Takes a conversation out of memory, which leaves its sockets, and kills the connector, whatever it is at. */
async function dieBoth(conversation: ConversationId): Promise<void> {
  await mark(conversationOf(conversation))
  await mark(connector())
  await evictDurableObject(conversationOf(conversation))
  await runInDurableObject(connector(), (_object, state) => state.abort()).catch(() => {})
  expect([await isMarked(conversationOf(conversation)), await isMarked(connector())]).toEqual([false, false])
}

/** Has the alarm of an object ring, with all that waits in it due. */
async function ring(stub: Stub): Promise<void> {
  await runInDurableObject(stub as never, (_object: object, state) => {
    state.storage.sql.exec('UPDATE effects SET next_at = 0')
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub as never)
}

/** Puts an effect back that was performed, as if its object had died before it was struck out. */
const putBack = (stub: Stub, target: { kind: string; id: string }, command: object): Promise<void> =>
  runInDurableObject(stub as never, (_object: object, state) => {
    const body = JSON.stringify({ target, command })
    state.storage.sql.exec('INSERT INTO effects (key, body, next_at) VALUES (?, ?, 0)', `${target.kind}:${target.id}`, body)
  })

const effectsLeft = (stub: Stub): Promise<unknown> =>
  runInDurableObject(stub as never, (_object: object, state) => state.storage.sql.exec('SELECT COUNT(*) AS n FROM effects').one().n)

/** The names of all events of a conversation, as its object has them on disk. */
const logOf = (id: ConversationId): Promise<unknown[]> =>
  runInDurableObject(conversationOf(id), (_object, state) =>
    state.storage.sql
      .exec('SELECT * FROM events ORDER BY seq')
      .toArray()
      .map((row) => row.name),
  )

beforeAll(async () => {
  await configureDesk()
  const owner = await signedIn()
  pack = await publishFlow()
  await owner.send('PUT', '/api/connectors/http', { url: 'https://erp.shop.example/evenkeel' })
  await owner.send('POST', '/api/connectors/secret')
  await owner.send('PUT', '/api/connectors/routes', { action: 'look-up-order', route: 'http' })
})
afterEach(() => vi.restoreAllMocks())

it('[C24] [C29] whatever dies between asking and settling, an action is done once and told once', async () => {
  const calls: (string | null)[] = []
  let done = 0
  let isUp = false
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    calls.push(new Headers(init?.headers).get(HEADERS.key))
    if (!isUp) return new Response('no', { status: 503 })
    done++
    return Response.json({ outcome: 'found', facts: { 'order-status': 'shipped', carrier: '顺丰' } })
  })
  const { conversation, socket } = await looksUp(pack, '20261120881234', '0001')
  const { data } = (await nextEvent(socket, 'v1.ActionAsked')) as { data: { id: string; parameters: Record<string, string> } }
  await expect.poll(() => calls.length).toBe(1)

  // Asked, sent out, and not answered yet: both go, and both come back.
  const asking = conversationOf(conversation)
  const act = { id: data.id, type: 'act', conversation, action: 'look-up-order', parameters: data.parameters, at: Date.now() }
  await dieBoth(conversation)
  await putBack(asking, { kind: 'connector', id: THE_ONE }, act)
  await ring(asking)
  expect(await logOf(conversation)).not.toContain('v1.ActionSettled')

  isUp = true
  await ring(connector())
  expect((await nextEvent(socket, 'v1.ActionSettled')).data).toMatchObject({ id: data.id, outcome: 'found', late: false })
  expect((await nextEvent(socket, 'v1.FlowAdvanced')).data).toMatchObject({ turn: { outcome: 'done' } })
  const log = await logOf(conversation)

  // Answered and told, and neither side remembers in memory: everything is said once more.
  await dieBoth(conversation)
  await putBack(asking, { kind: 'connector', id: THE_ONE }, act)
  await putBack(connector(), { kind: 'outside', id: data.id }, act)
  const settle = { id: `${data.id}.done`, type: 'settle-action', action: data.id, outcome: 'not-found', facts: {} }
  await putBack(connector(), { kind: 'conversation', id: conversation }, settle)
  await ring(asking)
  await ring(connector())
  expect([await effectsLeft(asking), await effectsLeft(connector())]).toEqual([0, 0])
  expect(done).toBe(1)
  expect(new Set(calls)).toEqual(new Set([data.id]))
  expect(log.filter((name) => name === 'v1.ActionSettled')).toHaveLength(1)
  expect(await logOf(conversation)).toEqual(log)
})
