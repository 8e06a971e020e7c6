import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { paragraphsOf, withoutRunningLines } from '../../../web/src/lib/knowledge/import/page-lines.ts'
import { imported, portable, saidBy, toldBy } from '../../support/import-files.ts'

const MAPS = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'cmaps')
/** A font of the kind that Chinese programs write without embedding it: only a character map tells what its signs are. */
const SONG =
  '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font ' +
  '/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 ' +
  '/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 ' +
  '/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>'

describe('PDF', () => {
  it('gives marked questions and answers, cited by their page', async () => {
    const told = await imported(
      '手册.pdf',
      portable([
        ['问：怎么退货？', '答：七天内。'],
        ['问：怎么付款', '答：扫码。'],
      ]),
    )
    expect(told.faults).toEqual([])
    expect(saidBy(told)).toEqual([
      ['怎么退货？', '七天内。'],
      ['怎么付款', '扫码。'],
    ])
    expect(told.articles[1]?.source).toEqual({ title: '手册.pdf', section: '第 2 页' })
  })

  it('gives passages, and tells of pages without text', async () => {
    const told = await imported('a.pdf', portable([['Returns are free', 'for a week.'], [], ['Payment is by card.']]), { language: 'en' })
    expect(saidBy(told)).toEqual([
      ['Returns are free for a week', 'Returns are free for a week.'],
      ['Payment is by card', 'Payment is by card.'],
    ])
    expect(told.articles[1]?.source).toEqual({ title: 'a.pdf', section: 'Page 3' })
    expect(toldBy(told)).toEqual(['2 row no-text'])
  })

  it('reads fonts that are not embedded by their character map, and tells them where there is none', async () => {
    const bytes = portable([['问：怎么退货', '答：七天内。']], SONG)
    const told = await imported('a.pdf', bytes, { characterMap: async (name) => new Uint8Array(readFileSync(join(MAPS, name))) })
    expect(saidBy(told)).toEqual([['怎么退货', '七天内。']])
    const without = await imported('a.pdf', bytes)
    expect(without.articles).toEqual([])
    expect(toldBy(without)).toEqual(['1 row no-text'])
  })

  it('leaves out what stands on every page, and puts broken lines together', () => {
    const line = (text: string, at: number) => ({ text, height: 800 - at * 18, size: 12 })
    const page = (number: number) => [
      line('内部资料', 0),
      line(`甲乙丙丁戊己庚辛壬癸${number}`, 1),
      line('子丑。', 2),
      line(`另起一段${'甲'.repeat(number)}`, 3),
      line(`- ${number} -`, 4),
    ]
    const pages = withoutRunningLines([page(1), page(2), page(3)])
    expect(pages.map(paragraphsOf)).toEqual(
      [1, 2, 3].map((number) => [`甲乙丙丁戊己庚辛壬癸${number}子丑。`, `另起一段${'甲'.repeat(number)}`]),
    )
    expect(paragraphsOf([line('a long word hyphen-', 0), line('ated at the end', 1)])).toEqual(['a long word hyphenated at the end'])
  })
})
