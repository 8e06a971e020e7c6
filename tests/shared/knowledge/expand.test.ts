import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { INDUSTRIES } from '../../../shared/desk/settings.ts'
import { ArticleId } from '../../../shared/knowledge/article.ts'
import { cellOf } from '../../../shared/knowledge/cell.ts'
import { changesOf } from '../../../shared/knowledge/draft.ts'
import { expand, finderOf } from '../../../shared/knowledge/expand.ts'
import { buildIndex, type Index, search } from '../../../shared/knowledge/index.ts'
import { isFaulty, lintDocument, lintTable } from '../../../shared/knowledge/paper-lint.ts'
import { fillWhole } from '../../../shared/knowledge/placeholders.ts'
import { retrieve } from '../../../shared/knowledge/retrieve.ts'
import { Table } from '../../../shared/knowledge/table.ts'
import { isValidOn } from '../../../shared/knowledge/validity.ts'
import { readTemplate } from '../../../templates/read.ts'
import { ARTICLES } from '../../support/articles.ts'
import { at } from '../../support/ids.ts'
import { FREIGHT, GUIDE, PLANS } from '../../support/papers.ts'

const template = readTemplate('e-commerce', 'zh-CN')
const units = expand({ articles: template?.articles ?? [], documents: [GUIDE], tables: [PLANS, FREIGHT] })
const index = buildIndex(units)
const find = finderOf(units)
const answerTo = (question: string) => {
  const said = retrieve(index, question)
  return said.kind === 'answer' ? said.article : null
}

describe('a document', () => {
  it.each([
    ['水壶怎么除水垢', '除水垢'],
    ['水壶连不上手机怎么办', '连接手机'],
    ['水壶烧干了会怎样', '防干烧保护'],
  ])('[K31] answers %s with the passage on it, by title, heading and day', (question, heading) => {
    const { title, updated, passages } = GUIDE
    const answer = passages.find((passage) => passage.heading === heading)?.text
    expect(answerTo(question)).toMatchObject({ question: heading, answer, source: { title, section: heading }, updated })
  })

  it('[K31] answers no question that it does not tell about, and takes none from the articles', () => {
    for (const question of ['水壶多少瓦', '你们老板是谁', '推荐一本小说', '今天天气怎么样']) expect(answerTo(question)).toBeNull()
    expect(answerTo('怎么退货')?.id).toBe('return-7days')
  })

  it('[K31] its parts have ids of their own, whatever articles are called', () => {
    const taken = { ...at(ARTICLES, 0), id: 'doc-kettle-p1' }
    const made = expand({ articles: [taken, { ...taken, id: 'row-freight-r1' }], documents: [GUIDE], tables: [FREIGHT] })
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length)
    expect(finderOf(made)('doc-kettle-p1')).toBe(taken)
    for (const { id } of [...units, ...made]) expect(is(ArticleId, id)).toBe(true)
  })

  it('[K31] that has ended is found no more, and what was said of it stays said', () => {
    const ended = expand({ articles: [], documents: [{ ...GUIDE, valid: { from: null, until: '2026-10-31' } }] })
    expect(ended.filter((unit) => isValidOn(unit, '2026-11-01'))).toEqual([])
    expect(ended.filter((unit) => isValidOn(unit, '2026-10-31'))).toHaveLength(GUIDE.passages.length)
    expect(finderOf(ended)(at(ended, 0).id)).toBe(ended[0])
  })
})

describe('a table', () => {
  it.each([
    ['畅享套餐 128 流量多少', '**畅享套餐 128** 国内流量：60 GB'],
    ['128的套餐宽带多少', '**畅享套餐 128** 宽带：300M'],
    ['校园卡多少钱', '**校园卡** 月费：29元'],
    ['乌鲁木齐首重运费', '**乌鲁木齐** 首重运费：22元'],
    ['寄乌鲁木齐续重多少钱', '**乌鲁木齐** 续重运费：15元'],
    ['寄到拉萨几天到', '**拉萨** 时效：6 至 9 天'],
  ])('[K32] answers %s with the column that is asked for first', (question, first) => {
    expect(answerTo(question)?.answer.split('\n')[0]).toBe(first)
  })

  it('[K32] tells the rest of the row below, but for what is empty, and names the row as found', () => {
    const answer = answerTo('校园卡月费')
    expect(answer?.answer).toBe('**校园卡** 月费：29元\n\n- 国内流量：40 GB\n- 通话时长：100分钟')
    expect(answer).toMatchObject({ question: '校园卡 · 月费', source: { title: '套餐资费' }, updated: PLANS.updated })
    expect(find(answer?.id ?? '')).toEqual(answer)
    for (const id of ['row-plans-r4-c9', 'row-plans-r4-c1', 'row-plans-r9-c2', 'doc-kettle-p1-c1']) expect(find(id)).toBeUndefined()
  })

  it('[K32] offers the rows that fit alike, each by what was asked for', () => {
    const said = retrieve(index, '首重运费多少')
    expect(said.kind === 'choices' && said.articles.map(({ question }) => question.replace(/^.* · /, ''))).toEqual(
      Array(3).fill('首重运费'),
    )
    expect(retrieve(index, '畅享套餐').kind).toBe('choices')
    for (const article of said.kind === 'choices' ? said.articles : []) expect(answerTo(article.question)?.id).toBe(article.id)
  })

  it.each(['乌鲁木齐天气', '上海有分店吗', '畅享套餐 199 流量'])('[K32] does not answer %s, which it does not tell', (question) => {
    expect(answerTo(question)).toBeNull()
  })

  it('[K32] gives the unit of a column to bare numbers alone', () => {
    const table = { ...PLANS, rows: [['a', '98', '30GB', '不限', '']] }
    expect([0, 1, 2, 3, 4, 9].map((column) => cellOf(table, 0, column))).toEqual(['a', '98元', '30GB', '不限', '', ''])
  })
})

