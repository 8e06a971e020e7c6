import Dexie from 'dexie'
import type { ConversationId, ObjectId } from '$shared/base/ids.ts'
import { newCommandId } from '$shared/base/new-ids.ts'
import type { Waiting } from '$shared/sync/outbox.ts'
import type { OutboxRow, Replica } from './db.ts'
import { browserRandom } from './random.ts'

/**
 * Writes commands into the outbox, in order, in one transaction: when the promise is kept they are safe. One that is
 * there already (the assistant's answer, thought of by two tabs) is passed over.
 */
export async function enqueue(db: Replica, to: ObjectId, commands: readonly OutboxRow['command'][], at: number): Promise<void> {
  await db.transaction('rw', db.outbox, async () => {
    for (const command of commands) {
      const known = await db.outbox.where('id').equals(command.id).count()
      if (known === 0) await db.outbox.add({ id: command.id, to, command, at, refused: null })
    }
  })
}

/** What waits to be sent, oldest first. */
export async function waiting(db: Replica): Promise<Waiting[]> {
  const rows = await db.outbox
    .orderBy('order')
    .filter((row) => row.refused === null)
    .toArray()
  return rows.map((row) => ({ order: row.order ?? 0, to: row.to, command: row.command }))
}

/** Takes a command out that has not been sent, or was refused. */
export async function discard(db: Replica, id: string): Promise<OutboxRow | undefined> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.where('id').equals(id).first()
    if (row?.order !== undefined) await db.outbox.delete(row.order)
    return row
  })
}

/** Whether a failure to write is the browser's quota and not a fault of ours. */
export const isQuota = (fault: unknown): boolean =>
  fault instanceof Dexie.QuotaExceededError || (fault instanceof Error && fault.name === 'QuotaExceededError')

/** Says how far this side has received and read, replacing a mark that has not left yet. */
export async function mark(db: Replica, conversation: ConversationId, delivered: number, read: number): Promise<void> {
  await db.transaction('rw', db.outbox, async () => {
    const older = await db.outbox
      .where('to')
      .equals(conversation)
      .filter((row) => row.command.type === 'mark')
      .toArray()
    const covers = older.some((row) => Number(row.command.read) >= read && Number(row.command.delivered) >= delivered)
    if (covers) return
    await db.outbox.bulkDelete(older.flatMap((row) => row.order ?? []))
    await enqueue(db, conversation, [{ id: newCommandId(browserRandom), type: 'mark', delivered, read }], Date.now())
  })
}
