import { env, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { writeBaseline } from '../../../models/runtime/baseline.ts'
import { featuresOf } from '../../../models/runtime/features.ts'
import { fitLinear } from '../../../models/runtime/fit.ts'
import { LABELS } from '../../../models/runtime/shares.ts'
import type { SeatId } from '../../../shared/base/ids.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { newCommandId } from '../../../shared/base/new-ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import { folderOf, type KeptCorrection, type UnderstandingInfo } from '../../../shared/protocol/understanding.ts'
import { ANGER, MOODS } from '../../../shared/understanding/labels.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { platformRandom as random } from '../../../worker/platform/random.ts'
import { Browser, configureDesk, OWNER, signedIn } from '../support.ts'

const READ = { intent: 'track-shipment', score: 0.4, mood: 'neutral', anger: 0 }
const correction = (text: string, more: object = {}) => ({
  message: newCommandId(random),
  text,
  before: null,
  read: READ,
  intent: 'urge-shipment',
  mood: null,
  ...more,
})

let owner: Browser
let agent: Browser
let supervisor: Browser

async function staff(role: string, email: string): Promise<Browser> {
  const added = await owner.send('POST', '/api/staff', { name: '小王', email, role, capacity: 2 })
  const { invitation } = (await added.json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  return signedIn(email)
}

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  agent = await staff('agent', 'agent@example.cn')
  supervisor = await staff('supervisor', 'lead@example.cn')
})
afterEach(() => vi.restoreAllMocks())

const kept = async (who: Browser) => (await (await who.send('GET', '/api/understanding/corrections')).json()) as KeptCorrection[]
const info = async () => (await (await agent.send('GET', '/api/understanding')).json()) as UnderstandingInfo

describe('[U13] corrections', () => {
  it('[U13] arrive once however often they are sent, hidden where they are personal, and only who leads sees them', async () => {
    const me = (await (await agent.send('GET', '/api/me')).json()) as { id: SeatId }
    const text = '怎么还不发货，我的手机号是13912345670'
    const command = { id: newCommandId(random), type: 'correct-reading', correction: correction(text) }
    for (let time = 0; time < 3; time++) {
      const pushed = await agent.send('POST', `/api/seat/push/${me.id}`, { commands: [command] })
      expect(await pushed.json()).toMatchObject({ receipts: [{ answer: { ok: true } }] })
    }
    await expect.poll(() => kept(supervisor)).toHaveLength(1)
    const [row] = await kept(owner)
    expect(row).toMatchObject({ seat: me.id, state: 'new', correction: { intent: 'urge-shipment', read: READ } })
    expect(row?.correction.text).not.toContain('13912345670')
    expect((await agent.send('GET', '/api/understanding/corrections')).status).toBe(403)
    expect((await new Browser().send('GET', '/api/understanding/corrections')).status).toBe(401)

    expect((await supervisor.send('POST', '/api/understanding/corrections', { ids: [row?.id], state: 'accepted' })).status).toBe(204)
    const exported = await (await supervisor.send('GET', '/api/understanding/corrections.jsonl?state=accepted')).text()
    expect(JSON.parse(exported)).toMatchObject({ intent: 'urge-shipment', mood: null, read: READ, state: 'accepted' })

    // The same seat thinks again: what it says now takes the place, and is to be looked at anew; the mood is said beside it.
    const again = { ...command, id: newCommandId(random), correction: { ...command.correction, intent: null, mood: 'negative' } }
    await agent.send('POST', `/api/seat/push/${me.id}`, { commands: [again] })
    await expect.poll(async () => (await kept(owner))[0]?.correction.mood).toBe('negative')
    expect(await kept(owner)).toMatchObject([{ state: 'new', correction: { intent: 'urge-shipment' } }])
    expect((await new Browser().send('GET', '/api/understanding')).status).toBe(401)
    expect(await (await owner.send('GET', '/api/understanding/corrections.jsonl?state=dropped')).text()).toBe('')
  })

  it('[U13] a correction that names no intent of the vocabulary, or comes from a customer, is refused', async () => {
    const me = (await (await agent.send('GET', '/api/me')).json()) as { id: SeatId }
    const command = { id: newCommandId(random), type: 'correct-reading', correction: correction('在吗', { intent: 'no-such-intent' }) }
    const pushed = await agent.send('POST', `/api/seat/push/${me.id}`, { commands: [command] })
    expect(await pushed.json()).toMatchObject({ receipts: [{ answer: { ok: false, code: 'invalid-command' } }] })
    const direct = { id: newCommandId(random), type: 'note-correction', seat: me.id, at: 1, correction: correction('在吗') }
    const refused = await env.UNDERSTANDING.getByName(THE_ONE).take({ kind: 'customer', id: 'c_x' as never }, [direct])
    expect(refused).toMatchObject([{ answer: { ok: false } }])
  })

  it('[U13] the oldest make room', async () => {
    const stub = env.UNDERSTANDING.getByName('full')
    await runInDurableObject(stub, (_object, state) => {
      state.storage.transactionSync(() => {
        for (let n = 0; n < LIMITS.corrections; n++)
          state.storage.sql.exec(
            'INSERT INTO corrections (id, at, seat, message, body) VALUES (?1, ?2, ?3, ?1, ?4)',
            `old-${n}`,
            n,
            's',
            '{}',
          )
      })
    })
    const command = {
      id: newCommandId(random),
      type: 'note-correction',
      seat: 's_'.padEnd(28, '1'),
      at: 1e12,
      correction: correction('在吗'),
    }
    expect(await stub.take({ kind: 'system', id: 'desk' }, [command])).toMatchObject([{ answer: { ok: true } }])
    const ids = await runInDurableObject(stub, (_object, state) =>
      state.storage.sql.exec<{ id: string }>('SELECT id FROM corrections ORDER BY at').toArray(),
    )
    expect([ids.length, ids[0]?.id, ids.at(-1)?.id]).toEqual([LIMITS.corrections, 'old-1', command.id])
  })
})

