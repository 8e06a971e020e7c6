import type { Sql } from './sql.ts'

/** Single things that an object remembers, by name, as JSON. */
export class Facts {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  get<Value>(key: string): Value | null {
    const [row] = this.#sql.run<{ value: string }>('SELECT value FROM facts WHERE key = ?', key)
    return row ? (JSON.parse(row.value) as Value) : null
  }

  set(key: string, value: unknown): void {
    this.#sql.run(
      'INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      JSON.stringify(value),
    )
  }
}
