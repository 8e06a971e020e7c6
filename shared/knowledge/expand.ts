import type { Article } from './article.ts'
import { cellOf } from './cell.ts'
import type { Document } from './document.ts'
import type { Table } from './table.ts'

/**
 * What is found and said: articles, passages of documents, rows of tables, all in the shape of an article. What is made
 * of documents and tables is never kept: a pack always gives the same.
 */
export interface Unit extends Article {
  /** Of a passage or a row: what it is of, and its place there. */
  part?: { kind: 'document'; of: Document; at: number } | { kind: 'table'; of: Table; at: number }
}

export interface Parts {
  articles: readonly Article[]
  documents?: readonly Document[] | undefined
  tables?: readonly Table[] | undefined
}

const LONGEST_CATEGORY = 40

/** Everything that a pack can answer with, its articles first. Ids of passages and rows are those of no article. */
export function expand({ articles, documents = [], tables = [] }: Parts): Unit[] {
  if (documents.length === 0 && tables.length === 0) return [...articles]
  const [passage, row] = ['doc', 'row'].map((wanted) => prefixFor(wanted, articles)) as [string, string]
  return [
    ...articles,
    ...documents.flatMap((document) => passagesOf(document, passage)),
    ...tables.flatMap((table) => table.rows.map((_, at) => rowOf(table, at, `${row}-${table.id}-r${at + 1}`))),
  ]
}

/** Finds a unit by its id; of rows also as they are told to a question about one of their columns. */
export function finderOf(units: readonly Unit[]): (id: string) => Unit | undefined {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  return (id) => byId.get(id) ?? columnOf(byId, id)
}

function prefixFor(wanted: string, articles: readonly Article[]): string {
  let prefix = wanted
  while (articles.some(({ id }) => id.startsWith(`${prefix}-`))) prefix += 'x'
  return prefix
}

function passagesOf(document: Document, prefix: string): Unit[] {
  const { id, title, passages } = document
  return passages.map(({ heading, text }, at) => ({
    ...commonOf(document),
    id: `${prefix}-${id}-p${at + 1}`,
    question: heading || title,
    phrasings: heading === '' || heading.includes(title) ? [] : [`${title} ${heading}`],
    answer: text,
    source: { title, section: heading },
    part: { kind: 'document', of: document, at },
  }))
}

function rowOf(table: Table, at: number, id: string): Unit {
  const { title, columns, key } = table
  const name = cellOf(table, at, key)
  // One wording for all that can be asked: one for each would be thousands, which devices also learn the meaning of.
  const asked = columns.flatMap((column, place) => (place === key || cellOf(table, at, place) === '' ? [] : [column.name]))
  const unit = {
    ...commonOf(table),
    id,
    phrasings: [name, ...(asked.length > 0 ? [`${name} ${asked.join(' ')}`] : [])],
    source: { title, section: table.source.section ?? '' },
  }
  return { ...unit, question: `${name} · ${title}`, answer: linesOf(table, at, null), part: { kind: 'table', of: table, at } }
}

function commonOf({ title, updated, valid, audience, owner }: Document | Table) {
  return {
    category: title.slice(0, LONGEST_CATEGORY).toWellFormed(),
    updated,
    related: [],
    ...(valid ? { valid } : {}),
    ...(audience ? { audience } : {}),
    ...(owner ? { owner } : {}),
  }
}

function columnOf(byId: ReadonlyMap<string, Unit>, id: string): Unit | undefined {
  const [, row = '', column = ''] = /^(.+)-c(\d{1,2})$/.exec(id) ?? []
  const unit = byId.get(row)
  const place = Number(column) - 1
  if (unit?.part?.kind !== 'table') return undefined
  const { of, at } = unit.part
  return of.columns[place] && place !== of.key ? told(unit, of, at, place) : undefined
}

/** A row as it is told to somebody who asks for one of its columns. */
export function told(unit: Unit, table: Table, at: number, column: number): Unit {
  const question = `${cellOf(table, at, table.key)} · ${table.columns[column]?.name ?? ''}`
  return { ...unit, id: `${unit.id}-c${column + 1}`, question, answer: linesOf(table, at, column) }
}

/** A row as Markdown: what was asked for stands first and alone, then all else that it tells. */
function linesOf(table: Table, at: number, first: number | null): string {
  const line = (place: number): string => {
    const { name = '' } = table.columns[place] ?? {}
    return `${name}${/\p{Script=Han}/u.test(name) ? '：' : ': '}${cellOf(table, at, place) || '—'}`
  }
  const others = table.columns.flatMap((_, place) =>
    place === first || place === table.key || cellOf(table, at, place) === '' ? [] : [`- ${line(place)}`],
  )
  const name = `**${cellOf(table, at, table.key)}**`
  return [first === null ? name : `${name} ${line(first)}`, ...(others.length > 0 ? ['', ...others] : [])].join('\n')
}
