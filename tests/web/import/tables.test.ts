import { describe, expect, it } from 'vitest'
import { parseDay, parseValidity } from '../../../web/src/lib/knowledge/import/dates.ts'
import { ARTICLE, bytesOf, imported, saidBy, TODAY, toldBy, utf8 } from '../../support/import-files.ts'

const GB_HEADER = [0xce, 0xca, 0xcc, 0xe2, 0x2c, 0xb4, 0xf0, 0xb0, 0xb8, 0x0a]
const GB_ROW = [0xcd, 0xcb, 0xbb, 0xf5, 0x2c, 0xc6, 0xdf, 0xcc, 0xec, 0x0a]

describe('separated values', () => {
  it('reads every column that it knows, in Chinese', async () => {
    const told = await imported(
      '知识.csv',
      '编号,问题,相似问法,答案,分类,来源,有效期,负责人,更新日期,可见范围\n' +
        'FAQ_001,怎么退货？,"不想要了|能退吗；退货",七天内。,退换,服务规则 · 第三条,2026年1月1日至2026/12/31,售后组,2026-1-5,内部\n',
    )
    expect(told.faults).toEqual([])
    expect(told.articles).toEqual([
      {
        id: 'faq-001',
        category: '退换',
        question: '怎么退货？',
        phrasings: ['不想要了', '能退吗', '退货'],
        answer: '七天内。',
        source: { title: '服务规则', section: '第三条' },
        updated: '2026-01-05',
        related: [],
        audience: 'staff',
        valid: { from: '2026-01-01', until: '2026-12-31' },
        owner: '售后组',
      },
    ])
  })

  it('reads them in English, with other separators and quoted line breaks', async () => {
    for (const [separator, name] of [';', '\t', ','].map((sign) => [sign, sign === '\t' ? 'a.tsv' : 'a.csv'] as const)) {
      const rows = [
        ['Question', 'Similar questions 1', 'Similar questions 2', 'Answer'],
        ['Where is it?', 'Track it', 'My parcel', '"Look ""here"":\n\n- Orders"'],
      ]
      const told = await imported(name, rows.map((row) => row.join(separator)).join('\r\n'), { language: 'en' })
      expect(saidBy(told)).toEqual([['Where is it?', 'Look "here":\n\n- Orders']])
      expect(told.articles[0]?.phrasings).toEqual(['Track it', 'My parcel'])
      expect(told.faults).toEqual([])
    }
  })

  it('counts rows as a spreadsheet does, and passes over what stands above the heading', async () => {
    const told = await imported('a.csv', '知识库导出,,\n\n问题,答案\n"第一\n个问题",甲乙\n,没有问题\n没有答案,\n')
    expect(toldBy(told)).toEqual(['5 question no-question', '6 answer no-answer'])
    expect(saidBy(told)).toEqual([['第一 个问题', '甲乙']])
  })

  it('tells a table without the columns of one', async () => {
    expect(toldBy(await imported('a.csv', '甲,乙\n丙,丁\n'))).toEqual(['1 row no-header'])
    expect(toldBy(await imported('a.csv', '问题,答案,颜色\n怎么退货,七天内,红\n'))).toEqual(['1 file unknown-column'])
    expect(toldBy(await imported('a.csv', '问题,答案\n'))).toEqual(['1 file no-text'])
  })

  it('goes on behind a quote that is never closed', async () => {
    const told = await imported('a.csv', '问题,答案\n问题一,答案一\n问题二,"答案二\n问题三,答案三\n问题四,"好 ""的"""\n')
    expect(saidBy(told).map(([question]) => question)).toEqual(['问题一', '问题三', '问题四'])
    expect(toldBy(told)).toEqual(['3 row unclosed-quote'])
  })

  it('gives the same question the same id, whatever its marks', async () => {
    const ids = await Promise.all(
      ['怎么退货', '怎么退货？', ' 怎么 退货! '].map(
        async (question) => (await imported('a.csv', `问题,答案\n${question},七天内\n`)).articles[0]?.id,
      ),
    )
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toMatch(/^import-[0-9a-f]{10}$/)
  })

  it('tells ids, questions and phrasings that come twice', async () => {
    const told = await imported(
      'a.csv',
      '编号,问题,答案,相似问法\na-1,问题一,答案,说法|说法|问题一\nA 1,问题二,答案,\n,问题一！,答案,\nb,问题三,答案,说法\n1,问题四,答案,\n1,问题五,答案,\n',
    )
    expect(toldBy(told)).toEqual([
      '2 phrasings phrasing-twice',
      '2 phrasings phrasing-twice',
      '3 id id-twice',
      '4 question question-twice',
      '5 phrasings phrasing-twice',
    ])
    expect(told.articles.map(({ question }) => question)).toEqual(['问题一', '问题三', '问题四', '问题五'])
    expect(told.articles[0]?.phrasings).toEqual(['说法'])
  })

  it('refuses what is too long, and an unreadable day, and keeps the rest', async () => {
    const long = '长'.repeat(200)
    const told = await imported(
      'a.csv',
      `问题,答案,有效期,更新日期,相似问法\n${long},答案,,,\n问题二,答案,明年春天,,\n问题三,答案,,2026-02-30,\n问题四,答案,长期有效,,${long}|短的\n问题五,${'长'.repeat(4001)},,,\n`,
    )
    expect(toldBy(told)).toEqual([
      '2 question too-long',
      '3 valid bad-date',
      '4 checked bad-date',
      '5 phrasings too-long',
      '6 answer too-long',
    ])
    expect(told.articles.map(({ question, phrasings }) => [question, phrasings])).toEqual([['问题四', ['短的']]])
  })

  it('replaces by id and by question, and leaves what it is not told', async () => {
    const existing = [ARTICLE, { ...ARTICLE, id: 'refund', question: '退款多久到？' }]
    const told = await imported('a.csv', '编号,问题,答案\nreturn,怎么退东西,新答案\n,退款多久到,三天\n', { existing })
    expect(told.replaced).toEqual(['return', 'refund'])
    expect(told.articles[0]).toEqual({ ...ARTICLE, question: '怎么退东西', answer: '新答案', updated: TODAY })
    expect(told.articles[1]).toMatchObject({ id: 'refund', answer: '三天', audience: 'staff' })
  })

  it('takes no more articles than a desk holds, and tells the rest', async () => {
    const rows = Array.from({ length: 5003 }, (_, at) => `问题${at},答案\n`).join('')
    const told = await imported('a.csv', `问题,答案\n${rows}`)
    expect(told.articles).toHaveLength(5000)
    expect(toldBy(told)).toEqual(['5002 row too-many', '5003 row too-many', '5004 row too-many'])
  })
})

