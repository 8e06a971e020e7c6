import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Article } from '../../../shared/knowledge/article.ts'
import { fingerprintOf } from '../../../shared/knowledge/draft.ts'
import { applyDelta, type Delta, type Pack, packVersion } from '../../../shared/knowledge/pack.ts'
import { fromHex, type Release, SIGNATURE, signedBytes } from '../../../shared/knowledge/release.ts'
import type { PlaceholderState, Published, ReleaseEntry, WorkingCopy } from '../../../shared/protocol/knowledge.ts'
import { THE_ONE } from '../../../worker/env.ts'
import { MIGRATIONS } from '../../../worker/knowledge/migrations.ts'
import { FLOWS } from '../../support/flows.ts'
import { ARTICLES, Browser, configureDesk, OWNER, signedIn } from '../support.ts'

const words = (text: string) => ({ 'zh-CN': text, en: text })
const article = (id: string, answer: string, more: object = {}) => ({ ...ARTICLES[0], id, question: `${id}？`, answer, ...more }) as never
const knowledge = () => env.KNOWLEDGE.getByName(THE_ONE)
const anyone = new Browser()
let owner: Browser
let agent: Browser

async function current(): Promise<{ release: Release; key: string; pack: Pack }> {
  const { packs, key } = (await (await anyone.send('GET', '/api/desk')).json()) as { packs: Release[]; key: string }
  const release = packs.find(({ language }) => language === 'zh-CN') as Release
  return { release, key, pack: await (await anyone.send('GET', `/api/packs/${release.version}`)).json() }
}

beforeAll(async () => {
  await configureDesk()
  owner = await signedIn()
  const added = await owner.send('POST', '/api/staff', { name: '小王', email: 'wang@example.cn', role: 'agent', capacity: 2 })
  const { invitation } = (await added.json()) as { invitation: string }
  await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
  agent = await signedIn('wang@example.cn')
  await knowledge().adopt(
    {
      sources: {
        'zh-CN': {
          articles: [
            article('open', '寄到 {{return-address}}。', { related: ['plain'] }),
            article('plain', '七天。', { related: ['open'] }),
            article('inside', '内部流程。', { audience: 'staff' }),
            article('past', '去年的活动。', { valid: { from: null, until: '2020-01-01' } }),
          ],
          flows: FLOWS,
        },
      },
      placeholders: [{ key: 'return-address', name: words('退货地址'), hint: words(''), usual: null }],
      values: {},
    },
    'test',
  )
})

describe('what is published', () => {
  it('[K17] holds back what lacks a value, what is for staff and what is past, with the links to them', async () => {
    const { pack } = await current()
    expect(pack.articles.map(({ id }) => id)).toEqual(['plain'])
    expect(pack.articles[0]?.related).toEqual([])
    expect(pack.flows?.map(({ id }) => id)).toEqual(FLOWS.map(({ id }) => id))
    const state = (await (await owner.send('GET', '/api/knowledge/placeholders')).json()) as PlaceholderState
    expect(state.held).toEqual([{ language: 'zh-CN', id: 'open', question: 'open？', missing: ['return-address'] }])
  })

  it('[K17] follows what the owner fills in, as a new release', async () => {
    const before = await current()
    const answer = await owner.send('PUT', '/api/knowledge/placeholders', { values: { 'return-address': '杭州 1 号' } })
    expect(((await answer.json()) as PlaceholderState).held).toEqual([])
    const { pack, release } = await current()
    expect(pack.articles.map((each) => each.answer)).toEqual(['寄到 杭州 1 号。', '七天。'])
    expect(release.number).toBeGreaterThan(before.release.number)
    await owner.send('PUT', '/api/knowledge/placeholders', { values: { 'return-address': '杭州 1 号' } })
    expect((await current()).release.number, 'what is the same is no release').toBe(release.number)
  })

  it('[K17] a value is one line of words', async () => {
    for (const value of ['a\nb', '{{city}}', 'x'.repeat(201)])
      expect((await owner.send('PUT', '/api/knowledge/placeholders', { values: { 'return-address': value } })).status).toBe(400)
  })

  it('is for those who lead', async () => {
    for (const path of ['/api/knowledge/placeholders', '/api/knowledge/releases']) {
      expect((await anyone.send('GET', path)).status).toBe(401)
      expect((await agent.send('GET', path)).status).toBe(403)
    }
    expect((await agent.send('POST', '/api/knowledge/rollback', { number: 1 })).status).toBe(403)
    expect((await agent.send('PUT', '/api/knowledge/placeholders', { values: {} })).status).toBe(403)
  })
})

