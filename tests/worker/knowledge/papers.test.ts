import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import type { Document } from '../../../shared/knowledge/document.ts'
import { fingerprintOf } from '../../../shared/knowledge/draft.ts'
import { applyDelta, type Delta, type Pack, packVersion } from '../../../shared/knowledge/pack.ts'
import { fromHex, type Release, SIGNATURE, signedBytes } from '../../../shared/knowledge/release.ts'
import type { PlaceholderState, Published, ReleaseEntry, WorkingCopy } from '../../../shared/protocol/knowledge.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { fetchPacks, library } from '../../../worker/knowledge/library.ts'
import { Publisher } from '../../../worker/knowledge/publisher.ts'
import { FREIGHT, GUIDE, PLANS } from '../../support/papers.ts'
import { ARTICLES, Browser, configureDesk, OWNER, signedIn } from '../support.ts'

interface Current {
  release: Release | undefined
  key: string
}
const anyone = new Browser()
let owner: Browser
let agent: Browser
const BASE = { state: 'review', base: null, after: null }
const words = (text: string) => ({ 'zh-CN': text, en: text })

async function currentAt(browser: Browser, path: string): Promise<Current> {
  const { packs, key } = (await (await browser.send('GET', path)).json()) as { packs: Release[]; key: string }
  return { release: packs.find(({ language }) => language === 'zh-CN'), key }
}
const forAll = () => currentAt(anyone, '/api/desk')
const forStaff = () => currentAt(agent, '/api/seat/packs')
const packAt = async (browser: Browser, path: string) => (await browser.send('GET', path)).json() as Promise<Pack>
const publicPack = async () => packAt(anyone, `/api/packs/${(await forAll()).release?.version}`)
const staffPack = async () => packAt(agent, `/api/seat/packs/${(await forStaff()).release?.version}`)
const copy = async () => (await (await owner.send('GET', '/api/knowledge/zh-CN')).json()) as WorkingCopy

/** Hands drafts in and publishes all there are. */
async function publish(...drafts: object[]): Promise<Published> {
  expect((await owner.send('PUT', '/api/knowledge/zh-CN/drafts', { drafts })).status).toBe(200)
  const seen = (await copy()).drafts.map(({ kind, id, at }) => ({ kind, id, at }))
  const answer = (await (await owner.send('POST', '/api/knowledge/zh-CN/publish', { drafts: seen })).json()) as Published
  if (!answer.ok) await owner.send('POST', '/api/knowledge/zh-CN/drop', { drafts: seen.map(({ kind, id }) => ({ kind, id })) })
  return answer
}

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  const added = await owner.send('POST', '/api/staff', { name: '小王', email: 'wang@example.cn', role: 'agent', capacity: 2 })
  const { invitation } = (await added.json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  agent = await signedIn('wang@example.cn')
  const placeholders = [{ key: 'city', name: words('城市'), hint: words(''), usual: null }]
  const source = { articles: [ARTICLES[0] as never], flows: [] }
  await env.KNOWLEDGE.getByName(THE_ONE).adopt({ sources: { 'zh-CN': source }, placeholders, values: {} }, 'test')
})

describe('documents and tables', () => {
  it('[K34] whether staff have packs of their own is looked up once for each pack, however often they ask', async () => {
    await forStaff()
    const read = vi.spyOn(Publisher.prototype, 'pack')
    expect((await forStaff()).release).toBeUndefined()
    expect(read).not.toHaveBeenCalled()
    read.mockRestore()
  })

  it('[K33] a pack without them is of the format before', async () => {
    expect(await publicPack()).toMatchObject({ format: 2 })
  })

  it('[K33] are drafted and published as articles are, and reach devices by a delta', async () => {
    const before = await publicPack()
    const answer = await publish(
      { ...BASE, kind: 'document', id: 'kettle', piece: GUIDE },
      { ...BASE, kind: 'table', id: 'plans', piece: PLANS },
    )
    expect(answer).toMatchObject({ ok: true, copy: { documents: [GUIDE], tables: [PLANS], drafts: [] } })
    const pack = await publicPack()
    expect(pack).toMatchObject({ format: 3, documents: [GUIDE], tables: [PLANS] })
    const delta = (await (await anyone.send('GET', `/api/packs/${pack.version}/since/${before.version}`)).json()) as Delta
    const content = applyDelta(before, delta)
    expect(content && (await packVersion(content, (bytes) => crypto.subtle.digest('SHA-256', bytes)))).toBe(pack.version)
    const [release] = (await (await owner.send('GET', '/api/knowledge/releases')).json()) as ReleaseEntry[]
    expect(release).toMatchObject({ documents: 1, tables: 1, current: true })
  })

  it('[K31] a conversation finds their parts by name', async () => {
    const { version } = await publicPack()
    await fetchPacks(env, [version])
    expect(library.article(version, 'doc-kettle-p2')).toMatchObject({
      question: '除水垢',
      source: { title: GUIDE.title, section: '除水垢' },
    })
    expect(library.article(version, 'row-plans-r2-c3')?.answer).toContain('60 GB')
    expect(library.article(version, 'row-plans-r2-c99')).toBeUndefined()
  })

  it('[K33] are not published while they could not be read rightly', async () => {
    const before = (await forAll()).release
    const table = { ...BASE, kind: 'table', id: 'freight', piece: { ...FREIGHT, rows: [['上海', '8']] } }
    expect(await publish(table)).toEqual({ ok: false, code: 'faulty-paper', pieces: [{ kind: 'table', id: 'freight' }] })
    expect((await forAll()).release).toEqual(before)
  })

  it('[K17] are held back whole where a value is not told', async () => {
    const piece = { ...FREIGHT, rows: [...FREIGHT.rows, ['{{city}}', '1', '1', '1 天']] }
    expect((await publish({ ...BASE, kind: 'table', id: 'freight', piece })).ok).toBe(true)
    expect((await publicPack()).tables?.map(({ id }) => id)).toEqual(['plans'])
    const state = (await (await owner.send('GET', '/api/knowledge/placeholders')).json()) as PlaceholderState
    expect(state.held).toEqual([{ language: 'zh-CN', id: 'freight', question: '运费标准', missing: ['city'] }])
    await owner.send('PUT', '/api/knowledge/placeholders', { values: { city: '杭州' } })
    expect((await publicPack()).tables?.[1]?.rows.at(-1)?.[0]).toBe('杭州')
  })

  it('[K33] more than devices should hold is not published, and what is biggest is told', async () => {
    const before = (await forAll()).release
    const noise = () => Array.from(crypto.getRandomValues(new Uint8Array(1000)), (byte) => byte.toString(16).padStart(2, '0')).join('')
    const big = (id: string): Document => ({
      ...GUIDE,
      id,
      passages: Array.from({ length: 200 }, (_, at) => ({ heading: String(at), text: noise() })),
    })
    const refused = await publish(...['big-a', 'big-b', 'big-c'].map((id) => ({ ...BASE, kind: 'document', id, piece: big(id) })))
    expect(refused).toMatchObject({ ok: false, code: 'too-large', bytes: expect.any(Number) })
    expect(!refused.ok && refused.bytes).toBeGreaterThan(LIMITS.packBytes)
    const told = refused.ok ? [] : refused.pieces.slice(0, 3)
    expect(told.map(({ kind, id }) => `${kind} ${id}`).toSorted()).toEqual(['document big-a', 'document big-b', 'document big-c'])
    expect((await forAll()).release).toEqual(before)
  })
})

