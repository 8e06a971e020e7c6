import { MemoryTables } from '../../web/src/lib/replica/memory.ts'
import type { HeadRow, Store } from '../../web/src/lib/replica/rows.ts'
import type { Tab } from './tab.ts'

/** What is stored on a device, shared by its tabs and outliving them. */
export class DeviceStorage {
  readonly tables = new MemoryTables()
}

interface Watcher {
  stores: readonly Store[]
  call: () => void
}

/**
 * The replica as a tab sees it: the tables that the product uses where a browser gives no storage, shared by the tabs of
 * a device. A tab may die between any two steps of a transaction, which is then undone, as IndexedDB does.
 */
export class SimReplica {
  readonly name: string
  readonly inMemory = false
  readonly #tab: Tab
  readonly #watchers = new Set<Watcher>()

  constructor(tab: Tab) {
    this.name = tab.device.name
    this.#tab = tab
  }

  onRetreat(): void {}

  read<Value>(_stores: Store[], work: (transaction: never) => Promise<Value>): Promise<Value> {
    return this.#run(work)
  }

  async write<Value>(stores: Store[], work: (transaction: never) => Promise<Value>): Promise<Value> {
    const value = await this.#run(work)
    for (const tab of this.#tab.device.tabs) this.#tab.world.plan(tab === this.#tab ? 0 : 1, tab, () => tab.replica.tell(stores))
    return value
  }

  watch(stores: readonly Store[], call: () => void): () => void {
    const watcher = { stores, call }
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  tell(stores: readonly Store[]): void {
    for (const watcher of [...this.#watchers]) if (watcher.stores.some((store) => stores.includes(store))) watcher.call()
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.write(['kept'], (transaction: never) => store(transaction, 'kept').put({ key, value }))
  }

  async recall(key: string): Promise<unknown> {
    return ((await this.read(['kept'], (transaction: never) => store(transaction, 'kept').get(key))) as { value?: unknown } | undefined)
      ?.value
  }

  head(conversation: string): Promise<HeadRow | undefined> {
    return this.read(['heads'], (transaction: never) => store(transaction, 'heads').get(conversation)) as Promise<HeadRow | undefined>
  }

  abandon(): void {
    this.#watchers.clear()
  }

  /** A transaction takes an event of its own: whatever else happens in between, happens in between. */
  #run<Value>(work: (transaction: never) => Promise<Value>): Promise<Value> {
    const tab = this.#tab
    return new Promise((resolve, reject) => {
      if (tab.dead) return
      tab.world.plan(0, tab, () => {
        tab.device.storage.tables.run(work).then(
          (value) => !tab.dead && resolve(value),
          (fault) => !tab.dead && reject(fault),
        )
      })
    })
  }
}

interface Table {
  get(key: unknown): Promise<unknown>
  put(row: unknown): Promise<unknown>
}

const store = (transaction: never, name: Store): Table => (transaction as { objectStore(name: Store): Table }).objectStore(name)
