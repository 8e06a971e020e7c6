import type { Sql } from './sql.ts'

/** Statements of one step, in order. Steps are only ever added to the end of a list. */
export type Migration = readonly string[]

/** Brings a database up to the last step, each step in one transaction. */
export function migrate(sql: Sql, steps: readonly Migration[], now: number): void {
  sql.run('CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)')
  const [row] = sql.run<{ last: number | null }>('SELECT MAX(id) AS last FROM migrations')
  const done = row?.last ?? 0
  if (done > steps.length) throw new Error(`the database is at step ${done}, this code knows ${steps.length}`)
  steps.slice(done).forEach((statements, index) => {
    sql.transaction(() => {
      for (const statement of statements) sql.run(statement)
      sql.run('INSERT INTO migrations (id, at) VALUES (?, ?)', done + index + 1, now)
    })
  })
}
