import { describe, expect, it } from 'vitest'
import { allTemplates } from '../../../templates/read.ts'
import { printJsonLines, printSeparated, printSheets } from '../../../web/src/lib/knowledge/import/export.ts'
import { ARTICLE, imported } from '../../support/import-files.ts'

const ODD = [
  ARTICLE,
  { ...ARTICLE, id: 'plain', question: '怎么付款', phrasings: ['扫码|刷卡'], intents: [], category: '付款', related: [] },
  { ...ARTICLE, id: 'formula', question: '=1+1', phrasings: ['@你', '-这样'], answer: "- 一\n- 二\n\n说“好”, 'a'\n\n## 不是文章" },
  { ...ARTICLE, id: 'guarded', question: "'=SUM(A1)", phrasings: [], answer: '+86 400', valid: { from: null, until: '2026-12-31' } },
]

describe('what goes out', () => {
  it.each([
    ['CSV in Chinese', 'a.csv', (articles: typeof ODD) => printSeparated(articles, 'zh-CN')],
    ['CSV in English', 'a.csv', (articles: typeof ODD) => printSeparated(articles, 'en')],
    ['JSON lines', 'a.jsonl', printJsonLines],
  ])('comes in as it was: %s', async (_name, file, print) => {
    const told = await imported(file, print(ODD))
    expect(told.articles).toEqual(ODD)
    expect(told.faults.filter(({ code }) => code !== 'phrasing-twice')).toEqual([])
    const again = await imported(file, print(ODD), { existing: ODD })
    expect(again.replaced).toEqual(ODD.map(({ id }) => id))
    expect(again.articles).toEqual(ODD)
  })

  it('comes in as it was from sheets of several categories', async () => {
    const told = await imported('a.md', printSheets(ODD))
    expect(told.faults).toEqual([])
    const sorted = ODD.toSorted((one, other) => Number(one.category === '付款') - Number(other.category === '付款'))
    expect(told.articles.map((article) => ({ ...article, answer: article.answer.replace(' ## ', '## ') }))).toEqual(sorted)
  })

  it('begins no cell with what a spreadsheet program computes', () => {
    const text = printSeparated(ODD, 'zh-CN')
    expect(text.startsWith('\ufeff编号,分类,问题,')).toBe(true)
    for (const cell of text.slice(1).split(/[,\r\n]+"?/)) expect(cell).not.toMatch(/^[=+@]/)
  })

  it('holds for every article of every template', async () => {
    for (const { articles, language, industry } of allTemplates()) {
      for (const [name, text] of [
        ['a.csv', printSeparated(articles, language)],
        ['a.md', printSheets(articles)],
        ['a.jsonl', printJsonLines(articles)],
      ] as const) {
        const told = await imported(name, text, { language })
        const byId = new Map(told.articles.map((article) => [article.id, article]))
        expect(
          told.faults.filter(({ kept }) => !kept),
          `${industry} ${language} ${name}`,
        ).toEqual([])
        for (const article of articles) expect(byId.get(article.id)).toEqual(article)
      }
    }
  }, 60_000)
})
