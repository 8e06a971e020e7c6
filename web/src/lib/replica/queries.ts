import type { ConversationId, TicketId } from '$shared/base/ids.ts'
import type { ConversationCommand } from '$shared/conversation/commands.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import type { Pending } from '$shared/sync/replica.ts'
import type { Replica } from './db.ts'
import type { HeadRow, KeptRow, OutboxRow } from './rows.ts'

export interface Materials {
  events: StoredEvent[]
  pending: Pending[]
}

/** The keys of all events of a conversation or ticket. */
export const wholeLog = (of: ConversationId | TicketId): IDBKeyRange => IDBKeyRange.bound([of, 0], [of, Number.MAX_SAFE_INTEGER])

/** Everything a screen folds to show one conversation. */
export async function materialsOf(db: Replica, conversation: ConversationId): Promise<Materials> {
  return db.read(['events', 'outbox'], async (transaction) => {
    const events = await transaction.objectStore('events').getAll(wholeLog(conversation))
    const rows = await transaction.objectStore('outbox').index('to').getAll(conversation)
    return {
      events: events.map((row) => row.event),
      pending: rows.map(pendingOf),
    }
  })
}

function pendingOf(row: OutboxRow): Pending {
  const stage = row.settled !== undefined ? 'received' : row.leftAt !== undefined ? 'left' : 'kept'
  const command = row.command as unknown as ConversationCommand
  return { command, at: row.at, refused: row.refused, stage, heldUntil: row.heldUntil ?? null }
}

/** The conversations on this device, the latest first. */
export async function headsOf(db: Replica): Promise<HeadRow[]> {
  return db.read(['heads'], async (transaction) => (await transaction.objectStore('heads').index('lastAt').getAll()).reverse())
}

/** The conversations in which somebody on this device types, each with until when. */
export async function sayingIn(db: Replica): Promise<KeptRow[]> {
  return db.read(['kept'], (transaction) => transaction.objectStore('kept').getAll(IDBKeyRange.bound('saying:', 'saying;')))
}
