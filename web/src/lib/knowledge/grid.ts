import { LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, type Table } from '$shared/knowledge/table.ts'
import { parseSeparated } from './import/separated.ts'

/** The cells of a table while somebody works on them: every row is as long as there are columns. */
export type Grid = Pick<Table, 'columns' | 'rows' | 'key'>

/** A place of a grid; row -1 is the heading. */
export interface Place {
  row: number
  column: number
}

/** What was pasted, and how many cells found no room. */
export interface Pasted {
  grid: Grid
  lost: number
}

/** Cells as spreadsheet programs copy them; null where a text is only the words of one cell. */
export function cellsIn(text: string): string[][] | null {
  const body = text.replace(/\r\n?|\n$/g, (end, at: number, whole: string) => (at + end.length === whole.length ? '' : '\n'))
  if (!/[\t\n]/.test(body)) return null
  return parseSeparated(`${body}\n`, '\t').rows.map(({ cells }) => cells.map((cell) => cell.trim()))
}

/** Puts cells into a grid from a place on; it grows as far as a table may. */
export function paste({ columns, rows, key }: Grid, from: Place, cells: readonly (readonly string[])[]): Pasted {
  const wide = Math.min(MOST_COLUMNS, Math.max(columns.length, ...cells.map((line) => from.column + line.length)))
  const high = Math.min(MOST_ROWS, Math.max(rows.length, from.row + cells.length))
  const named = Array.from({ length: wide }, (_, at) => columns[at] ?? { name: '' })
  const filled = Array.from({ length: high }, (_, row) => Array.from({ length: wide }, (_, at) => rows[row]?.[at] ?? ''))
  let lost = 0
  for (const [down, line] of cells.entries())
    for (const [right, cell] of line.entries()) {
      const place = { row: from.row + down, column: from.column + right }
      const kept = cell.slice(0, place.row < 0 ? 60 : LONGEST_CELL).toWellFormed()
      const column = named[place.column]
      const row = filled[place.row]
      if (place.row < 0 && column) named[place.column] = { ...column, name: kept }
      else if (row && place.column < wide) row[place.column] = kept
      else if (cell !== '') lost++
      if (kept !== cell) lost++
    }
  return { grid: { columns: named, rows: filled, key }, lost }
}

/** A grid with one row or column more, at the end. */
export const withRow = ({ columns, rows, key }: Grid): Grid =>
  rows.length < MOST_ROWS ? { columns, rows: [...rows, columns.map(() => '')], key } : { columns, rows, key }
export const withColumn = ({ columns, rows, key }: Grid): Grid =>
  columns.length < MOST_COLUMNS
    ? { columns: [...columns, { name: '' }], rows: rows.map((row) => [...row, '']), key }
    : { columns, rows, key }

/** A grid without a row or a column; the last of each stays. */
export const withoutRow = ({ columns, rows, key }: Grid, row: number): Grid =>
  rows.length > 1 ? { columns, rows: rows.toSpliced(row, 1), key } : { columns, rows: [columns.map(() => '')], key }
export function withoutColumn(grid: Grid, column: number): Grid {
  if (grid.columns.length <= 1) return grid
  const key = grid.key > column || grid.key === grid.columns.length - 1 ? Math.max(0, grid.key - 1) : grid.key
  return {
    columns: grid.columns.toSpliced(column, 1),
    rows: grid.rows.map((row) => row.toSpliced(column, 1)),
    key: grid.key === column ? 0 : key,
  }
}

/** Where a key leads from a cell, as in a spreadsheet; null where it does what it always does in a text field. */
export function stepFrom({ row, column }: Place, key: string, { rows }: Grid): Place | null {
  if (key === 'Enter' || key === 'ArrowDown') return row + 1 < rows.length ? { row: row + 1, column } : null
  return key === 'ArrowUp' && row >= 0 ? { row: row - 1, column } : null
}
