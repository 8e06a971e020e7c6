import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb'
import type { ConversationId, TicketId } from '$shared/base/ids.ts'
import { applyStored, newConversation } from '$shared/conversation/state.ts'
import type { Pack, PackVersion } from '$shared/knowledge/pack.ts'
import type { DraftRow, EventRow, HeadRow, KeptRow, OutboxRow, Store, TicketEventRow, TicketHeadRow } from './rows.ts'

export interface Schema extends DBSchema {
  events: { key: [ConversationId, number]; value: EventRow }
  heads: { key: ConversationId; value: HeadRow; indexes: { lastAt: number } }
  outbox: { key: number; value: OutboxRow; indexes: { id: string; to: string } }
  drafts: { key: string; value: DraftRow }
  packs: { key: PackVersion; value: Pack }
  kept: { key: string; value: KeptRow }
  ticketEvents: { key: [TicketId, number]; value: TicketEventRow }
  ticketHeads: { key: TicketId; value: TicketHeadRow; indexes: { lastAt: number } }
}

/**
 * 1 - conversations, outbox, drafts, packs. 2 - tickets too, and conversations that know of theirs. Raised with the stores, and
 * with the shape of a conversation's state, which is then folded anew.
 */
export const VERSION = 2

/** Brings a database of any version before to this one: whatever lay in it stays. */
export async function upgrade(db: IDBPDatabase<Schema>, before: number, transaction: IDBPTransaction<Schema, Store[], 'versionchange'>) {
  if (before < 1) create(db)
  addTickets(db)
  if (before === 1) await refold(transaction)
}

/** States were folded by what was known then: the events know better. */
async function refold(transaction: IDBPTransaction<Schema, Store[], 'versionchange'>): Promise<void> {
  const [heads, events] = [transaction.objectStore('heads'), transaction.objectStore('events')]
  for (const head of await heads.getAll()) {
    const log = await events.getAll(IDBKeyRange.bound([head.conversation, 0], [head.conversation, Number.MAX_SAFE_INTEGER]))
    await heads.put({ ...head, state: log.map(({ event }) => event).reduce(applyStored, newConversation) })
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

function addTickets(db: IDBPDatabase<Schema>): void {
  db.createObjectStore('ticketEvents', { keyPath: ['ticket', 'seq'] })
  db.createObjectStore('ticketHeads', { keyPath: 'ticket' }).createIndex('lastAt', 'lastAt')
}
