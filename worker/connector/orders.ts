import { HOUR, type Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { type OrderRow, orderKey } from '../../shared/protocol/connector.ts'
import { Facts } from '../platform/facts.ts'
import type { Sql } from '../platform/sql.ts'
import { Proofs } from './proofs.ts'

interface Table {
  upload: string
  rows: number
  at: Millis
  by: string
}

/** What an action came to. */
export interface Came {
  outcome: string
  facts: Record<string, string>
}

/** How long a table that was never finished is kept. */
const UNFINISHED = HOUR

/** The table of orders that an owner has sent: a row is told only to who knows its number and the end of the phone's. */
export class Orders {
  readonly #sql: Sql
  readonly #facts: Facts
  readonly #proofs: Proofs

  constructor(sql: Sql) {
    this.#sql = sql
    this.#facts = new Facts(sql)
    this.#proofs = new Proofs(sql)
  }

  get table(): Table | null {
    return this.#facts.get<Table>('table')
  }

  /** Lays a part of a table down; false where it would be too large. Nobody is told of it before it is whole. */
  lay(upload: string, rows: readonly OrderRow[], now: Millis): boolean {
    return this.#sql.transaction(() => {
      this.#forget('SELECT id FROM uploads WHERE at < ?', now - UNFINISHED)
      if (upload === this.table?.upload || this.#count(upload) + rows.length > LIMITS.orders) return false
      this.#sql.run('INSERT INTO uploads (id, at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at', upload, now)
      // A part that is sent twice is there once.
      this.#sql.run(
        `INSERT INTO orders (upload, number, tail, body) SELECT ?, value->>0, value->>1, value->>2 FROM json_each(?) WHERE true
         ON CONFLICT (upload, number) DO UPDATE SET tail = excluded.tail, body = excluded.body`,
        upload,
        JSON.stringify(rows.map(({ order, tail, ...row }) => [orderKey(order), tail, JSON.stringify(row)])),
      )
      return true
    })
  }

  /** Puts a table that has arrived whole in the place of the one before; false where rows are missing. */
  commit(upload: string, rows: number, by: string, now: Millis): boolean {
    return this.#sql.transaction(() => {
      // The answer to the first time was lost.
      if (this.table?.upload === upload) return this.table.rows === rows
      if (this.#count(upload) !== rows) return false
      this.#facts.set('table', { upload, rows, at: now, by } satisfies Table)
      this.#sql.run('DELETE FROM orders WHERE upload <> ?', upload)
      this.#sql.run('DELETE FROM uploads')
      return true
    })
  }

  drop(): void {
    this.#sql.transaction(() => {
      this.#facts.set('table', null)
      this.#sql.run('DELETE FROM orders')
      this.#sql.run('DELETE FROM uploads')
    })
  }

  /** [C28] The order that is proved by its number and the end of the telephone number, or nothing that tells which was wrong. */
  find(conversation: string, parameters: Readonly<Record<string, string>>, now: Millis): Came {
    const { order = '', tail = '' } = parameters
    const number = orderKey(order)
    if (this.#proofs.isPaused(conversation, number, now)) return { outcome: 'locked', facts: {} }
    const [row] = this.#sql.run<{ body: string }>(
      'SELECT body FROM orders WHERE upload = ? AND number = ? AND tail = ?',
      this.table?.upload ?? '',
      number,
      tail,
    )
    if (row) return { outcome: 'found', facts: factsOf(JSON.parse(row.body) as Omit<OrderRow, 'order' | 'tail'>) }
    this.#proofs.failed(conversation, number, now)
    return { outcome: 'not-found', facts: {} }
  }

  #count(upload: string): number {
    return this.#sql.run<{ n: number }>('SELECT COUNT(*) AS n FROM orders WHERE upload = ?', upload)[0]?.n ?? 0
  }

  #forget(which: string, before: Millis): void {
    this.#sql.run(`DELETE FROM orders WHERE upload IN (${which})`, before)
    this.#sql.run('DELETE FROM uploads WHERE at < ?', before)
  }
}

function factsOf({ status, carrier, tracking, amount, items, ordered, paid, delivered }: Omit<OrderRow, 'order' | 'tail'>) {
  const days = { 'ordered-day': ordered, 'paid-day': paid, 'delivered-day': delivered }
  const facts = { 'order-status': status, items, amount, carrier, tracking, ...days }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''))
}
