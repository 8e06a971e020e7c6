import { BOUNDS } from './bounds.ts'
import { excerpt, type ImportFault } from './fault.ts'
import type { TableRow } from './table.ts'

const SEPARATORS = [',', ';', '\t', '|'] as const
/** A quote that is never closed is taken for a mark so many times; after that the file is no table. */
const MOST_RECOVERIES = 50

export interface Separated {
  rows: TableRow[]
  faults: ImportFault[]
}

/**
 * Reads separated values (RFC 4180) with the separator of their first line, or the one that `sep=` tells. A row is counted
 * as a spreadsheet counts it: a line break between quotes does not end it. Where a quote is never closed, its line is told
 * and left out, and reading goes on with the next.
 */
export function parseSeparated(text: string, wanted?: string): Separated {
  const announced = /^sep=(.)\r?\n/i.exec(text)
  const separator = announced?.[1] ?? wanted ?? separatorOf(text)
  const result: Separated = { rows: [], faults: [] }
  let at = announced?.[0].length ?? 0
  let recoveries = 0
  for (let row = announced ? 2 : 1; at < text.length; row++) {
    if (row > BOUNDS.rows) {
      result.faults.push({ row, field: 'row', code: 'too-many', detail: String(BOUNDS.rows), kept: false })
      return result
    }
    const record = readRecord(text, at, separator)
    if (record.cells) {
      if (record.cells.some((cell) => cell.trim() !== '')) result.rows.push({ row, cells: record.cells })
      if (record.cut) result.faults.push({ row, field: 'row', code: 'too-large', detail: String(BOUNDS.columns), kept: true })
      at = record.end
      continue
    }
    const end = endOfLine(text, at)
    result.faults.push({ row, field: 'row', code: 'unclosed-quote', detail: excerpt(text.slice(at, end).trim()), kept: false })
    if (++recoveries > MOST_RECOVERIES) return result
    at = end
  }
  return result
}

/** The separator that the first line has most often outside of quotes; a comma where it has none. */
export function separatorOf(text: string): string {
  const line = (/^\s*([^\r\n]*)/.exec(text.slice(0, BOUNDS.cellCharacters))?.[1] ?? '').replace(/"[^"]*"/g, '')
  const counts = SEPARATORS.map((separator) => line.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

function endOfLine(text: string, from: number): number {
  const found = text.slice(from, from + BOUNDS.cellCharacters).search(/[\r\n]/)
  if (found < 0) {
    const later = text.indexOf('\n', from)
    return later < 0 ? text.length : later + 1
  }
  return from + found + (text.startsWith('\r\n', from + found) ? 2 : 1)
}

/** One record from a place in the text: its cells, or null where a quote of it is never closed. */
function readRecord(text: string, from: number, separator: string): { cells: string[] | null; end: number; cut: boolean } {
  const cells: string[] = []
  let at = from
  let cut = false
  for (;;) {
    const quoted = text[at] === '"' ? closingQuote(text, at, separator) : null
    if (quoted === -1) return { cells: null, end: from, cut }
    let end = quoted === null ? at : quoted + 1
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
    const inner = quoted === null ? '' : text.slice(at + 1, quoted).replaceAll('""', '"')
    if (cells.length < BOUNDS.columns) cells.push(inner + text.slice(quoted === null ? at : quoted + 1, end))
    else cut = true
    if (text[end] !== separator) return { cells, end: end + (text.startsWith('\r\n', end) ? 2 : 1), cut }
    at = end + 1
  }
}

/**
 * Where the quote that opens at a place closes, or -1 where it does not within what a cell may hold. A quote some lines
 * further down that no separator follows is the first of another cell.
 */
function closingQuote(text: string, opening: number, separator: string): number {
  for (let at = opening + 1; ; at += 2) {
    at = text.indexOf('"', at)
    if (at < 0 || at - opening > BOUNDS.cellCharacters) return -1
    const next = text[at + 1]
    if (next === '"') continue
    const isProper = next === undefined || next === separator || next === '\n' || next === '\r'
    return isProper || !/[\r\n]/.test(text.slice(opening, at)) ? at : -1
  }
}
