import { describe, expect, it } from 'vitest'
import { dayOfSerial } from '../../../web/src/lib/knowledge/import/dates.ts'
import { imported, rowsOf, saidBy, toldBy, workbook } from '../../support/import-files.ts'

const text = (place: string, words: string) => `<c r="${place}" t="inlineStr"><is><t>${words}</t></is></c>`

describe('workbooks', () => {
  it('reads shared strings, rich text, formulas, days by their format, and gaps between cells', async () => {
    const bytes = workbook(
      [
        {
          name: 'Sheet1',
          data:
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c><c r="E1" t="s"><v>3</v></c></row>' +
            '<row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4" t="str"><f>CONCAT("七","天")</f><v>七天&amp;三天</v></c>' +
            '<c r="D4" s="1"><v>46027</v></c><c r="E4" s="2"><v>46387.5</v></c></row>',
        },
      ],
      {
        strings:
          '<si><t>问题</t></si><si><t>答案</t></si><si><t>更新日期</t></si><si><t>有效期</t></si>' +
          '<si><r><t>怎么</t></r><r><t xml:space="preserve">退货_x000D_</t></r><rPh><t>zenme</t></rPh></si>',
        styles:
          '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>' +
          '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/></cellXfs>',
      },
    )
    const told = await imported('知识.xlsx', bytes)
    expect(told.faults).toEqual([])
    expect(saidBy(told)).toEqual([['怎么退货', '七天&三天']])
    expect(told.articles[0]).toMatchObject({ updated: '2026-01-05', valid: { from: null, until: '2026-12-31' } })
  })

  it('counts days of 1900 and of 1904', () => {
    expect([dayOfSerial(1, false), dayOfSerial(59, false), dayOfSerial(61, false)]).toEqual(['1900-01-01', '1900-02-28', '1900-03-01'])
    expect([dayOfSerial(46027, false), dayOfSerial(46027 - 1462, true)]).toEqual(['2026-01-05', '2026-01-05'])
    expect([dayOfSerial(0, false), dayOfSerial(1e9, false), dayOfSerial(Number.NaN, false)]).toEqual([null, null, null])
  })

  it('chooses the sheet of that name, else the first, and tells of the others', async () => {
    const sheet = (name: string, answer: string) => ({
      name,
      data: rowsOf([
        ['问题', '答案'],
        ['怎么退货', answer],
      ]),
    })
    const named = await imported('a.xlsx', workbook([sheet('说明', '不是'), sheet('知识库', '就是')]))
    expect(saidBy(named)).toEqual([['怎么退货', '就是']])
    expect(named.faults).toEqual([{ row: 1, field: 'file', code: 'not-read', detail: '说明', kept: true }])
    expect(saidBy(await imported('a.xlsx', workbook([sheet('甲', '第一'), sheet('乙', '第二')])))).toEqual([['怎么退货', '第一']])
  })

  it('gives every row what a merged cell holds for all of them', async () => {
    const data = rowsOf([
      ['分类', '问题', '答案'],
      ['退换', '怎么退', '寄回'],
      ['', '怎么换', '也寄回'],
      ['付款', '怎么付', '扫码'],
    ])
    const told = await imported('a.xlsx', workbook([{ name: 'a', data, after: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>' }]))
    expect(told.articles.map(({ category }) => category)).toEqual(['退换', '退换', '付款'])
  })

  it('tells half-broken rows by their number, and keeps the others', async () => {
    const data = `<row r="1">${text('A1', '问题')}${text('B1', '答案')}</row><row r="7">${text('A7', '没有答案')}<c r="B7" t="e"><v>#REF!</v></c></row><row r="9">${text('A9', '问题九')}${text('B9', '答案九')}</row><row r="10">${text('B10', '没有问题')}</row><row r="11"><c r="A11" t="s"><v>99</v></c></row>`
    const told = await imported('a.xlsx', workbook([{ name: 'a', data }]))
    expect(toldBy(told)).toEqual(['7 answer no-answer', '10 question no-question'])
    expect(saidBy(told)).toEqual([['问题九', '答案九']])
  })

  it('reads no more than 200 columns and 50,000 rows', async () => {
    const wide = Array.from({ length: 100_000 }, (_, at) => (at === 0 ? '问题' : at === 1 ? '答案' : `列${at}`))
    const told = await imported('a.xlsx', workbook([{ name: 'a', data: rowsOf([wide, ['怎么退货', '七天']]) }]))
    expect(saidBy(told)).toEqual([['怎么退货', '七天']])
    expect(told.faults.filter(({ code }) => code === 'unknown-column')).toHaveLength(198)
    expect(toldBy(told)).toContain('1 row too-large')

    const csv = await imported('a.csv', `${wide.join(',')}\n怎么退货,七天\n`)
    expect(saidBy(csv)).toEqual([['怎么退货', '七天']])
    expect(toldBy(csv)).toContain('1 row too-large')

    const far = `<row r="1">${text('A1', '问题')}${text('B1', '答案')}</row><row r="1048576">${text('A1048576', '远')}</row>`
    expect(toldBy(await imported('a.xlsx', workbook([{ name: 'a', data: far }])))).toEqual(['1048576 row too-many'])
    const cell = `<row r="1">${text('A1', '问题')}${text('B1', '答案')}</row><row r="2">${text('A2', '怎么退')}${text('B2', '七天')}${text('ZZZ2', '远')}</row>`
    expect(toldBy(await imported('a.xlsx', workbook([{ name: 'a', data: cell }])))).toEqual(['2 row too-large'])
  })
})