describe('[U14] what the desk reads with', () => {
  const hub = { source: 'someone/intents-zh', labels: { LABEL_0: 'track-shipment', LABEL_1: 'out-of-scope' } }

  it('[U14] the owner alone changes it, and who serves may know of it', async () => {
    expect(await info()).toEqual({ hub: null, baseline: null, intents: [] })
    for (const who of [agent, supervisor]) expect((await who.send('PUT', '/api/understanding/hub', hub)).status).toBe(403)
    expect((await owner.send('PUT', '/api/understanding/hub', { ...hub, labels: { x: 'no-such-intent' } })).status).toBe(400)
    expect((await owner.send('PUT', '/api/understanding/hub', { ...hub, source: 'http://intranet/model' })).status).toBe(400)
    const used = (await (await owner.send('PUT', '/api/understanding/hub', hub)).json()) as UnderstandingInfo
    expect(used.hub).toMatchObject(hub)
    expect(await info()).toEqual(used)
    expect(await (await owner.send('DELETE', '/api/understanding/hub')).json()).toEqual({ hub: null, baseline: null, intents: [] })
  })

  it('[U14] hands on the files of that model alone, and tells when the hub cannot be reached', async () => {
    const { hub: used } = (await (await owner.send('PUT', '/api/understanding/hub', hub)).json()) as UnderstandingInfo
    const asked: string[] = []
    const network = vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
      asked.push(String(url))
      return Promise.resolve(new Response('{"model_type":"bert"}'))
    })
    const get = (path: string) => agent.send('GET', `/api/understanding/model/${path}`)
    const config = await get(`${used?.revision}/config.json`)
    expect([config.status, await config.text()]).toEqual([200, '{"model_type":"bert"}'])
    expect(asked).toEqual(['https://huggingface.co/someone/intents-zh/resolve/main/config.json'])
    for (const path of ['0123456789abcdef/config.json', `${used?.revision}/other.json`, `${used?.revision}/onnx/model_fp32.onnx`])
      expect((await get(path)).status).toBe(404)
    expect(asked).toHaveLength(1)
    network.mockResolvedValue(new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }))
    expect((await get(`${used?.revision}/config.json`)).status, 'a page').toBe(503)
    network.mockRejectedValue(new TypeError('no route'))
    expect((await get(`${used?.revision}/config.json`)).status).toBe(503)
    const sentOn = (location: string) => new Response(null, { status: 302, headers: { location } })
    network.mockImplementation((url) => Promise.resolve(String(url).includes('cdn') ? new Response('{}') : sentOn('https://cdn.example/c')))
    expect(await (await get(`${used?.revision}/config.json`)).text()).toBe('{}')
    for (const elsewhere of ['http://example.com/x', 'https://10.0.0.1/secret', 'https://db.internal/x', 'https://huggingface.co/again']) {
      network.mockImplementation(() => Promise.resolve(sentOn(elsewhere)))
      expect((await get(`${used?.revision}/config.json`)).status, elsewhere).toBe(503)
    }
    network.mockResolvedValue(new Response('no', { status: 404 }))
    expect((await get(`${used?.revision}/tokenizer.json`)).status).toBe(404)
    await owner.send('DELETE', '/api/understanding/hub')
  })

  it('[U14] takes weights that are a baseline, and no other bytes', async () => {
    const head = (labels: readonly string[]) => {
      const examples = labels.slice(0, 3).map((label) => ({ features: featuresOf(label), label }))
      return fitLinear([...examples, ...examples], labels, { random: seededRandom(1) })
    }
    const model = { id: 'own', intent: head([...LABELS, 'own-x']), mood: head(MOODS), anger: head(ANGER.map(String)), least: 0.2 }
    const weights = writeBaseline(model)
    const older = writeBaseline({ ...model, intent: head(LABELS.toReversed()) })
    const put = (who: Browser, body: Uint8Array) => who.fetch('/api/understanding/baseline', { method: 'PUT', body: body.slice().buffer })
    expect((await put(supervisor, weights)).status).toBe(403)
    expect((await put(owner, weights.subarray(0, weights.length - 9))).status).toBe(400)
    expect((await put(owner, older)).status, 'of another vocabulary').toBe(400)
    expect((await put(owner, new Uint8Array(LIMITS.ownModel + 1))).status).toBe(413)
    const { baseline } = (await (await put(owner, weights)).json()) as UnderstandingInfo
    expect((await new Browser().send('GET', `/api/understanding/baseline/${baseline}`)).status).toBe(401)
    const got = await agent.send('GET', `/api/understanding/baseline/${baseline}`)
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(weights)
    expect((await agent.send('GET', '/api/understanding/baseline/0123456789abcdef')).status).toBe(404)
    await owner.send('DELETE', '/api/understanding/baseline')
    expect(await info()).toEqual({ hub: null, baseline: null, intents: [] })
  })

  it('[U14] the owner adds intents of the desk’s own, with sentences enough to learn from', async () => {
    const examples = Array.from({ length: LIMITS.ownExamplesLeast }, (_, n) => `想预约第${n + 1}次试驾`)
    const intent = { id: 'own-testdrive', name: '预约试驾', examples }
    const put = (who: Browser, body: object) => who.send('PUT', '/api/understanding/intents', body)
    expect((await put(supervisor, intent)).status).toBe(403)
    for (const bad of [
      { ...intent, id: 'track-shipment' },
      { ...intent, examples: examples.slice(1) },
      { ...intent, name: ' ' },
    ])
      expect((await put(owner, bad)).status).toBe(400)
    expect(await (await put(owner, intent)).json()).toEqual([intent])
    expect((await put(owner, { ...intent, name: '试驾' })).status).toBe(200)
    expect((await info()).intents).toEqual([{ id: 'own-testdrive', name: '试驾' }])
    expect((await agent.send('GET', '/api/understanding/intents')).status).toBe(403)
    for (let n = 1; n < LIMITS.ownIntents; n++) expect((await put(owner, { ...intent, id: `own-${n}` })).status).toBe(200)
    expect((await put(owner, { ...intent, id: 'own-more' })).status).toBe(413)
    for (const { id } of (await info()).intents) await owner.send('DELETE', `/api/understanding/intents/${id}`)
    expect((await info()).intents).toEqual([])
  })

  it('[U14] a source is a name on a hub or an encrypted address, and nothing else', () => {
    expect(folderOf('someone/model')).toBe('https://huggingface.co/someone/model/resolve/main/')
    expect(folderOf('https://models.example.cn/intents/')).toBe('https://models.example.cn/intents/')
    expect(folderOf('http://127.0.0.1:9000/m')).toBe('http://127.0.0.1:9000/m/')
    for (const source of [
      '',
      'model',
      'a/../b',
      '../x',
      'http://example.cn/m',
      'https://a:b@example.cn/m',
      'https://e.cn/m?x=1',
      'file:///x',
      'https://e.cn/../x',
      'https://10.0.0.1/x',
      'https://localhost/x',
    ])
      expect(folderOf(source), source).toBeNull()
  })
})
