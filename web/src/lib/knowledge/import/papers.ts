import { parse } from '$shared/base/schema.ts'
import { type Document, MOST_PASSAGES, Document as OfDocument, type Passage } from '$shared/knowledge/document.ts'
import { LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Table as OfTable, type Table } from '$shared/knowledge/table.ts'
import type { Draft, FileNames, ImportContext } from './draft.ts'
import { excerpt, type FaultCode, type ImportFault } from './fault.ts'
import { manyLines, oneLine } from './gather.ts'
import { idOfQuestion } from './identity.ts'
import { splitText } from './passages.ts'
import type { TableRow } from './table.ts'

export interface Papers<Paper> {
  papers: Paper[]
  faults: ImportFault[]
}

const LONGEST_HEADING = 120
const LONGEST_TEXT = 2000
const HEADER_WITHIN = 10

/** The same title has the same id at every import, so that a file which comes in again replaces what it brought. */
const idOf = (title: string): string => idOfQuestion(title, () => false)

/** Parts of a list; a file that is longer than one piece may be becomes several, so that nothing of it is lost. */
function partsOf<Item>(items: readonly Item[], most: number): Item[][] {
  const parts: Item[][] = []
  for (let from = 0; from < items.length; from += most) parts.push(items.slice(from, from + most))
  return parts
}

/** What stays as it was where a file replaces what is there: for whom it is, and who answers for it. */
function headOf(title: string, known: readonly (Document | Table)[], names: FileNames, { today }: ImportContext) {
  const before = known.find(({ id }) => id === idOf(title))
  const { audience, owner, valid } = before ?? {}
  const kept = { ...(audience ? { audience } : {}), ...(owner ? { owner } : {}), ...(valid ? { valid } : {}) }
  return { id: idOf(title), title, source: before?.source ?? { title: names.title }, updated: today, ...kept }
}

const titleFor = (title: string, part: number): string => (part === 0 ? title : `${title} (${part + 1})`)

/** What a file calls itself where it has one heading above everything, else its name. */
function titleOf(drafts: readonly Draft[], { category }: FileNames): string {
  const [own = '', ...others] = new Set(drafts.map((draft) => oneLine(draft.category ?? '')))
  return others.length === 0 && own !== '' && own.length <= LONGEST_HEADING ? own : category
}

/** Makes one document of what a file tells, in its order: several where there are more passages than one may have. */
export function documentsOf(drafts: readonly Draft[], context: ImportContext, names: FileNames): Papers<Document> {
  const passages = drafts.flatMap(passagesOf)
  const title = titleOf(drafts, names)
  const faults: ImportFault[] = drafts.flatMap(({ row, question, answer }) =>
    `${question}${answer}`.includes('\ufffd') ? [{ row, field: 'row', code: 'wrong-encoding', detail: excerpt(question), kept: true }] : [],
  )
  const papers = partsOf(passages, MOST_PASSAGES).flatMap((part, at) => {
    const made = parse(OfDocument, { ...headOf(titleFor(title, at), context.documents ?? [], names, context), passages: part })
    if (!made.ok) faults.push({ row: 1, field: 'file', code: 'not-an-article', detail: made.issues, kept: false })
    return made.ok ? [made.value] : []
  })
  return { papers, faults }
}

function passagesOf({ question, answer }: Draft): Passage[] {
  const [asked, text] = [oneLine(question), manyLines(answer)]
  if (text === '') return []
  const isLong = asked.length > LONGEST_HEADING
  const heading = isLong ? `${asked.slice(0, LONGEST_HEADING - 6).toWellFormed()}…` : asked
  const pieces = splitText(isLong ? `${asked}\n\n${text}` : text, LONGEST_TEXT)
  return pieces.map((piece, at) => ({ heading: at === 0 ? heading : `${heading} (${at + 1})`.slice(-LONGEST_HEADING), text: piece }))
}

