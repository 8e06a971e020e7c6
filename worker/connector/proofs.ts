import type { Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import type { Sql } from '../platform/sql.ts'

/**
 * Counts wrong proofs: of a conversation, and for an order whoever asks, since who guesses opens another conversation.
 * An order that is not there counts like a wrong end of a telephone number, so that neither can be told from the other.
 */
export class Proofs {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  isPaused(conversation: string, order: string, now: Millis): boolean {
    return this.#count(`c:${conversation}`, now) >= LIMITS.proofTries || this.#count(`o:${order}`, now) >= LIMITS.proofTriesPerOrder
  }

  failed(conversation: string, order: string, now: Millis): void {
    this.#sql.run('DELETE FROM proofs WHERE until <= ?', now)
    for (const key of [`c:${conversation}`, `o:${order}`])
      this.#sql.run(
        'INSERT INTO proofs (key, count, until) VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET count = count + 1, until = excluded.until',
        key,
        now + LIMITS.proofPause,
      )
  }

  #count(key: string, now: Millis): number {
    return this.#sql.run<{ count: number }>('SELECT count FROM proofs WHERE key = ? AND until > ?', key, now)[0]?.count ?? 0
  }
}
