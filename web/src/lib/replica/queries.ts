import type { ConversationId } from '$shared/base/ids.ts'
import type { ConversationCommand } from '$shared/conversation/commands.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import type { Pending } from '$shared/sync/replica.ts'
import type { HeadRow, Replica } from './db.ts'

export interface Materials {
  events: StoredEvent[]
  pending: Pending[]
}

/** Everything a screen folds to show one conversation. */
export async function materialsOf(db: Replica, conversation: ConversationId): Promise<Materials> {
  return db.transaction('r', db.events, db.outbox, async () => {
    const events = await db.events.where('[conversation+seq]').between([conversation, 0], [conversation, Number.MAX_SAFE_INTEGER]).toArray()
    const rows = await db.outbox.where('to').equals(conversation).sortBy('order')
    return {
      events: events.map((row) => row.event),
      pending: rows.map((row) => ({ command: row.command as unknown as ConversationCommand, at: row.at, refused: row.refused })),
    }
  })
}

/** The conversations on this device, the latest first. */
export async function headsOf(db: Replica): Promise<HeadRow[]> {
  return db.heads.orderBy('lastAt').reverse().toArray()
}