/** A unit in the heading of a column: 月费（元）, Weight (kg). */
const UNIT = /^(.+?)\s*[（([]\s*([^（）()[\]]{1,12})\s*[)）\]]$/u

/** Makes a table of rows whose heading is that of no questions; several where there are more rows than one may have. */
export function tablesOf(rows: readonly TableRow[], context: ImportContext, names: FileNames): Papers<Table> {
  const faults: ImportFault[] = []
  const tell = (row: number, code: FaultCode, detail: string, kept = false) =>
    void faults.push({ row, field: 'row', code, detail: excerpt(detail), kept })
  const filled = rows.map(({ row, cells }) => ({ row, cells: cells.map(oneLine) })).filter(({ cells }) => cells.some((cell) => cell !== ''))
  const start = headerIn(filled)
  const header = filled[start]
  const body = filled.slice(start + 1)
  if (!header || body.length === 0)
    return { papers: [], faults: [{ row: 1, field: 'file', code: 'no-text', detail: names.title, kept: false }] }
  const width = Math.max(...[header, ...body].map(({ cells }) => cells.findLastIndex((cell) => cell !== '') + 1))
  if (width > MOST_COLUMNS) tell(header.row, 'too-many', String(MOST_COLUMNS))
  const columns = Array.from({ length: Math.min(width, MOST_COLUMNS) }, (_, at) => columnOf(header.cells[at] ?? '', at, context))
  for (const [at, { name }] of columns.entries()) if (!header.cells[at]) tell(header.row, 'no-header', name, true)
  const good = body.filter(({ row, cells }) => {
    const long = cells.find((cell) => cell.length > LONGEST_CELL)
    const damaged = cells.find((cell) => cell.includes('\ufffd'))
    if (long) tell(row, 'too-long', `${long.length} > ${LONGEST_CELL}`)
    else if (damaged) tell(row, 'wrong-encoding', damaged)
    return !long && !damaged
  })
  const lines = good.map(({ cells }) => columns.map((_, at) => cells[at] ?? ''))
  const above = filled[start - 1]?.cells.filter((cell) => cell !== '') ?? []
  const title = (above.length === 1 && above[0] ? above[0] : names.category).slice(0, LONGEST_HEADING - 6).toWellFormed()
  const papers = partsOf(lines, MOST_ROWS).flatMap((part, at) => {
    const head = headOf(titleFor(title, at), context.tables ?? [], names, context)
    const made = parse(OfTable, { ...head, columns, rows: part, key: keyIn(lines, columns.length) })
    if (!made.ok) tell(1, 'not-an-article', made.issues)
    return made.ok ? [made.value] : []
  })
  return { papers, faults }
}

/** A title and remarks may stand above the heading: the first row with as many cells as the one below it. */
function headerIn(rows: readonly TableRow[]): number {
  const count = (at: number): number => rows[at]?.cells.filter((cell) => cell !== '').length ?? 0
  const places = [...rows.keys()].slice(0, HEADER_WITHIN)
  return Math.max(0, places.find((at) => count(at) > 1 && count(at) >= count(at + 1) * 0.5) ?? 0)
}

function columnOf(cell: string, at: number, { language }: ImportContext): Table['columns'][number] {
  const [, name, unit] = UNIT.exec(cell) ?? []
  if (name && unit) return { name: name.slice(0, 60).toWellFormed(), unit }
  return { name: cell.slice(0, 60).toWellFormed() || (language === 'zh-CN' ? `列 ${at + 1}` : `Column ${at + 1}`) }
}

/** The first column that tells every row from the others; the first of all where none does. */
function keyIn(rows: readonly (readonly string[])[], columns: number): number {
  const tells = (at: number): boolean => new Set(rows.map((row) => row[at])).size === rows.length && rows.every((row) => row[at])
  return Math.max(0, Array.from({ length: columns }, (_, at) => at).findIndex(tells))
}
