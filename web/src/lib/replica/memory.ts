import type { Store } from './rows.ts'

type Row = Record<string, unknown>
type Key = string | number | (string | number)[]

/** How each store names its rows: the same paths that the database is created with. */
const KEY_PATHS: Record<Store, string | string[]> = {
  events: ['conversation', 'seq'],
  heads: 'conversation',
  outbox: 'order',
  drafts: 'conversation',
  packs: 'version',
  kept: 'key',
  ticketEvents: ['ticket', 'seq'],
  ticketHeads: 'ticket',
}

/**
 * The replica of one page in memory, for a browser that gives no storage or no more of it: whatever the page does goes
 * on, and is gone with the page. Offers of IndexedDB what the replica uses of it: one transaction at a time, all or
 * nothing. Rows are never changed in place by those who use it, so they are not copied.
 */
export class MemoryTables {
  readonly #tables = new Map<Store, Map<string, Row>>()
  #order = 0
  #last: Promise<unknown> = Promise.resolve()

  /** Takes over rows, from a database that can still be read. */
  fill(store: Store, rows: readonly object[]): void {
    for (const row of rows) this.#put(store, row as Row)
  }

  /** Runs one transaction after those before it; what it wrote is undone when it throws. */
  run<Value>(work: (transaction: never) => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(() => this.#transact(work))
    this.#last = mine.catch(() => {})
    return mine
  }

  async #transact<Value>(work: (transaction: never) => Promise<Value>): Promise<Value> {
    const undo: (() => void)[] = []
    try {
      return await work({ objectStore: (store: Store) => this.#store(store, undo), commit: () => {} } as never)
    } catch (fault) {
      for (const step of undo.reverse()) step()
      throw fault
    }
  }

  #store(store: Store, undo: (() => void)[]) {
    const path = KEY_PATHS[store]
    const table = this.#table(store)
    const find = (by: string | string[], query: unknown) =>
      ordered(
        [...table.values()].filter((row) => query === undefined || matches(keyOf(row, by), query)),
        by === path ? path : by,
      )
    const remember = (name: string) => {
      const before = table.get(name)
      undo.push(() => (before ? table.set(name, before) : table.delete(name)))
    }
    const put = async (row: Row) => {
      const named = this.#numbered(store, row)
      remember(JSON.stringify(keyOf(named, path)))
      return this.#put(store, named)
    }
    return {
      get: async (key: unknown) => table.get(JSON.stringify(key)),
      getKey: async (key: unknown) => (table.has(JSON.stringify(key)) ? key : undefined),
      getAll: async (query?: unknown) => find(path, query),
      getAllKeys: async (query?: unknown) => find(path, query).map((row) => keyOf(row, path)),
      count: async () => table.size,
      put,
      add: put,
      delete: async (query: unknown) => {
        for (const key of isRange(query) ? find(path, query).map((row) => keyOf(row, path)) : [query]) {
          remember(JSON.stringify(key))
          table.delete(JSON.stringify(key))
        }
      },
      index: (name: string) => ({
        get: async (query: unknown) => find(name, query)[0],
        getKey: async (query: unknown) => {
          const [row] = find(name, query)
          return row && keyOf(row, path)
        },
        getAll: async (query?: unknown) => find(name, query),
      }),
    }
  }

  #table(store: Store): Map<string, Row> {
    const known = this.#tables.get(store)
    if (known) return known
    const made = new Map<string, Row>()
    this.#tables.set(store, made)
    return made
  }

  /** A row of the outbox is given its place; a number is never given twice. */
  #numbered(store: Store, row: Row): Row {
    return store === 'outbox' && row.order === undefined ? { ...row, order: this.#order + 1 } : row
  }

  #put(store: Store, row: Row): Key {
    if (store === 'outbox') this.#order = Math.max(this.#order, Number(row.order))
    const key = keyOf(row, KEY_PATHS[store])
    this.#table(store).set(JSON.stringify(key), row)
    return key
  }
}

function keyOf(row: Row, path: string | string[]): Key {
  return typeof path === 'string' ? (row[path] as Key) : (path.map((part) => row[part]) as Key)
}

const isRange = (query: unknown): query is IDBKeyRange =>
  typeof query === 'object' && query !== null && !Array.isArray(query) && 'includes' in query

const matches = (key: Key, query: unknown): boolean => (isRange(query) ? query.includes(key) : compare(key, query as Key) === 0)

const ordered = (rows: Row[], by: string | string[]): Row[] => rows.sort((a, b) => compare(keyOf(a, by), keyOf(b, by)))

/** The order of IndexedDB, for the kinds of key that are used here. */
function compare(a: Key, b: Key): number {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b ? 0 : a < b ? -1 : 1
  for (let at = 0; at < a.length; at++) {
    const order = compare(a[at] as Key, b[at] as Key)
    if (order !== 0) return order
  }
  return 0
}
