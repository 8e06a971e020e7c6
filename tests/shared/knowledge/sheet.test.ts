import { describe, expect, it } from 'vitest'
import { lint } from '../../../shared/knowledge/lint.ts'
import { fillFlow, fillIn, openIn, valuesFor } from '../../../shared/knowledge/placeholders.ts'
import { parseSheet, printSheet } from '../../../shared/knowledge/sheet.ts'
import { FLOWS } from '../../support/flows.ts'
import { at } from '../../support/ids.ts'

const GOOD = `# 退换

## return
question: 怎么退货
intents: return-goods, refund-progress
source: 消费者权益保护法 · 第二十五条
checked: 2026-11-21
valid: ..2026-12-31
wording: shorten
related: refund
phrasings:
- 不想要了
- 七天无理由
spoken: 七天内可以退。
answer:
寄到 {{return-address}}。

1. 打开 **订单**
2. 点申请

## refund
question: 退款多久到
intents: -
source: 服务规则
checked: 2026-11-21
related: return
phrasings:
- 钱呢
answer:
三天。
`
const sheet = parseSheet(GOOD)

describe('parseSheet', () => {
  it('[K19] reads articles with all that they tell', () => {
    expect(sheet.faults).toEqual([])
    expect(at(sheet.articles, 0)).toEqual({
      id: 'return',
      category: '退换',
      question: '怎么退货',
      phrasings: ['不想要了', '七天无理由'],
      answer: '寄到 {{return-address}}。\n\n1. 打开 **订单**\n2. 点申请',
      source: { title: '消费者权益保护法', section: '第二十五条' },
      updated: '2026-11-21',
      related: ['refund'],
      intents: ['return-goods', 'refund-progress'],
      spoken: '七天内可以退。',
      wording: 'shorten',
      valid: { from: null, until: '2026-12-31' },
    })
    expect(at(sheet.articles, 1)).toMatchObject({ id: 'refund', intents: [], source: { title: '服务规则', section: '' } })
  })

  it('[K19] what was written is read back', () => {
    expect(parseSheet(printSheet('退换', sheet.articles))).toEqual(sheet)
    expect(parseSheet(GOOD.replaceAll('\n', '\r\n')).articles).toHaveLength(2)
  })

  it.each([
    ['no category', GOOD.replace('# 退换', ''), 1, 'no-category', 0],
    ['a field that there is not', GOOD.replace('wording:', 'worrding:'), 9, 'unknown-field', 2],
    ['an article without an answer', GOOD.replace('answer:\n三天。', ''), 21, 'no-answer', 1],
    ['a date that is none', GOOD.replaceAll('checked: 2026-11-21', 'checked: gestern'), 3, 'not-an-article', 0],
    ['an id twice', GOOD.replace('## refund', '## return'), 21, 'id-twice', 1],
  ])('[K19] tells %s with its line, and reads the rest', (_what, text, line, code, left) => {
    const read = parseSheet(text)
    expect(read.faults.map((fault) => [fault.line, fault.code])).toContainEqual([line, code])
    expect(read.articles).toHaveLength(left)
  })
})

describe('placeholders', () => {
  const article = at(sheet.articles, 0)

  it('[K17] are found, filled, and held back for', () => {
    expect(openIn(article)).toEqual(['return-address'])
    expect(fillIn(article, { 'return-address': ' 杭州 **1** 号 ' })).toMatchObject({
      article: { answer: expect.stringContaining('寄到 杭州 1 号。') },
    })
    expect(fillIn(article, { 'return-address': ' ' })).toEqual({ missing: ['return-address'] })
    expect(fillIn(at(sheet.articles, 1), {})).toEqual({ article: at(sheet.articles, 1) })
  })

  it('[K17] a flow is said whole or not at all', () => {
    const flow = { ...at(FLOWS, 1), name: '{{city}}发票' }
    expect(fillFlow(flow, {})).toBeNull()
    expect(fillFlow(flow, { city: '杭州' })?.name).toBe('杭州发票')
  })

  it('[K17] what is usual stands where the desk says nothing', () => {
    const words = { 'zh-CN': '两天', en: 'two days' }
    const declared = { key: 'days', name: words, hint: words, usual: words }
    expect(valuesFor([declared], 'en', {})).toEqual({ days: 'two days' })
    expect(valuesFor([declared], 'en', { days: '3' })).toEqual({ days: '3' })
    expect(valuesFor([declared], 'en', { days: '  ' })).toEqual({ days: 'two days' })
  })
})

describe('lint', () => {
  const around = { today: '2026-11-21', placeholders: ['return-address'] }
  const codes = (change: object, at0 = 0) =>
    lint(
      sheet.articles.map((article, index) => (index === at0 ? { ...article, ...change } : article)),
      around,
    ).map(({ article, code }) => `${article} ${code}`)

  it('[K18] an article asked in fewer than five ways is told', () => {
    const phrasings = ['一', '二', '三', '四', '五']
    expect(codes({})).toContain('return few-phrasings')
    expect(codes({ phrasings })).not.toContain('return few-phrasings')
  })

  it.each([
    [{ related: ['nowhere'] }, 'return related-to-nothing'],
    [{ related: ['return'] }, 'return related-to-itself'],
    [{ intents: ['fly'] }, 'return unknown-intent'],
    [{ answer: '{{moon}}' }, 'return unknown-placeholder'],
    [{ spoken: undefined }, 'return no-spoken'],
    [{ phrasings: ['钱呢？'] }, 'refund phrasing-twice'],
    [{ updated: '2027-01-01' }, 'return checked-in-future'],
    [{ updated: '2025-01-01' }, 'return not-checked-for-long'],
    [{ valid: { from: null, until: '2026-01-01' } }, 'return expired'],
    [{ valid: { from: '2026-05-01', until: '2026-01-01' } }, 'return valid-never'],
    [{ answer: '全网最低价' }, 'return sensitive-word'],
    [{ answer: '长'.repeat(800) }, 'return too-long'],
    [{ question: '退款多久到账', answer: '三天。' }, 'refund near-duplicate'],
    [{ id: 'refund' }, 'refund id-twice'],
  ] as const)('[K18] %j is told: %s', (change, told) => {
    expect(codes({})).not.toContain(told)
    expect(codes(change)).toContain(told)
  })
})
