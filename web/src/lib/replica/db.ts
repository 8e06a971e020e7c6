import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { CommandId, ConversationId, CustomerId, ObjectId } from '$shared/base/ids.ts'
import type { RefusalCode } from '$shared/base/refusal.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import type { Conversation } from '$shared/conversation/state.ts'
import type { Pack, PackVersion } from '$shared/knowledge/pack.ts'
import type { DeskInfo, Me } from '$shared/protocol/http.ts'
import type { Line, Place } from '$shared/queue/place.ts'
import type { Seat } from '$shared/seat/state.ts'
import type { LinkState } from '$shared/sync/link-state.ts'

export interface EventRow {
  conversation: ConversationId
  seq: number
  event: StoredEvent
}

/** A command that has not been answered, or was answered with no and still holds somebody's words. */
export interface OutboxRow {
  order?: number
  id: CommandId
  to: ObjectId
  command: { id: CommandId; type: string } & Record<string, unknown>
  at: number
  refused: RefusalCode | null
}

/** The confirmed state of a conversation, folded as its events arrived. */
export interface HeadRow {
  conversation: ConversationId
  state: Conversation
  openedAt: number
  lastAt: number
  /** The last words, for a list. */
  preview: string
}

export interface DraftRow {
  conversation: ConversationId | 'new'
  text: string
}

/** Single values by name. The ones that another tab may be waiting for are here too, for every tab hears of a write. */
export interface Kept {
  identity: { id: CustomerId; secret: string; admitted: boolean }
  current: ConversationId
  desk: DeskInfo
  me: Me
  seat: Seat
  line: Line
  link: { state: LinkState; slow: boolean }
  /** How far the server's clock is ahead of this device's, in milliseconds. */
  clock: number
  'pack:zh-CN': PackVersion
  'pack:en': PackVersion
  [place: `place:${string}`]: Place | null
  [typing: `typing:${string}`]: { side: 'customer' | 'seat'; until: number }
  [saying: `saying:${string}`]: number
}

export interface KeptRow {
  key: string
  value: unknown
}

interface Schema extends DBSchema {
  events: { key: [ConversationId, number]; value: EventRow }
  heads: { key: ConversationId; value: HeadRow; indexes: { lastAt: number } }
  outbox: { key: number; value: OutboxRow; indexes: { id: string; to: string } }
  drafts: { key: string; value: DraftRow }
  packs: { key: PackVersion; value: Pack }
  kept: { key: string; value: KeptRow }
}

export type Store = 'events' | 'heads' | 'outbox' | 'drafts' | 'packs' | 'kept'
export type Reading = IDBPTransaction<Schema, Store[], 'readonly'>
export type Writing = IDBPTransaction<Schema, Store[], 'readwrite'>

const VERSION = 1

/** This device's copy: events, folded state, outbox, drafts, packs. Whoever watches a store hears of writes in any tab. */
export class Replica {
  readonly name: string
  #db: Promise<IDBPDatabase<Schema>> | null = null
  readonly #channel: BroadcastChannel
  readonly #watchers = new Set<{ stores: readonly Store[]; call: () => void }>()

  constructor(name: string) {
    this.name = name
    this.#channel = new BroadcastChannel(`replica:${name}`)
    this.#channel.onmessage = (message: MessageEvent<Store[]>) => this.#tell(message.data)
  }

  /** Reads stores as they are at one moment. Nothing but the transaction may be awaited in `work`. */
  async read<Value>(stores: Store[], work: (transaction: Reading) => Promise<Value>): Promise<Value> {
    const transaction = (await this.#open()).transaction(stores, 'readonly')
    return work(transaction)
  }

  /**
   * Writes stores, all or nothing; when the promise is kept the write survives a crash of the browser and the machine
   * (`strict` durability). Nothing but the transaction may be awaited in `work`.
   */
  async write<Value>(stores: Store[], work: (transaction: Writing) => Promise<Value>): Promise<Value> {
    const transaction = (await this.#open()).transaction(stores, 'readwrite', { durability: 'strict' })
    try {
      const value = await work(transaction)
      await transaction.done
      this.#channel.postMessage(stores)
      this.#tell(stores)
      return value
    } catch (fault) {
      abort(transaction)
      throw fault
    }
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

  async recall<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | undefined> {
    return this.read(['kept'], async (transaction) => (await transaction.objectStore('kept').get(key))?.value as Kept[Key] | undefined)
  }

  head(conversation: ConversationId): Promise<HeadRow | undefined> {
    return this.read(['heads'], (transaction) => transaction.objectStore('heads').get(conversation))
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

  #tell(stores: readonly Store[]): void {
    for (const watcher of this.#watchers) if (watcher.stores.some((store) => stores.includes(store))) watcher.call()
  }

  /** Opened with the first use, and again when opening failed. */
  async #open(): Promise<IDBPDatabase<Schema>> {
    this.#db ??= openDB<Schema>(this.name, VERSION, {
      upgrade: create,
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

function create(db: IDBPDatabase<Schema>): void {
  db.createObjectStore('events', { keyPath: ['conversation', 'seq'] })
  db.createObjectStore('heads', { keyPath: 'conversation' }).createIndex('lastAt', 'lastAt')
  const outbox = db.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true })
  outbox.createIndex('id', 'id', { unique: true })
  outbox.createIndex('to', 'to')
  db.createObjectStore('drafts', { keyPath: 'conversation' })
  db.createObjectStore('packs', { keyPath: 'version' })
  db.createObjectStore('kept', { keyPath: 'key' })
}

/** A fault that is no request's own leaves the transaction open: it is ended here, so that nothing of it is kept. */
function abort(transaction: Writing): void {
  transaction.done.catch(() => {})
  try {
    transaction.abort()
  } catch {
    // It has ended by itself.
  }
}

/** The copy of the person who is served on this device, and of each member of staff: never one database for two people. */
export const customerReplica = (): Replica => new Replica('evenkeel-customer')
export const seatReplica = (seat: string): Replica => new Replica(`evenkeel-${seat}`)
