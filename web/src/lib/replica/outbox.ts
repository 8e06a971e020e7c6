import Dexie from 'dexie'
import type { ObjectId } from '$shared/base/ids.ts'
import type { Waiting } from '$shared/sync/outbox.ts'
import type { OutboxRow, Replica } from './db.ts'

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
  const rows = await db.outbox.orderBy('order').filter((row) => row.refused === null).toArray()
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
export const isQuota = (fault: unknown): boolean => fault instanceof Dexie.QuotaExceededError || (fault instanceof Error && fault.name === 'QuotaExceededError')
