import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Article } from '../../../shared/knowledge/article.ts'
import { emptyLibrary, Pack, type PackContent, PackVersion, packVersion } from '../../../shared/knowledge/pack.ts'
import { ARTICLES, PACK } from '../../support/articles.ts'
import { at } from '../../support/ids.ts'

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
