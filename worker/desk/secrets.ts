import { newSecret } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Sql } from '../platform/sql.ts'
import { makePushKeys, type PushKeys } from '../push/vapid.ts'

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

  /** The pair that signs notices: made at set-up, or on first need by a desk that is older. */
  async pushKeys(): Promise<PushKeys> {
    const kept = () => this.#sql.run<{ value: string }>("SELECT value FROM secrets WHERE name = 'push-keys'")[0]
    if (!kept()) {
      const made = JSON.stringify(await makePushKeys())
      // Whoever was faster meanwhile wins: subscriptions are bound to the key.
      this.#sql.run("INSERT INTO secrets (name, value) VALUES ('push-keys', ?) ON CONFLICT (name) DO NOTHING", made)
    }
    return JSON.parse(kept()?.value ?? '') as PushKeys
  }
}
