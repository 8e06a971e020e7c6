import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Article } from '../../../shared/knowledge/article.ts'
import {
  applyDelta,
  Delta,
  deltaBetween,
  emptyLibrary,
  Pack,
  type PackContent,
  PackVersion,
  packVersion,
} from '../../../shared/knowledge/pack.ts'
import { ARTICLES, PACK } from '../../support/articles.ts'
import { at } from '../../support/ids.ts'
import { FREIGHT, GUIDE, PLANS } from '../../support/papers.ts'

const sha256 = (bytes: Uint8Array<ArrayBuffer>) => webcrypto.subtle.digest('SHA-256', bytes)
const content: PackContent = { format: 1, language: 'zh-CN', articles: ARTICLES }

describe('packVersion', () => {
  it('[K4] is computed from the content and stays what it was', async () => {
    expect(await packVersion(content, sha256)).toMatchInlineSnapshot(`"c422c239b2f1d1e4973d0bb669d9d887"`)
  })

  it('[K4] does not depend on the order of keys, nor on keys that are no content', async () => {
    const shuffled = ARTICLES.map((article) => Object.fromEntries(Object.entries(article).reverse()) as unknown as Article)
    const version = await packVersion(content, sha256)
    expect(await packVersion({ articles: shuffled, language: 'zh-CN', format: 1 }, sha256)).toBe(version)
    expect(await packVersion({ ...content, version } as PackContent, sha256)).toBe(version)
  })

  it('[K4] changes with any word, with the order of articles and with the language', async () => {
    const [first, ...rest] = ARTICLES
    const changed: PackContent[] = [
      { ...content, articles: [{ ...at(ARTICLES, 0), answer: '十五天内。' }, ...rest] },
      { ...content, articles: [...rest, ...(first ? [first] : [])] },
      { ...content, language: 'en' },
    ]
    const versions = await Promise.all([content, ...changed].map((each) => packVersion(each, sha256)))
    expect(new Set(versions).size).toBe(4)
    for (const version of versions) expect(is(PackVersion, version)).toBe(true)
  })
})

describe('Pack', () => {
  it('[K4] holds content under a version, and nothing unknown', () => {
    expect(is(Pack, { version: PACK, ...content })).toBe(true)
    expect(is(Pack, { version: PACK, ...content, more: 1 })).toBe(false)
    expect(is(Pack, { version: 'latest', ...content })).toBe(false)
    expect(is(Pack, { version: PACK, ...content, articles: [] })).toBe(false)
  })

  it.each([
    ['an id with capitals', { id: 'Return' }],
    ['an id with a double hyphen', { id: 'a--b' }],
    ['no answer', { answer: '' }],
    ['a date that is none', { updated: '2026-1-5' }],
    ['nine related', { related: Array.from({ length: 9 }, (_, index) => `a${index}`) }],
    ['an unknown key', { html: '<b>' }],
  ])('[K4] refuses an article with %s', (_what, change) => {
    expect(is(Article, at(ARTICLES, 0))).toBe(true)
    expect(is(Article, { ...at(ARTICLES, 0), ...change })).toBe(false)
  })

  it('[K4] a library without packs knows no article', () => {
    expect(emptyLibrary.article(PACK, 'invoice')).toBeUndefined()
    expect(emptyLibrary.flow(PACK, 'return')).toBeUndefined()
  })
})

describe('a pack with documents and tables', () => {
  const third: PackContent = { ...content, format: 3, documents: [GUIDE], tables: [PLANS, FREIGHT] }
  const packed = async (each: PackContent): Promise<Pack> => ({ version: await packVersion(each, sha256), ...each })

  it('[K33] has a name of its own, and changes it with any word of them', async () => {
    const changed: PackContent[] = [
      third,
      { ...third, documents: [{ ...GUIDE, title: '手册' }] },
      { ...third, tables: [FREIGHT, PLANS] },
      { ...third, tables: [PLANS] },
    ]
    expect(new Set(await Promise.all([content, ...changed].map((each) => packVersion(each, sha256)))).size).toBe(5)
    expect(is(Pack, await packed(third))).toBe(true)
  })

  it('[K33] is made of the one before by what is new or other in it', async () => {
    const [first, second, last] = await Promise.all(
      [content, third, { ...third, documents: [GUIDE], tables: [{ ...FREIGHT, title: '运费' }] }].map(packed),
    )
    if (!first || !second || !last) throw new Error('no packs')
    expect(deltaBetween(second, last)).toMatchObject({
      articles: [],
      documents: { other: [], order: ['kettle'] },
      tables: { order: ['freight'] },
    })
    for (const [from, to] of [
      [first, second],
      [second, last],
      [second, first],
    ] as const) {
      const delta = deltaBetween(from, to)
      expect(is(Delta, delta)).toBe(true)
      const made = applyDelta(from, delta)
      expect(made && (await packVersion(made, sha256))).toBe(to.version)
    }
    const delta = deltaBetween(second, last)
    expect(applyDelta(second, { ...delta, documents: { other: [], order: ['gone'] } })).toBeNull()
  })
})