describe('a release', () => {
  it('[K20] is signed with the key that the desk names', async () => {
    const { release, key } = await current()
    const publicKey = await crypto.subtle.importKey('raw', fromHex(key), SIGNATURE, false, ['verify'])
    const fits = (signed: Release) => crypto.subtle.verify(SIGNATURE, publicKey, fromHex(release.signature), signedBytes(signed))
    expect(await fits(release)).toBe(true)
    expect(await fits({ ...release, number: release.number + 1 })).toBe(false)
    expect((await current()).key, 'the key stays').toBe(key)
  })

  it('[K20] is made of the one before by a delta', async () => {
    const from = await current()
    await owner.send('PUT', '/api/knowledge/placeholders', { values: { 'return-address': '上海 2 号' } })
    const to = await current()
    const delta = (await (await anyone.send('GET', `/api/packs/${to.pack.version}/since/${from.pack.version}`)).json()) as Delta
    expect(
      delta.articles.map(({ id }) => id),
      'only what is other',
    ).toEqual(['open'])
    const content = applyDelta(from.pack, delta)
    expect(content && (await packVersion(content, (bytes) => crypto.subtle.digest('SHA-256', bytes)))).toBe(to.pack.version)
    expect(applyDelta(to.pack, delta), 'on another pack').toBeNull()
    expect((await anyone.send('GET', `/api/packs/${to.pack.version}/since/${'0'.repeat(32)}`)).status).toBe(404)
    expect((await anyone.send('GET', `/api/packs/${to.pack.version}/since/latest`)).status).toBe(404)
  })

  it('[K20] an earlier one becomes current again under a new number', async () => {
    const releases = (await (await owner.send('GET', '/api/knowledge/releases')).json()) as ReleaseEntry[]
    const [latest, earlier] = releases
    expect(latest).toMatchObject({ current: true, by: OWNER.name, articles: 2, flows: FLOWS.length })
    expect(latest?.bytes).toBeGreaterThan(200)
    expect((await owner.send('POST', '/api/knowledge/rollback', { number: earlier?.number })).status).toBe(200)
    const { release } = await current()
    expect(release.version).toBe(earlier?.version)
    expect(release.number).toBeGreaterThan(latest?.number ?? 0)
    expect((await owner.send('POST', '/api/knowledge/rollback', { number: 9999 })).status).toBe(404)
  })
})

