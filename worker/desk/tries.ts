import type { Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import type { Sql } from '../platform/sql.ts'

/** Counts failed tries by key (an account, an address) and pauses a key that failed too often. */
export class Tries {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** How long the key is still paused, 0 when it is not. */
  pause(key: string, now: Millis, most: number = LIMITS.signInTries): Millis {
    const [row] = this.#sql.run<{ count: number; until: number }>('SELECT count, until FROM tries WHERE key = ?', key)
    return row && row.count >= most && row.until > now ? row.until - now : 0
  }

  failed(key: string, now: Millis): void {
    this.#sql.run('DELETE FROM tries WHERE until <= ?', now)
    this.#sql.run(
      'INSERT INTO tries (key, count, until) VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET count = count + 1, until = excluded.until',
      key,
      now + LIMITS.signInPause,
    )
  }

  succeeded(key: string): void {
    this.#sql.run('DELETE FROM tries WHERE key = ?', key)
  }
}
