import { DAY, type Millis } from '../../shared/base/clock.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import type { ConnectorState, Route } from '../../shared/protocol/connector.ts'
import type { Sql } from '../platform/sql.ts'

/** How long it is remembered that an action was asked for: far longer than anybody tries to ask again. */
const KEPT = 30 * DAY

type Shown = ConnectorState['calls'][number]

/** What was asked for and what came of it, without a word of the customer's. */
export class Calls {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Notes that an action was asked for; false where that is known already, and it must not be done again. */
  begin(id: CommandId, action: string, route: Route, now: Millis): boolean {
    if (this.#sql.run('SELECT 1 FROM calls WHERE id = ?', id).length > 0) return false
    this.#sql.run('DELETE FROM calls WHERE at < ?', now - KEPT)
    this.#sql.run('INSERT INTO calls (id, at, action, route) VALUES (?, ?, ?, ?)', id, now, action, route)
    return true
  }

  /** When a call that has no outcome yet was begun; null for any other. */
  openSince(id: CommandId): Millis | null {
    const [row] = this.#sql.run<{ at: Millis }>('SELECT at FROM calls WHERE id = ? AND outcome IS NULL', id)
    return row?.at ?? null
  }

  /** A try that failed: why, for the owner. */
  failed(id: CommandId, fault: string): void {
    this.#sql.run('UPDATE calls SET tries = tries + 1, fault = ? WHERE id = ?', fault, id)
  }

  settle(id: CommandId, outcome: string, fault: string | null, now: Millis): void {
    this.#sql.run(
      'UPDATE calls SET outcome = ?, fault = ?, took = ? - at, tries = tries + 1 WHERE id = ? AND outcome IS NULL',
      outcome,
      fault,
      now,
      id,
    )
  }

  latest(most: number): Shown[] {
    return this.#sql.run<Shown>('SELECT id, at, action, route, outcome, took, fault, tries FROM calls ORDER BY at DESC LIMIT ?', most)
  }
}