describe('the workbench', () => {
  const draft = (id: string, change: object, base: string | null, state = 'review', after: number | null = null) => ({
    ...{ kind: 'article', id, state, base, after },
    piece: { ...plain(), id, ...change },
  })
  const plain = () => article('plain', '七天。', { related: ['open'] }) as unknown as Article
  const drop = (ids: string[]) => owner.send('POST', '/api/knowledge/zh-CN/drop', { drafts: ids.map((id) => ({ kind: 'article', id })) })
  const put = (browser: Browser, ...drafts: object[]) => browser.send('PUT', '/api/knowledge/zh-CN/drafts', { drafts })
  /** Publishes drafts as they are now, which is how they were seen. */
  const publish = async (browser: Browser, ...ids: string[]) => {
    const drafts = (await copy()).drafts.flatMap(({ kind, id, at }) => (ids.includes(id) ? [{ kind, id, at }] : []))
    const seen = drafts.length > 0 ? drafts : ids.map((id) => ({ kind: 'article', id, at: 0 }))
    return (await (await browser.send('POST', '/api/knowledge/zh-CN/publish', { drafts: seen })).json()) as Published
  }
  const copy = async () => (await (await owner.send('GET', '/api/knowledge/zh-CN')).json()) as WorkingCopy
  let supervisor: Browser

  beforeAll(async () => {
    const added = await owner.send('POST', '/api/staff', { name: '周主管', email: 'zhou@example.cn', role: 'supervisor', capacity: 2 })
    const { invitation } = (await added.json()) as { invitation: string }
    await new Browser().send('POST', '/api/invitations/accept', { invitation, password: OWNER.password })
    supervisor = await signedIn('zhou@example.cn')
  })

  it('[K23] a draft changes nothing for customers until it is published', async () => {
    const before = await current()
    expect((await put(owner, draft('plain', { answer: '十五天。' }, fingerprintOf(plain())))).status).toBe(200)
    expect((await current()).release.number).toBe(before.release.number)
    expect((await publish(owner, 'plain')).ok).toBe(true)
    expect((await current()).pack.articles.find(({ id }) => id === 'plain')?.answer).toBe('十五天。')
    expect((await copy()).drafts).toEqual([])
  })

  it('[K23] what was begun on an older version is not published over a newer one', async () => {
    await put(owner, draft('plain', { answer: '三天。' }, fingerprintOf(plain())))
    expect(await publish(owner, 'plain')).toEqual({ ok: false, code: 'changed-meanwhile', pieces: [{ kind: 'article', id: 'plain' }] })
    expect((await current()).pack.articles.find(({ id }) => id === 'plain')?.answer).toBe('十五天。')
    await drop(['plain'])
    expect((await copy()).drafts).toEqual([])
  })

  it('[K23] a supervisor publishes what somebody else has handed in, and not their own', async () => {
    await put(supervisor, draft('fresh', { question: '新的？' }, null))
    expect(await publish(supervisor, 'fresh')).toMatchObject({ ok: false, code: 'own-work' })
    expect((await publish(owner, 'fresh')).ok).toBe(true)
    await put(owner, draft('second', { question: '再来？' }, null, 'draft'))
    expect(await publish(supervisor, 'second')).toMatchObject({ ok: false, code: 'own-work' })
    const [written] = (await copy()).drafts
    expect((await put(owner, draft('second', { question: '覆盖' }, null))).status, 'unseen').toBe(409)
    await put(owner, draft('second', { question: '再来？' }, null, 'review', written?.at))
    expect((await publish(supervisor, 'second')).ok).toBe(true)
  })

  it('[K23] what was written again after it was seen is not published', async () => {
    await put(owner, draft('plain', { answer: '看过的。' }, fingerprintOf((await copy()).articles.find(({ id }) => id === 'plain'))))
    const seen = (await copy()).drafts.map(({ kind, id, at }) => ({ kind, id, at: at - 1 }))
    const answer = await owner.send('POST', '/api/knowledge/zh-CN/publish', { drafts: seen })
    expect(await answer.json()).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    await drop(['plain'])
  })

  it('[K20] two that publish at once both count', async () => {
    await put(owner, draft('one', { question: '甲？' }, null), draft('two', { question: '乙？' }, null))
    const [one, two] = await Promise.all([publish(owner, 'one'), publish(owner, 'two')])
    expect([one.ok, two.ok]).toEqual([true, true])
    const ids = (await current()).pack.articles.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['one', 'two']))
  })

  it('[K17] a value that makes an article too long holds it back, and wedges nothing', async () => {
    const long = '{{return-address}}'.repeat(20)
    await put(
      owner,
      draft('one', { question: '甲？', spoken: long }, fingerprintOf((await copy()).articles.find(({ id }) => id === 'one'))),
    )
    expect((await publish(owner, 'one')).ok).toBe(true)
    expect((await owner.send('PUT', '/api/knowledge/placeholders', { values: { 'return-address': '长'.repeat(200) } })).status).toBe(200)
    expect((await current()).pack.articles.map(({ id }) => id)).not.toContain('one')
    expect((await owner.send('PUT', '/api/knowledge/placeholders', { values: { 'return-address': '杭州 1 号' } })).status).toBe(200)
    expect((await current()).pack.articles.map(({ id }) => id)).toContain('one')
  })

  it('[K23] all that is named is published, or nothing', async () => {
    const before = await current()
    await put(owner, draft('third', {}, null), draft('plain', { answer: '四天。' }, 'wrong'))
    expect((await publish(owner, 'third', 'plain')).ok).toBe(false)
    expect((await current()).release.number).toBe(before.release.number)
    await drop(['third', 'plain'])
  })

  it('[K23] a flow is drafted and published as an article is, and not while it would leave somebody stuck', async () => {
    const [flow] = FLOWS
    const [base, name] = [fingerprintOf(flow), { kind: 'flow', id: flow?.id }]
    const written = (steps: unknown) => ({ ...name, state: 'review', base, after: null, piece: { ...flow, name: '新名字', steps } })
    const seen = async () => ({ drafts: (await copy()).drafts.map(({ kind, id, at }) => ({ kind, id, at })) })
    await put(owner, written([{ id: 'a', kind: 'say', text: '…', next: 'a' }]))
    const refused = await owner.send('POST', '/api/knowledge/zh-CN/publish', await seen())
    expect(await refused.json()).toEqual({ ok: false, code: 'faulty-flow', pieces: [name] })
    await owner.send('POST', '/api/knowledge/zh-CN/drop', { drafts: [name] })
    await put(owner, written(flow?.steps))
    expect(await (await owner.send('POST', '/api/knowledge/zh-CN/publish', await seen())).json()).toMatchObject({ ok: true })
    const { flows } = (await current()).pack
    expect(flows?.map((each) => each.name)).toEqual(['新名字', ...FLOWS.slice(1).map((each) => each.name)])
  })

  it('[K23] the last article is not taken out', async () => {
    const ids = (await copy()).articles.map(({ id }) => id)
    const base = new Map((await copy()).articles.map((each) => [each.id, fingerprintOf(each)]))
    await put(owner, ...ids.map((id) => ({ kind: 'article', id, state: 'review', base: base.get(id), after: null, piece: null })))
    expect(await publish(owner, ...ids)).toMatchObject({ ok: false, code: 'nothing-left' })
    expect((await publish(owner, 'third')).ok).toBe(false)
    await drop(ids)
  })

  it('[K23] keeps the questions that a release is tried with', async () => {
    const questions = [
      { text: '能退吗', article: 'plain' },
      { text: '今天下雨吗', article: null },
    ]
    expect((await owner.send('PUT', '/api/knowledge/zh-CN/questions', { questions })).status).toBe(200)
    expect((await copy()).questions).toEqual(questions)
  })

  it('[K23] is closed to agents, to strangers, and to what is no article', async () => {
    for (const [browser, status] of [
      [agent, 403],
      [anyone, 401],
    ] as const)
      expect((await put(browser, draft('plain', {}, null))).status).toBe(status)
    expect((await put(owner, { kind: 'article', id: 'x', state: 'review', base: null, after: null, piece: { id: 'x' } })).status).toBe(400)
    expect((await owner.send('GET', '/api/knowledge/fr')).status).toBe(404)
    const huge = { ...draft('plain', {}, null), piece: { ...plain(), answer: 'x'.repeat(3999), phrasings: [] } }
    expect(
      (
        await put(
          owner,
          ...Array.from({ length: 199 }, (_, index) => ({ ...huge, id: `h${index}`, piece: { ...huge.piece, id: `h${index}` } })),
        )
      ).status,
    ).toBe(200)
    await drop(Array.from({ length: 199 }, (_, index) => `h${index}`))
  })
})

