import { normalise } from '../language/normalise.ts'
import { cellOf } from './cell.ts'
import type { Document } from './document.ts'
import { datesOf, type Surroundings, sensitiveWordsOf } from './lint.ts'
import { openAnywhere } from './placeholders.ts'
import type { Table } from './table.ts'

/** What somebody should look at in a document or a table. */
export interface PaperRemark {
  code:
    | 'empty-passage'
    | 'heading-twice'
    | 'header-twice'
    | 'no-header'
    | 'no-key'
    | 'no-name'
    | 'row-length'
    | 'row-twice'
    | 'unknown-placeholder'
    | 'checked-in-future'
    | 'not-checked-for-long'
    | 'valid-never'
    | 'expired'
    | 'sensitive-word'
  /** The passage or row from 1, or the name, key, word or day that is meant. */
  detail: string
}

/** With one of these nothing can be said, or the wrong thing would be: it is not published. */
const FATAL: readonly PaperRemark['code'][] = ['empty-passage', 'header-twice', 'no-header', 'no-key', 'row-length']

/** Everything that is worth a look in a document. */
export function lintDocument(document: Document, surroundings: Surroundings): PaperRemark[] {
  const { title, passages } = document
  const empty = passages.flatMap(({ text }, at) => (text.trim() === '' ? [remark('empty-passage', String(at + 1))] : []))
  const headings = repeated(passages.map(({ heading }) => heading)).map((heading) => remark('heading-twice', heading))
  const texts = passages.flatMap(({ heading, text }) => [heading, text])
  return [...empty, ...headings, ...common(document, [title, ...texts], surroundings)]
}

/** Everything that is worth a look in a table. */
export function lintTable(table: Table, surroundings: Surroundings): PaperRemark[] {
  const { title, columns, rows, key } = table
  const names = rows.map((_, at) => cellOf(table, at, key))
  return [
    ...(columns[key] ? [] : [remark('no-key', String(key + 1))]),
    ...columns.flatMap(({ name }, at) => (name.trim() === '' ? [remark('no-header', String(at + 1))] : [])),
    ...repeated(columns.map(({ name }) => name)).map((name) => remark('header-twice', name)),
    ...rows.flatMap((row, at) => (row.length === columns.length ? [] : [remark('row-length', String(at + 1))])),
    ...names.flatMap((name, at) => (name === '' ? [remark('no-name', String(at + 1))] : [])),
    ...repeated(names).map((name) => remark('row-twice', name)),
    ...common(table, [title, ...columns.map(({ name }) => name), ...rows.flat()], surroundings),
  ]
}

/** Whether a document or table cannot be published as it is. */
export function isFaulty(kind: 'document' | 'table', paper: Document | Table): boolean {
  const nowhere = { today: paper.updated, placeholders: [] }
  const remarks = kind === 'document' ? lintDocument(paper as Document, nowhere) : lintTable(paper as Table, nowhere)
  return remarks.some(({ code }) => FATAL.includes(code))
}

const remark = (code: PaperRemark['code'], detail: string): PaperRemark => ({ code, detail })

function common(paper: Document | Table, texts: readonly string[], { today, placeholders }: Surroundings): PaperRemark[] {
  return [
    ...openAnywhere(paper).flatMap((key) => (placeholders.includes(key) ? [] : [remark('unknown-placeholder', key)])),
    ...datesOf(paper, today).map(([code, day]) => remark(code, day)),
    ...sensitiveWordsOf(texts).map((word) => remark('sensitive-word', word)),
  ]
}

/** What stands more than once, each told once. What is empty is told elsewhere. */
function repeated(texts: readonly string[]): string[] {
  const [seen, twice] = [new Set<string>(), new Map<string, string>()]
  for (const text of texts) {
    const key = normalise(text)
    if (key !== '' && seen.has(key)) twice.set(key, text.trim())
    seen.add(key)
  }
  return [...twice.values()]
}
