import { type Archive, openArchive } from './archive.ts'
import { BOUNDS } from './bounds.ts'
import { fileFault, type ImportFault, Unreadable } from './fault.ts'
import { attributesOf, tokensOfXml } from './markup.ts'
import { dateStylesOf } from './number-formats.ts'
import type { TableRow } from './table.ts'
import { columnOf, readWorksheet } from './worksheet.ts'

const WANTED = /^(?:知识库|知识|问答|问答库|常见问题|faqs?|knowledge(?: ?base)?|q ?& ?a|qa)$/i
const MOST_FILLED = 1_000_000

export interface Workbook {
  rows: TableRow[]
  faults: ImportFault[]
}

/**
 * Reads a workbook (ECMA-376): the sheet that is named 知识库 or FAQ, or the first. Formulas give the value that was last
 * computed, days by the format of their cell are ISO 8601, and merged cells all hold what the first of them does. Throws
 * Unreadable.
 */
export function readWorkbook(bytes: Uint8Array): Workbook {
  const archive = openArchive(bytes)
  const { sheets, from1904 } = sheetsOf(archive)
  const chosen = sheets.find(({ name }) => WANTED.test(name.trim())) ?? sheets[0]
  if (!chosen || !archive.has(chosen.path)) throw new Unreadable('unreadable-file', 'no-sheet')
  const dates = dateStylesOf(archive.read('xl/styles.xml'))
  const worksheet = readWorksheet(archive.read(chosen.path), { strings: sharedStringsOf(archive), dates, from1904 })
  const others = sheets.filter((sheet) => sheet !== chosen && !sheet.hidden)
  return {
    rows: fillMerged(worksheet.rows, worksheet.merged),
    faults: [...worksheet.faults, ...others.map(({ name }) => fileFault('not-read', name, true))],
  }
}

interface Sheet {
  name: string
  path: string
  hidden: boolean
}

function sheetsOf(archive: Archive): { sheets: Sheet[]; from1904: boolean } {
  const targets = new Map<string, string>()
  for (const token of tokensOfXml(archive.read('xl/_rels/workbook.xml.rels'))) {
    if (token.kind !== 'open' || token.name !== 'Relationship') continue
    const attributes = attributesOf(token.attributes)
    const target = attributes.get('Target') ?? ''
    targets.set(attributes.get('Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  const sheets: Sheet[] = []
  let from1904 = false
  for (const token of tokensOfXml(archive.read('xl/workbook.xml'))) {
    if (token.kind !== 'open') continue
    const attributes = attributesOf(token.attributes)
    if (token.name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes.get('date1904') ?? '')
    if (token.name !== 'sheet') continue
    const path = targets.get(attributes.get('id') ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`
    sheets.push({ name: attributes.get('name') ?? '', path, hidden: (attributes.get('state') ?? 'visible') !== 'visible' })
  }
  return { sheets, from1904 }
}

/** The texts that cells share. Readings beside a text (phonetic runs) are no part of it. */
function sharedStringsOf(archive: Archive): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  let phonetic = false
  for (const token of tokensOfXml(archive.read('xl/sharedStrings.xml'))) {
    if (token.kind === 'text') {
      if (inText && !phonetic && text.length < BOUNDS.cellCharacters) text += token.text
    } else if (token.name === 't') inText = token.kind === 'open' && !token.empty
    else if (token.name === 'rPh') phonetic = token.kind === 'open' && !token.empty
    else if (token.name === 'si') {
      if (token.kind === 'close' || token.empty) strings.push(text)
      text = ''
      if (strings.length > BOUNDS.sharedStrings) throw new Unreadable('too-large', 'strings')
    }
  }
  return strings
}

/** Rows of one category are often one merged cell: each of them has its text. */
function fillMerged(rows: { row: number; cells: string[] }[], merged: readonly string[]): TableRow[] {
  const byRow = new Map(rows.map((row) => [row.row, row.cells]))
  let filled = 0
  for (const area of merged) {
    const [, fromColumn = '', fromRow = '', untilColumn = '', untilRow = ''] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(area) ?? []
    const [left, right] = [columnOf(fromColumn), Math.min(columnOf(untilColumn), BOUNDS.columns - 1)]
    const text = byRow.get(Number(fromRow))?.[left] ?? ''
    if (text === '') continue
    for (let row = Number(fromRow); row <= Math.min(Number(untilRow), BOUNDS.rows); row++) {
      const cells = byRow.get(row)
      for (let column = left; cells && column <= right; column++) {
        if (++filled > MOST_FILLED) return rows
        if ((cells[column] ?? '') === '') cells[column] = text
      }
      filled++
    }
  }
  return rows.map(({ row, cells }) => ({ row, cells: Array.from(cells, (cell) => cell ?? '') }))
}
