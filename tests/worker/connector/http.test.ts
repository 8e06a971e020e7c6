import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { is } from '../../../shared/base/schema.ts'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import type { ConnectorState, Tested } from '../../../shared/protocol/connector.ts'
import { Call, HEADERS } from '../../../shared/protocol/connector-call.ts'
import { signatureOf } from '../../../worker/connector/signature.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { type Browser, configureDesk, signedIn } from '../support.ts'
import { looksUp, nextEvent, publishFlow } from './support.ts'

const URL_OF_SHOP = 'https://erp.shop.example/evenkeel'
const FOUND = { outcome: 'found', facts: { 'order-status': 'shipped', carrier: '顺丰', password: 'x' } }
let owner: Browser
let secret: string
let pack: PackVersion

const connector = () => env.CONNECTOR.getByName(THE_ONE)
const secretOf = async () => ((await (await owner.send('POST', '/api/connectors/secret')).json()) as { secret: string }).secret
const stateNow = async () => (await (await owner.send('GET', '/api/connectors')).json()) as ConnectorState

interface Seen {
  url: string
  headers: Headers
  body: string
  redirect: string | undefined
}

/** Stands in for the network of the platform: a fake of the business's own system, which answers in turn. */
function shop(...answers: (object | number | Error | Response)[]): Seen[] {
  const seen: Seen[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    seen.push({ url: String(url), headers: new Headers(init?.headers), body: String(init?.body), redirect: init?.redirect })
    const answer = answers[Math.min(seen.length, answers.length) - 1]
    if (answer instanceof Error) throw answer
    if (answer instanceof Response) return answer
    return typeof answer === 'number' ? new Response('no', { status: answer }) : Response.json(answer)
  })
  return seen
}

/** Lets the time pass that the next try waits for, and more where `age` is given. */
async function nextTry(age = 0): Promise<void> {
  await runInDurableObject(connector(), (_object, state) => {
    state.storage.sql.exec('UPDATE effects SET next_at = 0')
    state.storage.sql.exec('UPDATE calls SET at = at - ? WHERE outcome IS NULL', age)
    return state.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(connector())
}

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  pack = await publishFlow()
  expect((await owner.send('POST', '/api/connectors/test')).status).toBe(409)
  expect((await owner.send('PUT', '/api/connectors/http', { url: 'https://10.0.0.1/' })).status).toBe(422)
  expect((await owner.send('PUT', '/api/connectors/http', { url: URL_OF_SHOP })).status).toBe(200)
  secret = await secretOf()
  await owner.send('PUT', '/api/connectors/routes', { action: 'look-up-order', route: 'http' })
})
afterEach(() => vi.restoreAllMocks())