describe('articles beside them', () => {
  const cities = [...'京沪广深杭宁苏蓉渝汉西长郑津青济大沈春哈昆贵南海厦福昌合太石呼兰银乌拉'].map((city) => `${city}市`)
  const rows = cities.flatMap((city, at) =>
    ['市区', '县城', '乡镇'].map((zone) => [city + zone, String(8 + at), '3', `${1 + (at % 6)} 天`]),
  )
  const parts = { documents: [GUIDE], tables: [PLANS, { ...FREIGHT, rows }] }

  it.each(INDUSTRIES)('[K32] are found as before, in %s', (industry) => {
    const articles = readTemplate(industry, 'zh-CN')?.articles ?? []
    const asked = readFileSync(new URL(`../../../templates/${industry}/questions.zh-CN.jsonl`, import.meta.url), 'utf8')
    const questions = asked.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { text: string; id: string }]))
    const rightIn = (index: Index) => questions.filter(({ text, id }) => search(index, text, 1)[0]?.article.id === id).length
    const before = rightIn(buildIndex(articles))
    const index = buildIndex(expand({ articles, ...parts }))
    expect(rightIn(index)).toBeGreaterThanOrEqual(before - questions.length / 100)
    const taken = questions.filter(({ text }) => {
      const said = retrieve(index, text)
      return said.kind === 'answer' && /^(doc|row)-/.test(said.article.id)
    })
    expect(taken).toEqual([])
  })
})

describe('what is wrong with them', () => {
  const around = { today: '2026-11-21', placeholders: ['city'] }
  const codes = (remarks: { code: string }[]) => remarks.map(({ code }) => code)

  it('[K33] is told where it is', () => {
    expect(lintDocument(GUIDE, around)).toEqual([])
    expect([...lintTable(PLANS, around), ...lintTable(FREIGHT, around)]).toEqual([])
    const passages = [
      { heading: '甲', text: ' ' },
      { heading: '甲', text: '{{city}} {{town}} 全网最低' },
    ]
    const document = { ...GUIDE, passages, updated: '2027-01-01', valid: { from: null, until: '2026-01-01' } }
    expect(codes(lintDocument(document, around)).toSorted()).toEqual(
      ['checked-in-future', 'empty-passage', 'expired', 'heading-twice', 'sensitive-word', 'unknown-placeholder'].toSorted(),
    )
    const table = {
      ...PLANS,
      columns: [{ name: '价' }, { name: '价 ' }, { name: '' }],
      rows: [
        ['a', '1'],
        ['a', '1', '2'],
        ['', '', ''],
      ],
      key: 0,
    }
    expect(lintTable(table, around).map(({ code, detail }) => `${code} ${detail}`)).toEqual([
      'no-header 3',
      'header-twice 价',
      'row-length 1',
      'no-name 3',
      'row-twice a',
    ])
    expect(codes(lintTable({ ...table, key: 7 }, around))).toContain('no-key')
  })

  it('[K33] keeps from being published only what could not be said rightly', () => {
    expect(isFaulty('table', { ...PLANS, rows: [['a']] })).toBe(true)
    expect(isFaulty('document', { ...GUIDE, passages: [{ heading: '', text: '' }] })).toBe(true)
    expect(isFaulty('document', { ...GUIDE, valid: { from: null, until: '2020-01-01' } })).toBe(false)
    expect(isFaulty('table', { ...PLANS, rows: [...PLANS.rows, ...PLANS.rows] })).toBe(false)
  })

  it('[K17] a value that is not told holds back the whole of it', () => {
    const open = { ...PLANS, rows: [['{{city}}', '1', '2', '3', '4']] }
    expect(fillWhole(Table, open, {})).toEqual({ missing: ['city'] })
    const filled = fillWhole(Table, open, { city: '杭州' })
    expect('piece' in filled && filled.piece.rows[0]?.[0]).toBe('杭州')
    expect(fillWhole(Table, open, { city: '长'.repeat(201) })).toEqual({ missing: ['city'] })
  })

  it('[K23] a change of one row shows that row', () => {
    const rows = PLANS.rows.with(1, ['畅享套餐 128', '118', '60', '500', '300M'])
    expect(changesOf({ kind: 'table', piece: { ...PLANS, rows } }, PLANS)).toEqual([
      { field: 'rows', before: '畅享套餐 128 | 128 | 60 | 500 | 300M', after: '畅享套餐 128 | 118 | 60 | 500 | 300M' },
    ])
    const moved = changesOf({ kind: 'table', piece: { ...PLANS, rows: PLANS.rows.toReversed() } }, PLANS)
    expect(moved[0]?.before.split('\n')).toHaveLength(PLANS.rows.length)
    expect(is(Table, { ...PLANS, rows: Array(501).fill(PLANS.rows[0]) })).toBe(false)
  })
})
