import { describe, expect, it } from 'vitest'
import { is } from '../../../shared/base/schema.ts'
import { Document } from '../../../shared/knowledge/document.ts'
import { Table } from '../../../shared/knowledge/table.ts'
import { cellsIn, paste, stepFrom, withColumn, withoutColumn, withoutRow, withRow } from '../../../web/src/lib/knowledge/grid.ts'
import { readImport } from '../../../web/src/lib/knowledge/import/read.ts'
import { passagesIn, textOf } from '../../../web/src/lib/knowledge/passages.ts'
import { GUIDE, PLANS } from '../../support/papers.ts'

const read = (name: string, text: string, more: object = {}) =>
  readImport(name, new TextEncoder().encode(text), { language: 'zh-CN', existing: [], today: '2026-11-21', ...more })
const PROSE = `# 服务协议\n\n## 第一条 适用范围\n\n${'本协议适用于在本店购买商品的全部用户。'.repeat(30)}\n\n## 第二条 配送\n\n${'商品由合作的快递公司配送。'.repeat(40)}\n\n## 第三条 争议\n\n${'争议由双方协商。'.repeat(30)}\n`

describe('a text', () => {
  it('[K35] that is long and asks nothing comes in as one document, in its order', async () => {
    const { shape, documents } = await read('服务协议.md', PROSE)
    expect(shape).toBe('document')
    const [document] = documents?.papers ?? []
    expect(is(Document, document)).toBe(true)
    expect(document).toMatchObject({ title: '服务协议', source: { title: '服务协议.md' }, updated: '2026-11-21' })
    expect(document?.passages.map(({ heading }) => heading)).toEqual(['第一条 适用范围', '第二条 配送', '第三条 争议'])
  })

  it('[K35] is called by the one heading above it, and by its file where there are several or none', async () => {
    const titleOf = async (text: string) => (await read('v3-final.md', text)).documents?.papers[0]?.title
    expect(await titleOf(PROSE)).toBe('服务协议')
    expect(await titleOf('# 甲\n\n## 一\n\n内容。\n\n# 乙\n\n## 二\n\n内容。\n')).toBe('v3-final')
    expect(await titleOf('## 一\n\n内容。\n')).toBe('v3-final')
  })

  it('[K35] that asks, or is short, comes in as articles, and can be a document all the same', async () => {
    const asked = PROSE.replaceAll(/第.条 (.*)/g, '$1怎么办？')
    for (const text of [asked, '## 配送\n\n次日达。\n']) {
      const { shape, documents } = await read('a.md', text)
      expect([shape, documents?.papers.length]).toEqual(['articles', 1])
    }
    expect((await read('a.csv', '问题,答案\n怎么退,七天\n')).documents).toBeUndefined()
  })

  it('[K35] that is longer than a document may be becomes several, and loses nothing', async () => {
    const text = Array.from({ length: 450 }, (_, at) => `## 第 ${at} 节\n\n内容 ${at}。\n`).join('\n')
    const papers = (await read('手册.md', text)).documents?.papers ?? []
    expect(papers.map(({ title, passages }) => [title, passages.length])).toEqual([
      ['手册', 200],
      ['手册 (2)', 200],
      ['手册 (3)', 50],
    ])
    expect(papers.flatMap(({ passages }) => passages.map((passage) => passage.text))).toEqual(
      Array.from({ length: 450 }, (_, at) => `内容 ${at}。`),
    )
  })

  it('[K35] that comes in again replaces what it brought, and stays for whom it was', async () => {
    const [first] = (await read('服务协议.md', PROSE)).documents?.papers ?? []
    const documents = first ? [{ ...first, audience: 'staff' as const, owner: '法务' }] : []
    const [again] = (await read('服务协议.md', PROSE, { documents })).documents?.papers ?? []
    expect(again).toMatchObject({ id: first?.id, audience: 'staff', owner: '法务' })
  })
})

