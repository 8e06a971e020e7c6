import { LIMITS } from '$shared/base/limits.ts'
import { FACT_LONGEST } from '$shared/knowledge/actions.ts'
import { cleanText } from '$shared/language/normalise.ts'
import { type OrderRow, orderKey } from '$shared/protocol/connector.ts'
import { BOUNDS } from '../../knowledge/import/bounds.ts'
import { parseDay } from '../../knowledge/import/dates.ts'
import { decodeText } from '../../knowledge/import/encoding.ts'
import { excerpt, Unreadable } from '../../knowledge/import/fault.ts'
import { parseSeparated } from '../../knowledge/import/separated.ts'
import type { TableRow } from '../../knowledge/import/table.ts'
import { readWorkbook } from '../../knowledge/import/workbook.ts'
import { type Column, columnOf, statusOf } from './columns.ts'

/** What may be wrong with a table of orders, or a row of it. */
export const ORDER_FAULTS = [
  'unreadable',
  'no-heading',
  'no-rows',
  'too-many',
  'broken-row',
  'no-order',
  'order-lost',
  'order-too-long',
  'no-tail',
  'no-status',
  'order-twice',
  'bad-day',
  'cut',
] as const
export type OrderFaultCode = (typeof ORDER_FAULTS)[number]

export interface OrderFault {
  /** As the program of the table counts it; 1 for the whole file. */
  row: number
  code: OrderFaultCode
  /** A piece of what was written there, to be found again. */
  detail: string
  /** True where the row came in all the same. */
  kept: boolean
}

export interface ReadOrders {
  rows: OrderRow[]
  faults: OrderFault[]
}

const HEADER_WITHIN = 10
const NEEDED: readonly Column[] = ['order', 'tail', 'status']
const ORDER_LONGEST = 40

/**
 * Turns a table that an owner chose, of any spreadsheet program or shop, into orders. Telephone numbers are cut to their
 * end here, on the device. Never throws: what cannot be taken is told with its row, and the rest is.
 */
export function readOrders(bytes: Uint8Array): ReadOrders {
  try {
    if (bytes.length === 0 || bytes.length > BOUNDS.fileBytes) throw new Unreadable('unreadable-file', 'size')
    const faults: OrderFault[] = []
    const rows = tableOf(bytes, faults)
    const at = rows.slice(0, HEADER_WITHIN).findIndex(({ cells }) => NEEDED.every((column) => cells.map(columnOf).includes(column)))
    const header = rows[at]
    if (!header)
      return { rows: [], faults: [{ row: 1, code: 'no-heading', detail: excerpt(rows[0]?.cells.join(', ') ?? ''), kept: false }] }
    const columns = new Map<Column, number>()
    header.cells.forEach((cell, index) => {
      const column = columnOf(cell)
      if (column && !columns.has(column)) columns.set(column, index)
    })
    return gather(rows.slice(at + 1), columns, faults)
  } catch {
    return { rows: [], faults: [{ row: 1, code: 'unreadable', detail: '', kept: false }] }
  }
}

function tableOf(bytes: Uint8Array, faults: OrderFault[]): readonly TableRow[] {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(bytes).rows
  const { rows, faults: found } = parseSeparated(decodeText(bytes).text)
  for (const { row, code, detail } of found) if (code === 'unclosed-quote') faults.push({ row, code: 'broken-row', detail, kept: false })
  return rows
}

function gather(rows: readonly TableRow[], columns: ReadonlyMap<Column, number>, faults: OrderFault[]): ReadOrders {
  const orders = new Map<string, OrderRow>()
  for (const row of rows) {
    if (row.cells.every((cell) => cell.trim() === '')) continue
    const tell = (code: OrderFaultCode, detail: string, kept = false) =>
      void faults.push({ row: row.row, code, detail: excerpt(detail), kept })
    const order = orderOf(row, columns, tell)
    if (!order) continue
    const key = orderKey(order.order)
    const before = orders.get(key)
    if (before && (before.tail !== order.tail || before.status !== order.status)) tell('order-twice', order.order)
    // A program that writes a row for each thing that was bought.
    else if (before) orders.set(key, { ...before, items: joined(before.items, order.items) })
    else if (orders.size >= LIMITS.orders) {
      tell('too-many', String(LIMITS.orders))
      break
    } else orders.set(key, order)
  }
  if (orders.size === 0 && faults.length === 0) faults.push({ row: 1, code: 'no-rows', detail: '', kept: false })
  return { rows: [...orders.values()], faults: faults.toSorted((one, other) => one.row - other.row) }
}

const joined = (items: string, more: string): string =>
  more === '' || items.split('；').includes(more) ? items : [items, more].filter(Boolean).join('；').slice(0, FACT_LONGEST)

type Tell = (code: OrderFaultCode, detail: string, kept?: boolean) => void

/** Spreadsheet programs keep numbers as texts by ="…" or a stroke before them. */
const unguarded = (cell: string): string => cell.replace(/^="(.*)"$/s, '$1').replace(/^'+/, '')
/** What a program left of a long number: 2.02611E+13. */
const LOST = /^\d(\.\d+)?e\+\d+$/i

function orderOf({ cells }: TableRow, columns: ReadonlyMap<Column, number>, tell: Tell): OrderRow | null {
  const raw = (column: Column) =>
    cleanText(unguarded((cells[columns.get(column) ?? -1] ?? '').trim()))
      .replace(/\s+/g, ' ')
      .trim()
  const order = raw('order').replace(/^#/, '')
  if (order === '') return no(tell, 'no-order', cells.join(', '))
  if (LOST.test(order)) return no(tell, 'order-lost', order)
  if (order.length > ORDER_LONGEST) return no(tell, 'order-too-long', order)
  const tail = tailOf(raw('tail'))
  if (tail === null) return no(tell, 'no-tail', order)
  const status = statusOf(raw('status')).slice(0, FACT_LONGEST)
  if (status === '') return no(tell, 'no-status', order)
  const text = (column: Column) => {
    const cell = raw(column)
    if (cell.length > FACT_LONGEST) tell('cut', order, true)
    return cell.slice(0, FACT_LONGEST).toWellFormed()
  }
  const day = (column: Column) => {
    const cell = raw(column)
    const found = cell === '' ? '' : parseDay(cell.replace(/[T ]+\d{1,2}[:：时].*$/u, ''))
    if (found === null) tell('bad-day', `${order}: ${cell}`, true)
    return found ?? ''
  }
  const texts = { carrier: text('carrier'), tracking: text('tracking'), amount: text('amount'), items: text('items') }
  return { order, tail, status, ...texts, ordered: day('ordered'), paid: day('paid'), delivered: day('delivered') }
}

function no(tell: Tell, code: OrderFaultCode, detail: string): null {
  tell(code, detail)
  return null
}

/** The last four digits of a telephone number: whole, hidden in part (138****0001), or those four alone; nothing of an extension. */
function tailOf(phone: string): string | null {
  const mobile = /1[3-9]\d[\d* -]{4,6}(\d{4})(?!\d)/.exec(phone)?.[1]
  const digits = phone.replace(/(?:转|ext\.?|x)\s*\d+$/i, '').replace(/\D/g, '')
  // A program that took it for a number has dropped the noughts before it.
  const padded = /^\d{1,3}$/.test(phone) ? phone.padStart(4, '0') : digits
  return mobile ?? (padded.length >= 4 ? padded.slice(-4) : null)
}
