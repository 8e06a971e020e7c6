import type { SeatId } from '../../shared/base/ids.ts'
import type { DeskSettings } from '../../shared/desk/settings.ts'
import type { DeskChange } from '../../shared/protocol/http.ts'
import type { Sql } from '../platform/sql.ts'

/** What the desk has settled, and who did what to it. */
export class Book {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Null until the desk has been set up. */
  settings(): DeskSettings | null {
    const [row] = this.#sql.run<{ body: string }>('SELECT body FROM settings WHERE id = 1')
    return row ? (JSON.parse(row.body) as DeskSettings) : null
  }

  open(settings: DeskSettings): void {
    this.#sql.run('INSERT INTO settings (id, body) VALUES (1, ?)', JSON.stringify(settings))
  }

  /** The settings after a change of some fields; null before set-up. A partial schema lets a key stand with nothing in it. */
  change(change: DeskChange): DeskSettings | null {
    const before = this.settings()
    if (!before) return null
    const given = Object.fromEntries(Object.entries(change).filter(([, field]) => field !== undefined))
    const after: DeskSettings = { ...before, ...given }
    this.#sql.run('UPDATE settings SET body = ? WHERE id = 1', JSON.stringify(after))
    return after
  }

  note(who: SeatId, what: string, subject: string | null = null): void {
    this.#sql.run('INSERT INTO audit (at, who, what, subject) VALUES (?, ?, ?, ?)', Date.now(), who, what, subject)
  }
}