describe('what staff alone may read', () => {
  const secret = '底价不低于八折'
  const inside = { ...GUIDE, id: 'inside', title: '内部话术', audience: 'staff', passages: [{ heading: '让价', text: secret }] }

  it('[K34] is in a pack of its own, signed as such, with everything that customers are told', async () => {
    expect((await forStaff()).release, 'nothing yet').toBeUndefined()
    expect((await publish({ ...BASE, kind: 'document', id: 'inside', piece: inside })).ok).toBe(true)
    const [{ release, key }, open, own] = [await forStaff(), await publicPack(), await staffPack()]
    expect(JSON.stringify(open)).not.toContain(secret)
    expect(own.documents?.map(({ id }) => id)).toEqual([...(open.documents ?? []).map(({ id }) => id), 'inside'])
    expect(own.articles).toEqual(open.articles)
    if (!release) throw new Error('no release')
    const publicKey = await crypto.subtle.importKey('raw', fromHex(key), SIGNATURE, false, ['verify'])
    const fits = (signed: Omit<Release, 'signature'>) =>
      crypto.subtle.verify(SIGNATURE, publicKey, fromHex(release.signature), signedBytes(signed))
    expect(await fits(release)).toBe(true)
    const { audience: _audience, ...taken } = release
    expect(await fits(taken), 'taken for one of everybody').toBe(false)
  })

  it('[K34] is given to nobody else, by whatever way', async () => {
    const { version } = await staffPack()
    const open = await publicPack()
    for (const path of [
      `/api/packs/${version}`,
      `/api/packs/${version}/since/${open.version}`,
      `/api/packs/${open.version}/since/${version}`,
    ])
      for (const browser of [anyone, agent]) expect((await browser.send('GET', path)).status).toBe(404)
    for (const path of ['', `/${version}`, `/${version}/since/${open.version}`])
      expect((await anyone.send('GET', `/api/seat/packs${path}`)).status).toBe(401)
    expect((await agent.send('GET', `/api/seat/packs/${version}`)).headers.get('cache-control')).toBe('no-store')
    expect((await agent.send('GET', `/api/seat/packs/${'0'.repeat(32)}`)).status).toBe(404)
    expect(JSON.stringify(await (await anyone.send('GET', '/api/desk')).json())).not.toContain(version)
    await fetchPacks(env, [version])
    expect(library.article(version, 'doc-inside-p1'), 'in a conversation').toBeUndefined()
    const releases = (await (await owner.send('GET', '/api/knowledge/releases')).json()) as ReleaseEntry[]
    expect(releases.map((each) => each.version)).not.toContain(version)
  })

  it('[K34] reaches staff by a delta too', async () => {
    const [from, to] = [await publicPack(), await staffPack()]
    const answer = await agent.send('GET', `/api/seat/packs/${to.version}/since/${from.version}`)
    const content = applyDelta(from, (await answer.json()) as Delta)
    expect(content && (await packVersion(content, (bytes) => crypto.subtle.digest('SHA-256', bytes)))).toBe(to.version)
  })

  it('[K34] stands beside what customers are told also when that is an earlier release', async () => {
    const releases = (await (await owner.send('GET', '/api/knowledge/releases')).json()) as ReleaseEntry[]
    await owner.send('POST', '/api/knowledge/rollback', { number: releases.at(-1)?.number })
    const [open, own] = [await publicPack(), await staffPack()]
    expect([open.documents, own.documents?.map(({ id }) => id)]).toEqual([undefined, ['inside']])
    await owner.send('POST', '/api/knowledge/rollback', { number: releases[0]?.number })
  })

  it('[K34] that nothing is left of leaves staff with what customers are told', async () => {
    const { documents } = await copy()
    const base = fingerprintOf(documents.find(({ id }) => id === 'inside'))
    expect((await publish({ ...BASE, base, kind: 'document', id: 'inside', piece: null })).ok).toBe(true)
    const [open, own] = [await publicPack(), await staffPack()]
    expect(own).toEqual(open)
  })
})
