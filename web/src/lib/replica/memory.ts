import type { Store } from './rows.ts'

type Row = Record<string, unknown>
type Key = string | number | (string | number)[]
type Tables = Map<Store, Map<string, Row>>

/** How each store names its rows: the same paths that the database is created with. */
const KEY_PATHS: Record<Store, string | string[]> = {
  events: ['conversation', 'seq'],
  heads: 'conversation',
  outbox: 'order',
  drafts: 'conversation',
  packs: 'version',
  kept: 'key',
}

/**
 * The replica of one page in memory, for a browser that gives no storage or no more of it: whatever the page does goes
 * on, and is gone with the page. Offers of IndexedDB what the replica uses of it, with all or nothing for each write.
 */
export class MemoryTables {
  #tables: Tables = new Map()
  #order = 0

  /** Takes over rows, from a database that can still be read. */
  fill(store: Store, rows: readonly object[]): void {
    for (const row of rows) this.#put(this.#table(store), store, row as Row)
  }

  async run<Value>(work: (transaction: never) => Promise<Value>): Promise<Value> {
    const before = new Map([...this.#tables].map(([store, rows]) => [store, new Map(rows)]))
    try {
      return await work({ objectStore: (store: Store) => this.#store(store) } as never)
    } catch (fault) {
      this.#tables = before
      throw fault
    }
  }

  #store(store: Store) {
    const path = KEY_PATHS[store]
    const rows = () => [...this.#table(store).values()].sort((a, b) => compare(keyOf(a, path), keyOf(b, path)))
    const find = (path: string | string[], query: unknown) => rows().filter((row) => matches(keyOf(row, path), query))
    const byKey = (key: unknown) => this.#table(store).get(JSON.stringify(key))
    return {
      get: async (key: unknown) => clone(byKey(key)),
      getKey: async (key: unknown) => (byKey(key) ? key : undefined),
      getAll: async (query?: unknown) => clone(query === undefined ? rows() : find(path, query)),
      count: async () => this.#table(store).size,
      put: async (row: Row) => this.#put(this.#table(store), store, clone(row)),
      add: async (row: Row) => this.#put(this.#table(store), store, clone(row)),
      delete: async (query: unknown) => {
        const gone = isRange(query) ? find(path, query).map((row) => keyOf(row, path)) : [query]
        for (const key of gone) this.#table(store).delete(JSON.stringify(key))
      },
      index: (name: string) => ({
        get: async (query: unknown) => clone(find(name, query)[0]),
        getKey: async (query: unknown) => {
          const [row] = find(name, query)
          return row && keyOf(row, path)
        },
        getAll: async (query?: unknown) =>
          clone(query === undefined ? rows().sort((a, b) => compare(keyOf(a, name), keyOf(b, name))) : find(name, query)),
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

  #put(table: Map<string, Row>, store: Store, row: Row): Key {
    if (store === 'outbox') {
      row.order ??= this.#order + 1
      this.#order = Math.max(this.#order, Number(row.order))
    }
    const key = keyOf(row, KEY_PATHS[store])
    table.set(JSON.stringify(key), row)
    return key
  }
}

const clone = <Value>(value: Value): Value => structuredClone(value)

function keyOf(row: Row, path: string | string[]): Key {
  return typeof path === 'string' ? (row[path] as Key) : (path.map((part) => row[part]) as Key)
}

const isRange = (query: unknown): query is IDBKeyRange =>
  typeof query === 'object' && query !== null && 'includes' in query && !Array.isArray(query)

const matches = (key: Key, query: unknown): boolean => (isRange(query) ? query.includes(key) : compare(key, query as Key) === 0)

/** The order of IndexedDB, for the kinds of key that are used here. */
function compare(a: Key, b: Key): number {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b ? 0 : a < b ? -1 : 1
  for (let at = 0; at < a.length; at++) {
    const order = compare(a[at] as Key, b[at] as Key)
    if (order !== 0) return order
  }
  return 0
}
