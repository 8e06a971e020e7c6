import type { Millis } from '../../shared/base/clock.ts'
import { DAY } from '../../shared/base/clock.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import type { Sql } from '../platform/sql.ts'

/** How long it is remembered that an action was asked for: far longer than anybody tries to ask again. */
const KEPT = 30 * DAY

/** What was asked for and what came of it, without a word of the customer's. */
export class Calls {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Notes that an action was asked for; false where that is known already, and it must not be done again. */
  begin(id: CommandId, action: string, route: string, now: Millis): boolean {
    if (this.#sql.run('SELECT 1 FROM calls WHERE id = ?', id).length > 0) return false
    this.#sql.run('DELETE FROM calls WHERE at < ?', now - KEPT)
    this.#sql.run('INSERT INTO calls (id, at, action, route) VALUES (?, ?, ?, ?)', id, now, action, route)
    return true
  }

  isSettled(id: CommandId): boolean {
    return this.#sql.run('SELECT 1 FROM calls WHERE id = ? AND outcome IS NOT NULL', id).length > 0
  }

  settle(id: CommandId, outcome: string, fault: string | null, now: Millis): void {
    this.#sql.run('UPDATE calls SET outcome = ?, fault = ?, took = ? - at WHERE id = ? AND outcome IS NULL', outcome, fault, now, id)
  }
}