describe('a desk of before there was a workbench', () => {
  it('[K23] works on what it has published', async () => {
    const object = env.KNOWLEDGE.getByName('older')
    const articles = [article('a', '一天。'), article('b', '两天。')]
    const version = await object.publish({ format: 1, language: 'zh-CN', articles })
    await runInDurableObject(object, (_instance, state) => {
      state.storage.sql.exec('DELETE FROM releases')
      state.storage.sql.exec('DELETE FROM pieces')
      state.storage.sql.exec('INSERT INTO current (language, version) VALUES (?, ?)', 'zh-CN', version)
    })
    await evictDurableObject(object)
    const again = env.KNOWLEDGE.getByName('older')
    expect((await again.copy('zh-CN')).articles.map(({ id }) => id)).toEqual(['a', 'b'])
    expect((await again.current()).packs).toMatchObject([{ language: 'zh-CN', version, number: 1 }])
  })

  it('[K23] keeps its drafts and flows when drafts become of any kind', async () => {
    const object = env.KNOWLEDGE.getByName('of-articles-alone')
    const older = { language: 'zh-CN', id: 'a', state: 'review', base: null, at: 5, by: { id: 's', name: '周' } }
    await runInDurableObject(object, (_instance, { storage }) => {
      const later = MIGRATIONS.slice(2).flat().join('\n')
      for (const [, table] of later.matchAll(/CREATE TABLE (\w+)/g)) storage.sql.exec(`DROP TABLE ${table}`)
      for (const statement of MIGRATIONS[1] as string[]) if (/TABLE (working|drafts)/.test(statement)) storage.sql.exec(statement)
      storage.sql.exec(
        'INSERT INTO working (language, id, place, text) VALUES (?, ?, 0, ?)',
        'zh-CN',
        'a',
        JSON.stringify(article('a', '一天。')),
      )
      storage.sql.exec('INSERT INTO facts (key, value) VALUES (?, ?)', 'flows:zh-CN', JSON.stringify(FLOWS))
      storage.sql.exec(
        'INSERT INTO drafts (language, id, text) VALUES (?, ?, ?)',
        'zh-CN',
        'a',
        JSON.stringify({ ...older, article: article('a', '二天。') }),
      )
      storage.sql.exec(
        'INSERT INTO drafts (language, id, text) VALUES (?, ?, ?)',
        'zh-CN',
        'b',
        JSON.stringify({ ...older, id: 'b', article: null }),
      )
      for (const statement of MIGRATIONS[3] ?? []) storage.sql.exec(statement.replace(/ADD COLUMN (\w+).*/, 'DROP COLUMN $1'))
      storage.sql.exec('DELETE FROM migrations WHERE id >= 3')
    })
    await evictDurableObject(object)
    const copy = await env.KNOWLEDGE.getByName('of-articles-alone').copy('zh-CN')
    expect(copy.articles.map(({ id }) => id)).toEqual(['a'])
    expect(copy.flows).toEqual(FLOWS)
    expect(copy.drafts).toEqual([
      { ...older, kind: 'article', piece: article('a', '二天。') },
      { ...older, id: 'b', kind: 'article', piece: null },
    ])
  })
})
