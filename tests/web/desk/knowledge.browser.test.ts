import { afterEach, beforeEach, expect, it } from 'vitest'
import { DeskKnowledge, wordsOf } from '$lib/desk/knowledge.svelte.ts'
import { Replica } from '$lib/replica/db.ts'
import type { Pack, PackVersion } from '$shared/knowledge/pack.ts'
import { ARTICLES, PACK } from '../../support/articles.ts'
import { GUIDE, PLANS } from '../../support/papers.ts'
import { watched } from '../conversation/watched.svelte.ts'

const INSIDE = 'cd'.repeat(16) as PackVersion
const inside = { ...GUIDE, id: 'inside', audience: 'staff' as const }
const open: Pack = { version: PACK, format: 3, language: 'zh-CN', articles: ARTICLES, tables: [PLANS] }
const own: Pack = { ...open, version: INSIDE, documents: [inside] }

let db: Replica
let knowledge: DeskKnowledge
let stop: () => void

beforeEach(async () => {
  db = new Replica(`desk-knowledge-${crypto.randomUUID()}`)
  for (const pack of [open, own]) await db.write(['packs'], (transaction) => transaction.objectStore('packs').put(pack))
  knowledge = new DeskKnowledge(db)
  stop = watched(() => void knowledge.isEmpty)
})
afterEach(async () => {
  stop()
  await db.delete()
})

/** What fits some words, once the pack that is kept has been opened. */
const suggested = (text: string) => knowledge.suggestionsFor(text).map(({ question, audience }) => [question, audience])

it('[K34] finds for a member of staff what is for staff alone beside all else, and says which it is', async () => {
  await db.keep('pack:zh-CN', PACK)
  await db.keep('staff-pack:zh-CN', INSIDE)
  await expect.poll(() => suggested('水壶怎么除水垢')).toEqual([['除水垢', 'staff']])
  expect(suggested('畅享套餐 128 流量多少')).toEqual([['畅享套餐 128 · 国内流量', undefined]])
  expect(suggested('今天天气怎么样')).toEqual([])
  knowledge.query = '水垢'
  expect(knowledge.found[0]).toMatchObject({ question: '除水垢', source: { title: GUIDE.title } })
  knowledge.query = ' '
  expect(knowledge.found).toEqual([])
})

it('[K34] has what everybody is told once that is all there is', async () => {
  await expect.poll(() => knowledge.isEmpty).toBe(true)
  await db.keep('pack:zh-CN', PACK)
  await expect.poll(() => suggested('校园卡月费')).toEqual([['校园卡 · 月费', undefined]])
  expect(suggested('水壶怎么除水垢')).toEqual([])
})

it('[K34] a language without a pack of its own has that of the other', async () => {
  await db.keep('staff-pack:zh-CN', INSIDE)
  knowledge.language = 'en'
  await expect.poll(() => suggested('水壶怎么除水垢')).toEqual([['除水垢', 'staff']])
})

it('[K34] an answer becomes a message without marks', () => {
  const unit = { ...ARTICLES[0], answer: '先**看**\n\n- 一\n' } as never
  expect(wordsOf(unit)).toBe('先看\n\n- 一')
})
