import type { Table } from './table.ts'

/** What a cell says, with the unit of its column where it has none itself. Empty where nothing is told. */
export function cellOf({ columns, rows }: Table, row: number, column: number): string {
  const text = rows[row]?.[column]?.replace(/\s+/g, ' ').trim() ?? ''
  const { unit = '' } = columns[column] ?? {}
  if (text === '' || unit === '' || text.endsWith(unit) || !/\d$/.test(text)) return text
  return /^[a-z]/i.test(unit) ? `${text} ${unit}` : text + unit
}