describe('a table', () => {
  it('[K35] whose heading is that of no articles comes in as a table, with its units and what names its rows', async () => {
    const { shape, tables } = await read('资费.csv', '套餐资费表\n序号说明,套餐,月费（元）,流量 (GB)\nA,畅享 98,98,30\nA,畅享 128,128,60\n')
    expect(shape).toBe('table')
    expect(tables?.faults).toEqual([])
    const [table] = tables?.papers ?? []
    expect(is(Table, table)).toBe(true)
    expect(table).toMatchObject({
      title: '套餐资费表',
      columns: [{ name: '序号说明' }, { name: '套餐' }, { name: '月费', unit: '元' }, { name: '流量', unit: 'GB' }],
      rows: [
        ['A', '畅享 98', '98', '30'],
        ['A', '畅享 128', '128', '60'],
      ],
      key: 1,
    })
  })

  it('[K35] of which some rows cannot be read tells each, and keeps the rest', async () => {
    const { tables } = await read('a.csv', `城市,首重,\n上海,8,次日\n北京,${'长'.repeat(201)},x\n广州,9\n"没有收尾,1\n深圳,7,x\n`)
    expect(tables?.faults.map(({ row, code, kept }) => [row, code, kept])).toEqual([
      [1, 'no-header', true],
      [3, 'too-long', false],
      [5, 'unclosed-quote', false],
    ])
    expect(tables?.papers[0]).toMatchObject({ columns: [{ name: '城市' }, { name: '首重' }, { name: '列 3' }] })
    expect(tables?.papers[0]?.rows).toEqual([
      ['上海', '8', '次日'],
      ['广州', '9', ''],
      ['深圳', '7', 'x'],
    ])
  })

  it('[K35] of more rows than one may have becomes several, and columns too many are told', async () => {
    const rows = Array.from({ length: 700 }, (_, at) => `行${at},${at}`).join('\n')
    const long = await read('a.csv', `名称,价格\n${rows}\n`)
    expect(long.tables?.papers.map(({ title, rows: each }) => [title, each.length])).toEqual([
      ['a', 500],
      ['a (2)', 200],
    ])
    const wide = await read('b.csv', `${Array.from({ length: 25 }, (_, at) => `列${at}`).join(',')}\n${Array(25).fill('x').join(',')}\n`)
    expect(wide.tables?.papers[0]?.columns).toHaveLength(20)
    expect(wide.tables?.faults).toMatchObject([{ row: 1, code: 'too-many', detail: '20', kept: false }])
    expect((await read('c.csv', '名称,价格\n')).tables?.papers).toEqual([])
  })
})

describe('a document in a form', () => {
  it('[K35] is one text, and comes back as it was', () => {
    const odd = [
      { heading: '', text: '开头' },
      { heading: '一', text: '# 不是小标题\n\\# 也不是' },
      { heading: '', text: '没有小标题' },
      { heading: '二', text: '' },
    ]
    for (const passages of [GUIDE.passages, odd]) expect(passagesIn(textOf(passages))).toEqual(passages)
    expect(passagesIn('')).toEqual([])
  })

  it('[K35] becomes more passages where one is too long', () => {
    const made = passagesIn(`## 长\n\n${'一句话。'.repeat(900)}`)
    expect(made.map(({ heading }) => heading)).toEqual(['长', '长 (2)'])
    expect(made.map(({ text }) => text).join('')).toBe('一句话。'.repeat(900))
    expect(passagesIn(`## ${'题'.repeat(130)}\n\n正文`)[0]?.text).toContain('题'.repeat(130))
  })
})

describe('a table in a form', () => {
  const { columns, rows, key } = PLANS
  const grid = { columns, rows, key }

  it('[K35] takes cells as spreadsheets copy them, and grows as far as it may', () => {
    expect(cellsIn('一个词')).toBeNull()
    expect(cellsIn('a\tb\r\n"c\nd"\t')).toEqual([
      ['a', 'b'],
      ['c\nd', ''],
    ])
    const pasted = paste(grid, { row: 3, column: 4 }, [
      ['x', 'y'],
      ['z', 'w'],
    ])
    expect(pasted.lost).toBe(0)
    expect(pasted.grid.columns).toHaveLength(6)
    expect(pasted.grid.rows.slice(3)).toEqual([
      ['校园卡', '29', '40', '100', 'x', 'y'],
      ['', '', '', '', 'z', 'w'],
    ])
    expect(
      paste(grid, { row: -1, column: 0 }, [
        ['名', '价'],
        ['甲', '1'],
      ]).grid,
    ).toMatchObject({ columns: [{ name: '名' }, { name: '价', unit: '元' }, {}, {}, {}] })
    expect(paste(grid, { row: 0, column: 19 }, [['a', 'b', '长'.repeat(300)]])).toMatchObject({ lost: 3 })
  })

  it('[K35] stays whole whatever is added and removed', () => {
    expect(withRow(grid).rows.at(-1)).toEqual(['', '', '', '', ''])
    expect(withColumn(grid).rows.every((row) => row.length === 6)).toBe(true)
    expect(withoutRow({ ...grid, rows: [['a', '', '', '', '']] }, 0).rows).toEqual([['', '', '', '', '']])
    for (const column of [0, 1, 4]) {
      const left = withoutColumn({ ...grid, key: 4 }, column)
      expect(left.columns[left.key]).toBe(column === 4 ? columns[0] : columns[4])
    }
    expect(withoutColumn({ columns: [{ name: 'a' }], rows: [['x']], key: 0 }, 0).columns).toHaveLength(1)
  })

  it('[K35] is walked with the keys of a spreadsheet', () => {
    expect(stepFrom({ row: 0, column: 1 }, 'Enter', grid)).toEqual({ row: 1, column: 1 })
    expect(stepFrom({ row: 0, column: 1 }, 'ArrowUp', grid)).toEqual({ row: -1, column: 1 })
    expect(stepFrom({ row: 3, column: 1 }, 'ArrowDown', grid)).toBeNull()
    expect(stepFrom({ row: 1, column: 1 }, 'ArrowLeft', grid)).toBeNull()
  })
})
