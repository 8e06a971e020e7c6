import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** Thrown where a simulated process dies. */
export class Crash extends Error {
  constructor() {
    super('the process died')
  }
}

/** Thrown where a write fails and the process lives on: the disk is full, or the platform hiccups. */
export class WriteFailed extends Error {
  constructor() {
    super('the write failed')
  }
}

/** What survives the death of a process: the database and the alarm of one object. */
export class Disk {
  readonly #db = new DatabaseSync(':memory:')
  readonly #statements = new Map<string, StatementSync>()
  alarm: number | null = null
  #depth = 0

  /** Runs one statement; transactions that are open when a process dies are rolled back by `transaction`. */
  exec(query: string, bindings: (string | number | null)[]): unknown[] {
    let statement = this.#statements.get(query)
    if (!statement) {
      statement = this.#db.prepare(query)
      this.#statements.set(query, statement)
    }
    return statement.all(...bindings).map((row) => ({ ...row }))
  }

  transaction<Value>(work: () => Value): Value {
    const name = `t${this.#depth}`
    this.exec(`SAVEPOINT ${name}`, [])
    this.#depth++
    try {
      const value = work()
      this.#depth--
      this.exec(`RELEASE ${name}`, [])
      return value
    } catch (fault) {
      this.#depth = this.#depth > 0 ? this.#depth - 1 : 0
      this.exec(`ROLLBACK TO ${name}`, [])
      this.exec(`RELEASE ${name}`, [])
      throw fault
    }
  }

  close(): void {
    this.#db.close()
  }
}
