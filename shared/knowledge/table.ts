import { type Infer, v } from '../base/schema.ts'
import { PAPER } from './document.ts'

export const MOST_ROWS = 500
export const MOST_COLUMNS = 20
export const LONGEST_CELL = 200

/** A column: what its cells tell, and in which unit where they are bare numbers. */
export const Column = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(60)),
  unit: v.optional(v.pipe(v.string(), v.maxLength(20))),
})
export type Column = Infer<typeof Column>

/** A table of the business: parameters of products, fees. Each row is found and told on its own. */
export const Table = v.strictObject({
  ...PAPER,
  columns: v.pipe(v.array(Column), v.minLength(1), v.maxLength(MOST_COLUMNS)),
  rows: v.pipe(
    v.array(v.pipe(v.array(v.pipe(v.string(), v.maxLength(LONGEST_CELL))), v.maxLength(MOST_COLUMNS))),
    v.minLength(1),
    v.maxLength(MOST_ROWS),
  ),
  /** Which column names the row, from 0. */
  key: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_COLUMNS - 1)),
})
export type Table = Infer<typeof Table>
export const Tables = v.pipe(v.array(Table), v.maxLength(200))
