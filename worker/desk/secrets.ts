import { newSecret } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Sql } from '../platform/sql.ts'

/** Secrets that the desk makes for itself, each once, so that an owner has none to think of. */
export class Secrets {
  readonly #sql: Sql
  readonly #random: Random

  constructor(sql: Sql, random: Random) {
    this.#sql = sql
    this.#random = random
  }

  get(name: string): string {
    const [row] = this.#sql.run<{ value: string }>('SELECT value FROM secrets WHERE name = ?', name)
    if (row) return row.value
    const value = newSecret(this.#random)
    this.#sql.run('INSERT INTO secrets (name, value) VALUES (?, ?)', name, value)
    return value
  }
}
