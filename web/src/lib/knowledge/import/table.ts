import { type Field, fieldOf } from './columns.ts'
import { parseDay } from './dates.ts'
import type { Draft, Found } from './draft.ts'
import { excerpt, type ImportFault } from './fault.ts'
import { splitPhrasings } from './phrasings.ts'

/** A row of a table, counted from 1 as its program counts it. */
export interface TableRow {
  row: number
  cells: readonly string[]
}

/** A title and remarks may stand above the heading. */
const HEADER_WITHIN = 10
const WORDINGS: Record<string, string> = { verbatim: 'verbatim', 逐字: 'verbatim', 原文: 'verbatim', shorten: 'shorten', 可缩短: 'shorten' }
const AUDIENCES: Record<string, string> = {
  everyone: 'everyone',
  所有人: 'everyone',
  公开: 'everyone',
  staff: 'staff',
  员工: 'staff',
  内部: 'staff',
  仅内部: 'staff',
}

/** Whether a row heads a table of questions and answers. */
export function isHeader(cells: readonly string[]): boolean {
  const fields = cells.map(fieldOf)
  return fields.includes('question') && fields.includes('answer')
}

/** Reads a table of questions and answers by the headings of its columns. Unknown columns are told and left out. */
export function readTable(rows: readonly TableRow[]): Found {
  const start = rows.slice(0, HEADER_WITHIN).findIndex(({ cells }) => isHeader(cells))
  const header = rows[start]
  if (!header) {
    const [first] = rows
    const detail = excerpt((first?.cells ?? []).filter((cell) => cell !== '').join(', '))
    return { drafts: [], faults: [{ row: first?.row ?? 1, field: 'row', code: 'no-header', detail, kept: false }], grid: rows }
  }
  const { columns, faults } = columnsOf(header)
  const drafts = rows.slice(start + 1).flatMap((row) => {
    if (row.cells.every((cell) => cell.trim() === '')) return []
    const { draft, fault } = draftOf(row, columns)
    if (fault) faults.push(fault)
    return draft ? [draft] : []
  })
  return { drafts, faults }
}

function columnsOf(header: TableRow): { columns: Map<number, Field>; faults: ImportFault[] } {
  const columns = new Map<number, Field>()
  const faults: ImportFault[] = []
  for (const [at, name] of header.cells.entries()) {
    const field = fieldOf(name)
    const isFirst = field !== null && ![...columns.values()].includes(field)
    if (field !== null && (isFirst || field === 'phrasings')) columns.set(at, field)
    else if (name.trim() !== '')
      faults.push({ row: header.row, field: 'file', code: 'unknown-column', detail: excerpt(name.trim()), kept: true })
  }
  return { columns, faults }
}

/** What our own export, or a careful author, wrote before a text that a spreadsheet program would take for a formula. */
const unguarded = (cell: string): string => (/^'+[=+\-@＝＋－＠\t\r]/.test(cell) ? cell.slice(1) : cell)

const listOf = (cell: string): string[] =>
  cell
    .split(/[,，、;；\s|]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '-')

function draftOf({ row, cells }: TableRow, columns: ReadonlyMap<number, Field>): { draft?: Draft; fault?: ImportFault } {
  const texts = new Map<Field, string>()
  for (const [at, field] of columns) {
    const cell = unguarded(cells[at] ?? '')
    const before = texts.get(field)
    texts.set(field, before === undefined ? cell : [...splitPhrasings(before), ...splitPhrasings(cell)].join('\n').concat('\n'))
  }
  const text = (field: Field) => texts.get(field)?.trim()
  const refused = (field: Field, code: ImportFault['code'], detail = '') => ({ fault: { row, field, code, detail, kept: false } })
  const [wording, audience] = [text('wording'), text('audience')]
  if (wording && !Object.hasOwn(WORDINGS, wording)) return refused('wording', 'not-an-article', excerpt(wording))
  if (audience && !Object.hasOwn(AUDIENCES, audience)) return refused('audience', 'not-an-article', excerpt(audience))
  const period = periodOf(text('from'), text('until'))
  if (period === undefined) return refused('valid', 'bad-date', excerpt(`${text('from') ?? ''}..${text('until') ?? ''}`))
  const told = <Name extends string, Value>(name: Name, value: Value | undefined) =>
    (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value }
  const [phrasings, related, intents] = [texts.get('phrasings'), text('related'), text('intents')]
  return {
    draft: {
      row,
      question: text('question') ?? '',
      answer: text('answer') ?? '',
      ...told('id', text('id')),
      ...told('category', text('category')),
      ...told('phrasings', phrasings === undefined ? undefined : splitPhrasings(phrasings)),
      ...told('source', sourceOf(text('source'), text('section'))),
      ...told('checked', text('checked')),
      ...(period === null ? told('valid', text('valid')) : { period }),
      ...told('owner', text('owner')),
      ...told('related', related === undefined ? undefined : listOf(related)),
      ...told('intents', intents ? listOf(intents) : undefined),
      ...told('spoken', text('spoken')),
      ...told('wording', wording ? WORDINGS[wording] : undefined),
      ...told('audience', audience ? AUDIENCES[audience] : undefined),
    },
  }
}

/** `Title · Section` in one cell, or in two. */
function sourceOf(title: string | undefined, section: string | undefined): Draft['source'] {
  if (title === undefined && section === undefined) return undefined
  if (section !== undefined) return { title: title ?? '', section }
  const [first = '', ...rest] = (title ?? '').split(' · ')
  return { title: first, section: rest.join(' · ') }
}

/** A period whose two days have a column each: null where there are no such columns, undefined where one cannot be read. */
function periodOf(from: string | undefined, until: string | undefined): Draft['period'] | null | undefined {
  if (from === undefined && until === undefined) return null
  const days = [from, until].map((text) => (text ? parseDay(text) : null))
  const [first = null, last = null] = days
  if ((from && first === null) || (until && last === null) || (first && last && last < first)) return undefined
  return { from: first, until: last }
}
