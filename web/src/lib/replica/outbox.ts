import type { ConversationId, ObjectId } from '$shared/base/ids.ts'
import { newCommandId } from '$shared/base/new-ids.ts'
import type { Waiting } from '$shared/sync/outbox.ts'
import type { OutboxRow, Replica, Writing } from './db.ts'
import { browserRandom } from './random.ts'

/**
 * Writes commands into the outbox, in order, in one transaction: when the promise is kept they are safe. One that is
 * there already (the assistant's answer, thought of by two tabs) is passed over.
 */
export async function enqueue(db: Replica, to: ObjectId, commands: readonly OutboxRow['command'][], at: number): Promise<void> {
  await db.write(['outbox'], (transaction) => add(transaction, to, commands, at))
}

async function add(transaction: Writing, to: ObjectId, commands: readonly OutboxRow['command'][], at: number): Promise<void> {
  const outbox = transaction.objectStore('outbox')
  for (const command of commands) {
    const known = await outbox.index('id').getKey(command.id)
    if (known === undefined) await outbox.add({ id: command.id, to, command, at, refused: null })
  }
}

/** Everything in the outbox, oldest first. */
export function outboxOf(db: Replica): Promise<OutboxRow[]> {
  return db.read(['outbox'], (transaction) => transaction.objectStore('outbox').getAll())
}

/** What waits to be sent, oldest first. */
export async function waiting(db: Replica): Promise<Waiting[]> {
  const rows = (await outboxOf(db)).filter((row) => row.refused === null)
  return rows.map((row) => ({ order: row.order ?? 0, to: row.to, command: row.command }))
}

/** Takes a command out that has not been sent, or was refused. */
export async function discard(db: Replica, id: string): Promise<OutboxRow | undefined> {
  return db.write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    const row = await outbox.index('id').get(id)
    if (row?.order !== undefined) await outbox.delete(row.order)
    return row
  })
}

/** Says how far this side has received and read, replacing a mark that has not left yet. */
export async function mark(db: Replica, conversation: ConversationId, delivered: number, read: number): Promise<void> {
  await db.write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    const older = (await outbox.index('to').getAll(conversation)).filter((row) => row.command.type === 'mark')
    if (older.some((row) => Number(row.command.read) >= read && Number(row.command.delivered) >= delivered)) return
    for (const row of older) if (row.order !== undefined) await outbox.delete(row.order)
    await add(transaction, conversation, [{ id: newCommandId(browserRandom), type: 'mark', delivered, read }], Date.now())
  })
}

/** Whether a failure to write is the browser's quota and not a fault of ours. */
export const isQuota = (fault: unknown): boolean => fault instanceof DOMException && fault.name === 'QuotaExceededError'
