import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Sql } from '../../worker/platform/sql.ts'

/** SQLite in memory, as stores know it. */
export function memorySql(): Sql & { close(): void } {
  const db = new DatabaseSync(':memory:')
  const statements = new Map<string, StatementSync>()
  const run = <Row extends Record<string, unknown>>(query: string, ...bindings: (string | number | null | ArrayBuffer)[]): Row[] => {
    const known = statements.get(query) ?? db.prepare(query)
    statements.set(query, known)
    return known.all(...(bindings as (string | number | null)[])) as Row[]
  }
  return {
    run,
    transaction<Value>(work: () => Value): Value {
      run('SAVEPOINT work')
      try {
        const value = work()
        run('RELEASE work')
        return value
      } catch (fault) {
        run('ROLLBACK TO work')
        run('RELEASE work')
        throw fault
      }
    },
    rowsWritten: () => 0,
    close: () => db.close(),
  } as Sql & { close(): void }
}
