type Binding = string | number | null | ArrayBuffer

/** The little of SQLite that stores need: the same on a Durable Object and on any other synchronous SQLite. */
export interface Sql {
  /** Runs one statement with bound parameters and gives its rows. */
  run<Row extends Record<string, unknown>>(query: string, ...bindings: Binding[]): Row[]
  /** All or nothing, without any await inside. */
  transaction<Value>(work: () => NotPromise<Value>): Value
  /** Rows written so far, indexes included, as the platform bills them. */
  rowsWritten(): number
}

/** Refuses a promise by type: work that awaits would end its transaction before it is done. */
export type NotPromise<Value> = Value extends Promise<unknown> ? never : Value

/** The SQLite of a Durable Object. */
export function durableSql(storage: DurableObjectStorage): Sql {
  let written = 0
  return {
    run<Row extends Record<string, unknown>>(query: string, ...bindings: Binding[]): Row[] {
      const cursor = storage.sql.exec(query, ...bindings)
      const rows = cursor.toArray() as Row[]
      written += cursor.rowsWritten
      return rows
    },
    transaction<Value>(work: () => NotPromise<Value>): Value {
      return storage.transactionSync(() => {
        const value = work()
        if (value instanceof Promise) throw new Error('a transaction must not await')
        return value as Value
      })
    },
    rowsWritten: () => written,
  }
}
