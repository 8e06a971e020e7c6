import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { imported, paragraph, portable, rowsOf, saidBy, toldBy, utf8, wordDocument, workbook } from '../../support/import-files.ts'

const FAQ = workbook([
  {
    name: 'FAQ',
    data: rowsOf([
      ['问题', '答案'],
      ['怎么退货', '七天'],
    ]),
  },
])
const detailsOf = (told: Awaited<ReturnType<typeof imported>>) => told.faults.map(({ code, detail }) => `${code}: ${detail}`)

describe('bad files', () => {
  it('are told and never thrown', async () => {
    expect(detailsOf(await imported('a.csv', ''))).toEqual(['unreadable-file: empty'])
    expect(detailsOf(await imported('a.xlsx', FAQ.slice(0, FAQ.length - 40)))).toEqual(['unreadable-file: truncated'])
    expect(detailsOf(await imported('a.xlsx', FAQ.slice(0, 30)))).toEqual(['unreadable-file: truncated'])
    expect(detailsOf(await imported('a.xlsx', zipSync({ 'a.txt': utf8('x') })))).toEqual(['unreadable-file: zip'])
    expect(detailsOf(await imported('a.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0)))).toEqual(['unreadable-file: old-or-locked'])
    expect(detailsOf(await imported('a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1)))).toEqual(['unreadable-file: binary'])
    expect(detailsOf(await imported('a.doc', '{\\rtf1 text}'))).toEqual(['unreadable-file: rtf'])
    expect(detailsOf(await imported('a.csv', new Uint8Array(20 * 1024 * 1024 + 1)))).toEqual(['too-large: 20 MB'])
    expect(detailsOf(await imported('a.pdf', '%PDF-1.7\nnothing'))).toEqual(['unreadable-file: damaged'])
  })

  it('are told whichever byte of them is broken', async () => {
    for (const [name, good] of [
      ['a.xlsx', FAQ],
      ['a.docx', wordDocument(paragraph('问：怎么退货') + paragraph('答：七天'))],
    ] as const) {
      for (let at = 0; at < good.length; at += 3) {
        const bytes = good.slice()
        bytes[at] = (bytes[at] ?? 0) ^ 0x55
        const told = await imported(name, bytes)
        expect(told.articles.length + told.faults.length).toBeGreaterThan(0)
        expect((await imported(name, good.slice(0, at))).faults.length).toBeGreaterThan(0)
      }
    }
  })

  it('cannot exhaust memory by what they expand to, whatever they say of their size', async () => {
    const bomb = zipSync(
      {
        'xl/workbook.xml': utf8('<workbook><sheets><sheet name="a" id="1"/></sheets></workbook>'),
        'xl/worksheets/sheet1.xml': new Uint8Array(140 * 1024 * 1024).fill(32),
      },
      { level: 1 },
    )
    expect(bomb.length).toBeLessThan(5 * 1024 * 1024)
    expect(detailsOf(await imported('a.xlsx', bomb))).toEqual(['too-large: 128 MB'])
    const view = new DataView(bomb.buffer)
    for (let at = 0; at + 4 < bomb.length; at++) if (view.getUint32(at, true) === 140 * 1024 * 1024) view.setUint32(at, 10, true)
    expect(detailsOf(await imported('a.xlsx', bomb))).toEqual(['too-large: 128 MB'])
  }, 30_000)

  it('expand no entity that they declare', async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    const sheet = `<worksheet><sheetData>${rowsOf([
      ['问题', '答案'],
      ['怎么退货', '七天'],
    ]).replace('七天', '七&b;天')}</sheetData></worksheet>`
    const told = await imported(
      'a.xlsx',
      zipSync({
        'xl/workbook.xml': strToU8(`${lol}<workbook><sheets><sheet name="a"/></sheets></workbook>`),
        'xl/worksheets/sheet1.xml': strToU8(lol + sheet),
      }),
    )
    expect(saidBy(told)).toEqual([['怎么退货', '七&b;天']])
  })

  it('take no longer than their length where their marks never end', async () => {
    const hostile = [
      ['a.html', '<a '.repeat(300_000)],
      ['a.html', '<!--'.repeat(300_000)],
      ['a.html', `<p title="${'<b '.repeat(300_000)}`],
      ['a.html', '<title>'.repeat(200_000)],
      ['a.csv', `问题,答案\n${'a,"b\n'.repeat(200_000)}`],
      ['a.md', '```\n'.repeat(200_000)],
      ['a.md', `${'#'.repeat(300_000)}\n${'|-'.repeat(200_000)}`],
      ['a.txt', '一'.repeat(1_000_000)],
      ['a.txt', `问：${' '.repeat(200_000)}x\n答：${'*'.repeat(200_000)}y`],
      ['a.txt', `${'1.'.repeat(200_000)}问`],
      ['a.txt', `问${' '.repeat(200_000)}x`],
      ['a.html', `<p ${' '.repeat(200_000)}x`],
      ['a.html', `<pre>a${' '.repeat(200_000)}x</pre>`],
      ['a.html', `<img ${'a'.repeat(200_000)}>x`],
      ['a.md', `# a ${' '.repeat(200_000)}x`],
      ['a.md', `${'|a|b|\n|-|-|\n\n'.repeat(50_000)}`],
      ['a.md', `## a\nquestion: b\n${'# x\n\n'.repeat(100_000)}`],
      ['a.csv', `${'('.repeat(90_000)}\n,问题,答案`],
      ['a.csv', `问题,答案,有效期,编号\na,b${' '.repeat(90_000)}c,${'2026-01-01'.repeat(9_000)},${'-'.repeat(90_000)}x`],
      ['a.csv', `问题,答案,有效期,编号\n问题,答案${' '.repeat(3_000)}c,${'至'.repeat(90_000)}x,`],
      ['a.csv', `问题,答案,编号\n问题,答案,${'-'.repeat(90_000)}x`],
    ] as const
    for (const [name, text] of hostile) {
      const begun = performance.now()
      await imported(name, text)
      expect(performance.now() - begun, text.slice(0, 8)).toBeLessThan(4000)
    }
  }, 60_000)
})

describe('wrong names', () => {
  it('are told, and the file is read by what it is', async () => {
    const table = '问题,答案\n怎么退货,七天\n'
    for (const [name, content, kind] of [
      ['a.xlsx', table, 'csv'],
      ['a.xls', table.replaceAll(',', '\t'), 'tsv'],
      ['a.csv', FAQ, 'xlsx'],
      ['a.txt', portable([['问：怎么退货', '答：七天']]), 'pdf'],
      ['a.xls', '<html><table><tr><th>问题<th>答案<tr><td>怎么退货<td>七天</table>', 'html'],
      ['a', '问：怎么退货\n答：七天', 'txt'],
    ] as const) {
      const told = await imported(name, content)
      expect(saidBy(told), name).toEqual([['怎么退货', '七天']])
      expect(detailsOf(told)).toEqual([`wrong-extension: ${kind}`])
      expect(toldBy(told)).toEqual(['1 file wrong-extension'])
    }
  })
})
