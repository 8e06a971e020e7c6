import { afterEach, expect, it, vi } from 'vitest'
import { openPack } from '$lib/knowledge/shelf.ts'
import { Replica } from '$lib/replica/db.ts'
import { ARTICLES, PACK } from '../../support/articles.ts'

afterEach(() => void vi.useRealTimers())

it('[K17] an article ends on its last day on a page that stays open, and what was said keeps its words', async () => {
  const [first, ...others] = ARTICLES
  if (!first) throw new Error('no articles')
  const ending = { ...first, valid: { from: null, until: '2026-03-01' } }
  const db = new Replica(`shelf-${crypto.randomUUID()}`)
  const pack = { version: PACK, format: 2 as const, language: 'zh-CN' as const, articles: [ending, ...others] }
  await db.write(['packs'], (transaction) => transaction.objectStore('packs').put(pack))
  await db.keep('pack:zh-CN', PACK)

  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 2, 1, 23, 59) })
  const today = await openPack(db, 'zh-CN')
  expect(today?.articles.map(({ id }) => id)).toContain(first.id)
  expect(await openPack(db, 'zh-CN'), 'put together once a day').toBe(today)

  vi.setSystemTime(new Date(2026, 2, 2, 0, 1))
  const tomorrow = await openPack(db, 'zh-CN')
  expect(tomorrow?.articles.map(({ id }) => id)).not.toContain(first.id)
  expect(tomorrow?.find(first.id)).toEqual(ending)
})