describe('encodings', () => {
  const text = '问题,答案\n退货,七天\n'
  const wide = (little: boolean, mark: boolean) => {
    const units = (mark ? `\ufeff${text}` : text).split('').map((sign) => sign.charCodeAt(0))
    return Uint8Array.from(units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])))
  }

  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a mark', utf8(`\ufeff${text}`)],
    ['UTF-16', wide(true, true)],
    ['UTF-16, the other way round', wide(false, true)],
    ['UTF-16 without a mark', wide(true, false)],
    ['GB18030', bytesOf(GB_HEADER, GB_ROW)],
  ])('reads %s', async (_name, bytes) => {
    const told = await imported('a.csv', bytes)
    expect(saidBy(told)).toEqual([['退货', '七天']])
    expect(told.faults).toEqual([])
  })

  it('reads a file of two encodings line by line, and tells it', async () => {
    const told = await imported('a.csv', bytesOf('问题,答案\n怎么付款,扫码\n', GB_ROW))
    expect(saidBy(told)).toEqual([
      ['怎么付款', '扫码'],
      ['退货', '七天'],
    ])
    expect(told.faults).toEqual([{ row: 3, field: 'file', code: 'wrong-encoding', detail: 'gb18030: 1', kept: true }])
  })

  it('refuses the row that is of none', async () => {
    const told = await imported('a.csv', bytesOf('问题,答案\n怎么付款,扫码\n坏', [0xff, 0xff], ',答案\n'))
    expect(saidBy(told)).toEqual([['怎么付款', '扫码']])
    expect(toldBy(told)).toContain('3 row wrong-encoding')
  })
})

describe('days', () => {
  it.each([
    ['2026-1-5', '2026-01-05'],
    ['2026年12月31日', '2026-12-31'],
    ['2026/02/28 10:30', '2026-02-28'],
    ['20260105', '2026-01-05'],
    ['2026-02-29', null],
    ['5.1.2026', null],
    ['46000', null],
    ['2026-01-05 and more', null],
  ])('reads %s as %s', (text, day) => {
    expect(parseDay(text)).toBe(day)
  })

  it.each([
    ['2026-01-01..2026-12-31', { from: '2026-01-01', until: '2026-12-31' }],
    ['2026-01-01 - 2026-12-31', { from: '2026-01-01', until: '2026-12-31' }],
    ['自2026年1月1日起', { from: '2026-01-01', until: null }],
    ['2026-01-01至今', { from: '2026-01-01', until: null }],
    ['2026-01-01..', { from: '2026-01-01', until: null }],
    ['..2026-12-31', { from: null, until: '2026-12-31' }],
    ['截至2026-12-31', { from: null, until: '2026-12-31' }],
    ['2026-12-31', { from: null, until: '2026-12-31' }],
    ['长期有效', null],
    ['', null],
    ['2026-12-31..2026-01-01', undefined],
    ['大约 2026-12-31', undefined],
    ['2026-13-01', undefined],
  ])('reads the period %s', (text, validity) => {
    expect(parseValidity(text)).toEqual(validity)
  })
})