describe("[C29] the business's own system", () => {
  it('[C29] is sent a signed call, and what it answers leads on', async () => {
    const seen = shop(FOUND)
    const { socket } = await looksUp(pack, '20261120881234', '0001')
    const { data } = (await nextEvent(socket, 'v1.ActionSettled')) as { data: { id: string; facts: { name: string }[] } }
    expect(data.facts.map(({ name }) => name)).toEqual(['order-status', 'carrier'])
    const [call] = seen
    expect(call).toMatchObject({ url: URL_OF_SHOP, redirect: 'manual' })
    const body = JSON.parse(call?.body ?? '') as Call
    expect(is(Call, body)).toBe(true)
    expect(body).toMatchObject({
      id: data.id,
      action: 'look-up-order',
      desk: '山海小店',
      parameters: { order: '20261120881234', tail: '0001' },
    })
    expect(call?.headers.get(HEADERS.key)).toBe(data.id)
    const timestamp = Number(call?.headers.get(HEADERS.timestamp))
    expect(Math.abs(Date.now() / 1000 - timestamp)).toBeLessThan(60)
    expect(call?.headers.get(HEADERS.signature)).toBe(await signatureOf([secret], timestamp, call?.body ?? ''))
  })

  it('[C29] is called again with the same id when it fails, and told of once', async () => {
    const seen = shop(500, new TypeError('no network'), FOUND)
    const { socket } = await looksUp(pack, '20261120881235', '0001')
    await expect.poll(() => seen.length).toBe(1)
    await nextTry()
    await nextTry()
    expect((await nextEvent(socket, 'v1.ActionSettled')).data).toMatchObject({ outcome: 'found' })
    expect(new Set(seen.map(({ headers }) => headers.get(HEADERS.key))).size).toBe(1)
    expect((await stateNow()).calls[0]).toMatchObject({ outcome: 'found', tries: 3, fault: null })
    await nextTry()
    expect(seen).toHaveLength(3)
  })

  it('[C29] acted on once, it is not called again though the effect was not struck out', async () => {
    const seen = shop(FOUND)
    const { socket, conversation } = await looksUp(pack, '20261120881236', '0001')
    const { data } = (await nextEvent(socket, 'v1.ActionSettled')) as { data: { id: string } }
    const act = { id: data.id, type: 'act', conversation, action: 'look-up-order', parameters: {}, at: Date.now() }
    await runInDurableObject(connector(), (_object, state) => {
      const body = JSON.stringify({ target: { kind: 'outside', id: data.id }, command: act })
      state.storage.sql.exec('INSERT INTO effects (key, body, next_at) VALUES (?, ?, 0)', `outside:${data.id}`, body)
    })
    await nextTry()
    await connector().take({ kind: 'system', id: conversation }, [act as never])
    expect(seen).toHaveLength(1)
  })

  it.each([
    ['a fault of its own', 503, 'status-503'],
    ['a refusal', 404, 'status-404'],
    ['no network', new TypeError('x'), 'unreachable'],
    ['no time', new DOMException('late', 'TimeoutError'), 'timeout'],
    ['another address', new Response(null, { status: 302, headers: { location: 'https://10.0.0.1/' } }), 'redirected'],
    ['no answer of the kind', { outcome: 7 }, 'malformed'],
    [
      'too many facts',
      { outcome: 'found', facts: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`f${at}`, 'x'])) },
      'malformed',
    ],
    ['an outcome that the action has not', { outcome: 'flown' }, 'unknown-outcome'],
    ['an answer without end', { outcome: 'found', facts: { items: 'x'.repeat(LIMITS.callAnswer) } }, 'too-large'],
  ] as const)('[C29] with %s the flow goes on without it, after its time', async (_what, answer, fault) => {
    const seen = shop(answer as never)
    const { socket } = await looksUp(pack, `2026112099${fault.length}${fault.charCodeAt(1)}`, '0001')
    await expect.poll(() => seen.length).toBe(1)
    await expect.poll(async () => (await stateNow()).calls[0]).toMatchObject({ outcome: null, fault, tries: 1 })
    if (answer instanceof Response) shop(302)
    await nextTry(LIMITS.actionPatience)
    const { data } = (await nextEvent(socket, 'v1.ActionSettled')) as { data: { id: string } }
    expect(data).toMatchObject({ outcome: 'unavailable' })
    expect((await nextEvent(socket, 'v1.RequestMade')).data).toMatchObject({ name: '查订单' })
    expect((await stateNow()).calls.find(({ id }) => id === data.id)).toMatchObject({ outcome: 'unavailable', tries: 2 })
  })

  it('[C29] answers a ping, and the owner sees what came back', async () => {
    shop({ outcome: 'pong' })
    expect((await (await owner.send('POST', '/api/connectors/test')).json()) as Tested).toMatchObject({
      ok: true,
      status: 200,
      answer: '{"outcome":"pong"}',
    })
    shop(401)
    expect((await (await owner.send('POST', '/api/connectors/test')).json()) as Tested).toMatchObject({
      ok: false,
      status: 401,
      fault: 'status-401',
      answer: 'no',
    })
  })

  it('[C29] has time to learn a new secret: for a day the one before signs beside it', async () => {
    const renewed = await secretOf()
    const seen = shop(FOUND)
    await owner.send('POST', '/api/connectors/test')
    const timestamp = Number(seen[0]?.headers.get(HEADERS.timestamp))
    expect(seen[0]?.headers.get(HEADERS.signature)).toBe(await signatureOf([renewed, secret], timestamp, seen[0]?.body ?? ''))
    expect(JSON.stringify(await stateNow())).not.toContain(renewed)
  })

  it('[C29] is not asked for what is too old to be done unasked', async () => {
    const seen = shop(FOUND)
    const { socket, conversation } = await looksUp(pack, '20261120881239', '0001')
    await nextEvent(socket, 'v1.ActionSettled')
    const id = `m_${'0'.repeat(26)}.a.act1`
    const old = {
      id,
      type: 'act',
      conversation,
      action: 'look-up-order',
      parameters: { order: '1', tail: '0001' },
      at: Date.now() - LIMITS.actionLate,
    }
    await connector().take({ kind: 'system', id: conversation }, [old as never])
    expect(seen).toHaveLength(1)
    expect((await stateNow()).calls.find((call) => call.id === id)).toMatchObject({ route: 'none', outcome: 'unavailable' })
  })
})
