import { BOUNDS } from './bounds.ts'
import { dayOfSerial } from './dates.ts'
import type { ImportFault } from './fault.ts'
import { attributesOf, tokensOfXml } from './markup.ts'

export interface Worksheet {
  rows: { row: number; cells: string[] }[]
  /** Areas such as A2:A5. */
  merged: string[]
  faults: ImportFault[]
}

/** What the cells of a sheet refer to. */
export interface WorksheetSurroundings {
  strings: readonly string[]
  /** The numbers of the cell styles that show a day. */
  dates: ReadonlySet<number>
  from1904: boolean
}

interface Cell {
  column: number
  type: string
  style: number
  value: string
}

const MOST_MERGED = 100_000

/** Reads a sheet of a workbook as its pieces come, row by row, no further than the bounds. */
export function readWorksheet(pieces: Iterable<string>, surroundings: WorksheetSurroundings): Worksheet {
  const sheet: Worksheet = { rows: [], merged: [], faults: [] }
  const fault = (row: number, code: ImportFault['code'], bound: number, kept: boolean) =>
    sheet.faults.push({ row, field: 'row', code, detail: String(bound), kept })
  let row = 0
  let cells: string[] = []
  let cell: Cell | null = null
  let column = 0
  let wide = false
  let inValue = false
  let phonetic = false
  for (const token of tokensOfXml(pieces)) {
    if (token.kind === 'text') {
      if (cell && inValue && !phonetic && cell.value.length < BOUNDS.cellCharacters) cell.value += token.text
      continue
    }
    const opens = token.kind === 'open'
    if (token.name === 'row') {
      if (opens) {
        row = Number(attributesOf(token.attributes).get('r')) || row + 1
        cells = []
        column = 0
        if (row > BOUNDS.rows) {
          fault(row, 'too-many', BOUNDS.rows, false)
          break
        }
      }
      if ((!opens || token.empty) && cells.length > 0) sheet.rows.push({ row, cells })
    } else if (token.name === 'c') {
      if (opens) cell = cellOf(token.attributes, column)
      if (cell && (!opens || token.empty)) {
        column = cell.column + 1
        if (cell.column < BOUNDS.columns) cells[cell.column] = textOf(cell, surroundings)
        else if (!wide) {
          wide = true
          fault(row, 'too-large', BOUNDS.columns, true)
        }
        cell = null
      }
    } else if (token.name === 'v' || token.name === 't') inValue = opens && !token.empty
    else if (token.name === 'rPh') phonetic = opens && !token.empty
    else if (token.name === 'mergeCell' && opens && sheet.merged.length < MOST_MERGED)
      sheet.merged.push(attributesOf(token.attributes).get('ref') ?? '')
  }
  sheet.rows.sort((one, other) => one.row - other.row)
  return sheet
}

function cellOf(attributes: string, next: number): Cell {
  const told = attributesOf(attributes)
  const letters = /^[A-Z]{1,3}/.exec(told.get('r') ?? '')?.[0]
  return { column: letters ? columnOf(letters) : next, type: told.get('t') ?? 'n', style: Number(told.get('s') ?? 0), value: '' }
}

/** A is 0, Z is 25, AA is 26. */
export function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function textOf({ type, style, value }: Cell, { strings, dates, from1904 }: WorksheetSurroundings): string {
  if (type === 's') return unescaped(strings[Number(value)] ?? '')
  if (type === 'inlineStr' || type === 'str') return unescaped(value)
  if (type === 'e') return ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'd') return value.slice(0, 10)
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  return (dates.has(style) ? dayOfSerial(number, from1904) : null) ?? String(number)
}

/** Characters that XML cannot hold stand as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))) : text
