import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { ConversationId, ObjectId } from '$shared/base/ids.ts'
import { kindOf } from '$shared/base/new-ids.ts'
import type { MemoryTables } from './memory.ts'
import { type HeadRow, type Kept, STORES, type Store } from './rows.ts'
import { type Schema, upgrade, VERSION } from './upgrade.ts'

export type Reading = IDBPTransaction<Schema, Store[], 'readonly'>
export type Writing = IDBPTransaction<Schema, Store[], 'readwrite'>
export type Outbox = ReturnType<typeof outboxIn>

const outboxIn = (transaction: Writing) => transaction.objectStore('outbox')

/** This device's copy: events, folded state, outbox, drafts, packs. Whoever watches a store hears of writes in any tab. */
export class Replica {
  readonly name: string
  #db: Promise<IDBPDatabase<Schema>> | null = null
  readonly #channel: BroadcastChannel
  readonly #watchers = new Set<{ stores: readonly Store[]; call: () => void }>()
  readonly #bringMemory: (() => Promise<MemoryTables>) | null
  #memory: Promise<MemoryTables> | null = null
  readonly #onRetreat = new Set<() => void>()

  /** `memory` brings the tables for a page that gets no space; without it (a service worker) such a write fails. */
  constructor(name: string, memory: (() => Promise<MemoryTables>) | null = null) {
    this.name = name
    this.#bringMemory = memory
    this.#channel = new BroadcastChannel(`replica:${name}`)
    this.#channel.onmessage = (message: MessageEvent<Store[]>) => this.#tell(message.data)
  }

