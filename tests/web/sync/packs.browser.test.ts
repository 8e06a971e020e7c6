import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Replica } from '$lib/replica/db.ts'
import { dropStaffPacks, fetchDesk, fetchStaffPacks } from '$lib/sync/packs.ts'
import { ALWAYS } from '$shared/calendar/hours.ts'
import type { Article } from '$shared/knowledge/article.ts'
import { deltaBetween, type Pack, packVersion } from '$shared/knowledge/pack.ts'
import { type Release, SIGNATURE, signedBytes, toHex } from '$shared/knowledge/release.ts'

const article = (id: string, answer: string): Article => ({
  id,
  category: '退换',
  question: `${id}？`,
  phrasings: [],
  answer,
  source: { title: '规则', section: '' },
  updated: '2026-11-21',
  related: [],
})

async function packOf(...articles: Article[]): Promise<Pack> {
  const content = { format: 2, language: 'zh-CN', articles } as const
  return { version: await packVersion(content, (bytes) => crypto.subtle.digest('SHA-256', bytes)), ...content }
}

/** A key pair of a desk, its public half as devices know it. */
async function newKey() {
  const pair = await crypto.subtle.generateKey(SIGNATURE, true, ['sign', 'verify'])
  return { pair, name: toHex(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) }
}
type Key = Awaited<ReturnType<typeof newKey>>

async function release(key: Key, pack: Pack, number: number, more: { audience?: 'staff' } = {}): Promise<Release> {
  const made = { language: 'zh-CN', version: pack.version, number, at: number, ...more } as const
  return { ...made, signature: toHex(new Uint8Array(await crypto.subtle.sign(SIGNATURE, key.pair.privateKey, signedBytes(made)))) }
}

let db: Replica
let name = 0
let asked: string[] = []

/** A fake edge: answers what it is given by path, and remembers what it was asked for. */
function edge(key: string, packs: Release[], more: Record<string, unknown> = {}): void {
  asked = []
  const desk = { configured: true, name: '山海', industry: 'e-commerce', language: 'zh-CN', hours: ALWAYS, packs, key }
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const answers: Record<string, unknown> = { '/api/desk': desk, ...more }
    return path in answers ? new Response(JSON.stringify(answers[path])) : new Response('{}', { status: 404 })
  })
}
const at = (pack: Pack, from?: Pack) => `/api/packs/${pack.version}${from ? `/since/${from.version}` : ''}`
const held = () => db.recall('pack:zh-CN')

let key: Key
let [first, second] = [] as unknown as [Pack, Pack]

beforeEach(async () => {
  db = new Replica(`packs-${name++}`)
  key = await newKey()
  first = await packOf(article('a', '第一。'), article('b', '第二。'))
  second = await packOf(article('a', '第一。'), article('b', '第三。'), article('c', '第四。'))
  edge(key.name, [await release(key, first, 1)], { [at(first)]: first })
  await fetchDesk(db)
  expect(await held()).toBe(first.version)
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await db.delete()
})

it('[K20] brings only what is other, and switches to a whole pack', async () => {
  edge(key.name, [await release(key, second, 2)], { [at(second, first)]: deltaBetween(first, second) })
  await fetchDesk(db)
  expect(await held()).toBe(second.version)
  expect(asked).toEqual(['/api/desk', at(second, first)])
  expect(await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(second.version))).toEqual(second)
})

it('[K20] fetches the whole pack where a delta does not make it', async () => {
  const wrong = { ...deltaBetween(first, second), articles: [article('c', '别的')] }
  edge(key.name, [await release(key, second, 2)], { [at(second, first)]: wrong, [at(second)]: second })
  await fetchDesk(db)
  expect(await held()).toBe(second.version)
  expect(asked).toContain(at(second))
})

it.each(['half a pack', 'another pack', 'no pack'])('[K20] %s leaves the last good one', async (what) => {
  const half = { ...second, articles: second.articles.slice(1) }
  const given = { 'half a pack': half, 'another pack': { ...first, version: second.version }, 'no pack': undefined }[what]
  edge(key.name, [await release(key, second, 2)], given ? { [at(second)]: given } : {})
  await fetchDesk(db)
  expect(await held()).toBe(first.version)
})

it('[K20] a wrong signature is refused, and said so', async () => {
  const stranger = await newKey()
  edge(key.name, [await release(stranger, second, 2)], { [at(second)]: second })
  await fetchDesk(db)
  expect(await held()).toBe(first.version)
  expect(await db.recall('pack-refused')).toMatchObject({ language: 'zh-CN', version: second.version })
})

it('[K20] another key is not trusted where one is known', async () => {
  const stranger = await newKey()
  edge(stranger.name, [await release(stranger, second, 2)], { [at(second)]: second })
  await fetchDesk(db)
  expect(await held()).toBe(first.version)
  expect(await db.recall('pack-refused')).not.toBeNull()
})

it('[K20] an older release is no news; an earlier pack under a new number is', async () => {
  edge(key.name, [await release(key, second, 2)], { [at(second)]: second })
  await fetchDesk(db)
  edge(key.name, [await release(key, first, 1)], { [at(first)]: first })
  await fetchDesk(db)
  expect(await held()).toBe(second.version)
  edge(key.name, [await release(key, first, 3)])
  await fetchDesk(db)
  expect(await held(), 'it was on the device still').toBe(first.version)
  expect(asked).toEqual(['/api/desk'])
})

describe('[K34] what staff alone may read', () => {
  const ofStaff = () => db.recall('staff-pack:zh-CN')
  const under = (pack: Pack, from?: Pack) => `/api/seat${at(pack, from).slice('/api'.length)}`
  const offer = async (pack: Pack, number: number, more: { audience?: 'staff' }, given: object = {}) => {
    const told = { packs: [await release(key, pack, number, more)], key: key.name }
    edge(key.name, [await release(key, first, 1)], { '/api/seat/packs': told, [under(pack)]: pack, ...given })
    await fetchStaffPacks(db)
  }

  it('[K34] stands beside what everybody is told, and is made of that', async () => {
    await offer(second, 2, { audience: 'staff' }, { [under(second, first)]: deltaBetween(first, second) })
    expect([await held(), await ofStaff()]).toEqual([first.version, second.version])
    expect(asked).toEqual(['/api/seat/packs', under(second, first)])
    const third = await packOf(article('a', '第五。'))
    edge(key.name, [await release(key, third, 3)], { [at(third)]: third })
    await fetchDesk(db)
    expect([await held(), await ofStaff()], 'each on its own').toEqual([third.version, second.version])
    expect(await db.read(['packs'], (transaction) => transaction.objectStore('packs').get(second.version))).toEqual(second)
  })

  it('[K34] is never taken for the other, nor the other for it', async () => {
    await offer(second, 2, {})
    expect(await ofStaff()).toBeUndefined()
    edge(key.name, [await release(key, second, 2, { audience: 'staff' })], { [at(second)]: second })
    await fetchDesk(db)
    expect(await held()).toBe(first.version)
  })

  it('[K34] goes with the sign-in, and stays without a network', async () => {
    await offer(second, 2, { audience: 'staff' })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    await fetchStaffPacks(db)
    expect(await ofStaff()).toBe(second.version)
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }))
    await fetchStaffPacks(db)
    expect(await ofStaff()).toBeUndefined()
    expect(await db.read(['packs'], (transaction) => transaction.objectStore('packs').getAllKeys())).toEqual([first.version])
    await dropStaffPacks(db)
    expect(await held()).toBe(first.version)
  })
})