  /** Reads stores as they are at one moment. Nothing but the transaction may be awaited in `work`. */
  async read<Value>(stores: Store[], work: (transaction: Reading) => Promise<Value>): Promise<Value> {
    if (this.#memory !== null) return (await this.#memory).run(work)
    const db = await this.#openOrRetreat()
    return db ? work(db.transaction(stores, 'readonly')) : this.read(stores, work)
  }

  /**
   * Writes stores, all or nothing; when the promise is kept the write survives a crash of the browser, and with `strict`
   * durability one of the machine too: that is for what this device alone has, since every other write waits for the disk
   * with it. Nothing but the transaction may be awaited in `work`, and it may run twice: when there is no more space the
   * page goes on in memory, and the write is done there.
   */
  async write<Value>(
    stores: Store[],
    work: (transaction: Writing) => Promise<Value>,
    durability: 'strict' | 'relaxed' = 'relaxed',
  ): Promise<Value> {
    const value = this.#memory !== null ? await (await this.#memory).run(work) : await this.#writeOrRetreat(stores, work, durability)
    this.#channel.postMessage(stores)
    this.#tell(stores)
    return value
  }

  /**
   * Puts or deletes one row without waiting for anything: the browser has the whole write before this task ends, so that it
   * outlives a page that dies right after (once committed, a transaction no longer needs its page:
   * https://w3c.github.io/IndexedDB/#dom-idbtransaction-commit).
   */
  async hand<Name extends Store>(name: Name, row: Schema[Name]['value'] | { delete: Schema[Name]['key'] }): Promise<void> {
    await this.write([name], async (transaction) => {
      const store = transaction.objectStore(name)
      const asked = 'delete' in row ? store.delete(row.delete) : store.put(row)
      transaction.commit()
      await asked
    })
  }

  /** The browser gives no space (or none at all): what this page keeps is gone with it. */
  get inMemory(): boolean {
    return this.#memory !== null
  }

  /** Calls back when the page had to go on in memory. */
  onRetreat(call: () => void): void {
    this.#onRetreat.add(call)
  }

  /** Calls back after every write to one of the stores, by this tab or another; the answer ends it. */
  watch(stores: readonly Store[], call: () => void): () => void {
    const watcher = { stores, call }
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  async keep<Key extends keyof Kept>(key: Key, value: Kept[Key]): Promise<void> {
    await this.write(['kept'], (transaction) => transaction.objectStore('kept').put({ key, value }))
  }

  /** Changes a kept value, with nobody's write in between. */
  async revise<Key extends keyof Kept>(key: Key, change: (before: Kept[Key] | undefined) => Kept[Key]): Promise<void> {
    await this.write(['kept'], async (transaction) => {
      const store = transaction.objectStore('kept')
      const before = (await store.get(key))?.value as Kept[Key] | undefined
      await store.put({ key, value: change(before) })
    })
  }

  async recall<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | undefined> {
    return this.read(['kept'], async (transaction) => (await transaction.objectStore('kept').get(key))?.value as Kept[Key] | undefined)
  }

  head(conversation: ConversationId): Promise<HeadRow | undefined> {
    return this.read(['heads'], (transaction) => transaction.objectStore('heads').get(conversation))
  }

  /** Up to which seq the log of an object is here. */
  async seqOf(of: ObjectId): Promise<number> {
    const store = kindOf(of) === 'ticket' ? 'ticketHeads' : 'heads'
    const head = await this.read([store], (transaction) => transaction.objectStore(store).get(of as never))
    return head?.state.seq ?? 0
  }

  async close(): Promise<void> {
    this.#channel.close()
    this.#watchers.clear()
    const db = await this.#db
    db?.close()
    this.#db = null
  }

  /** Closes and deletes everything. */
  async delete(): Promise<void> {
    await this.close()
    await deleteDB(this.name)
  }

  async #writeOrRetreat<Value>(
    stores: Store[],
    work: (transaction: Writing) => Promise<Value>,
    durability: 'strict' | 'relaxed',
  ): Promise<Value> {
    const db = await this.#openOrRetreat()
    if (!db) return (await this.#retreat(null)).run(work)
    const transaction = db.transaction(stores, 'readwrite', { durability })
    try {
      const value = await work(transaction)
      await transaction.done
      return value
    } catch (fault) {
      abort(transaction)
      if (!this.#bringMemory || (!isQuota(fault) && !isQuota(transaction.error))) throw fault
      return (await this.#retreat(db)).run(work)
    }
  }

  /** Null when the browser gives no database at all (a private window of an old one): the page then goes on in memory. */
  async #openOrRetreat(): Promise<IDBPDatabase<Schema> | null> {
    try {
      return await this.#open()
    } catch (fault) {
      if (!this.#bringMemory) throw fault
      void this.#retreat(null)
      return null
    }
  }

  #retreat(db: IDBPDatabase<Schema> | null): Promise<MemoryTables> {
    if (this.#memory !== null) return this.#memory
    this.#memory = this.#copyOf(db)
    for (const call of this.#onRetreat) call()
    return this.#memory
  }

  /** Everything that can still be read, in memory. */
  async #copyOf(db: IDBPDatabase<Schema> | null): Promise<MemoryTables> {
    if (!this.#bringMemory) throw new Error('no space and no memory')
    const tables = await this.#bringMemory()
    for (const store of STORES) tables.fill(store, db ? await db.getAll(store).catch(() => []) : [])
    return tables
  }

  #tell(stores: readonly Store[]): void {
    for (const watcher of this.#watchers) if (watcher.stores.some((store) => stores.includes(store))) watcher.call()
  }

  /** Opened with the first use, and again when opening failed. */
  async #open(): Promise<IDBPDatabase<Schema>> {
    this.#db ??= openDB<Schema>(this.name, VERSION, {
      upgrade: (db, before, _wanted, transaction) => upgrade(db, before, transaction),
      blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
    })
    try {
      return await this.#db
    } catch (fault) {
      this.#db = null
      throw fault
    }
  }
}

/** Whether a failure to write is the browser's quota and not a fault of ours. */
const isQuota = (fault: unknown): boolean => fault instanceof DOMException && fault.name === 'QuotaExceededError'

/** A fault that is no request's own leaves the transaction open: it is ended here, so that nothing of it is kept. */
function abort(transaction: Writing): void {
  transaction.done.catch(() => {})
  try {
    transaction.abort()
  } catch {
    // It has ended by itself.
  }
}
