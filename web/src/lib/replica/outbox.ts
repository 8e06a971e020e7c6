import { MINUTE } from '$shared/base/clock.ts'
import type { CommandId, ConversationId, ObjectId } from '$shared/base/ids.ts'
import { derivedCommandId, newCommandId } from '$shared/base/new-ids.ts'
import { joined } from '$shared/language/words.ts'
import type { Waiting } from '$shared/sync/outbox.ts'
import type { Replica } from './db.ts'
import { browserRandom } from './random.ts'
import type { DraftKey, OutboxRow } from './rows.ts'

export interface Enqueued {
  /** How long the commands rest here before they leave, in milliseconds. */
  hold?: number
  /** The version of the draft that is sent: it goes in the same write, so that a crash finds the words in one place only. */
  draft?: number
  /** Where that draft is kept, when not under the object that the commands are for. */
  draftOf?: DraftKey
  /** The conversation that is going on from now on. */
  current?: ConversationId
}

/**
 * Writes commands into the outbox, in order, in one transaction: when the promise is kept they are safe. One that is
 * there already (the assistant's answer, thought of by two tabs) is passed over.
 */
export async function enqueue(
  db: Replica,
  to: ObjectId,
  commands: readonly OutboxRow['command'][],
  at: number,
  { hold = 0, draft, draftOf = to, current }: Enqueued = {},
): Promise<void> {
  const held = hold > 0 ? { hold, heldUntil: at + hold } : {}
  await db.write(
    // [P28] What is typed meanwhile waits for this write where it has the drafts: an answer or a mark does not need them.
    draft ? ['outbox', 'kept', 'drafts'] : ['outbox', 'kept'],
    async (transaction) => {
      const outbox = transaction.objectStore('outbox')
      const drafts = draft ? transaction.objectStore('drafts') : null
      const [draftRow, ...known] = await Promise.all([drafts?.get(draftOf), ...commands.map(({ id }) => outbox.index('id').getKey(id))])
      const fresh = commands.filter((_, index) => known[index] === undefined)
      const writes: Promise<unknown>[] = fresh.map((command) => outbox.add({ id: command.id, to, command, at, refused: null, ...held }))
      if (current) writes.push(transaction.objectStore('kept').put({ key: 'current', value: current }))
      // What was typed since is another draft, and stays.
      if (drafts && draft && (draftRow?.version ?? 1) <= draft) writes.push(drafts.delete(draftOf))
      transaction.commit()
      await Promise.all(writes)
    },
    'strict',
  )
}

/** Everything in the outbox, oldest first. */
export function outboxOf(db: Replica): Promise<OutboxRow[]> {
  return db.read(['outbox'], (transaction) => transaction.objectStore('outbox').getAll())
}

/** Whether a row still rests. A clock that jumped back does not hold it for longer than was meant. */
export const isHeld = (row: Pick<OutboxRow, 'heldUntil' | 'hold'>, now: number): boolean =>
  row.heldUntil !== undefined && row.heldUntil > now && row.heldUntil - now <= (row.hold ?? MINUTE)

export interface ToSend {
  /** What may be sent now, oldest first. Nothing overtakes what rests, but marks. */
  rows: Waiting[]
  /** When there will be more though nothing is written, or null. */
  nextAt: number | null
  /** Objects from which something is still to come: an answer, or the events of one. */
  awaited: ReadonlySet<ObjectId>
}

export async function toSend(db: Replica, now: number): Promise<ToSend> {
  const awaited = new Set<ObjectId>()
  const resting = new Set<ObjectId>()
  const rows: Waiting[] = []
  let nextAt: number | null = null
  for (const row of await outboxOf(db)) {
    if (row.refused !== null) continue
    awaited.add(row.to)
    if (row.settled !== undefined) continue
    if (isHeld(row, now)) {
      resting.add(row.to)
      nextAt = Math.min(nextAt ?? Number.MAX_SAFE_INTEGER, row.heldUntil ?? now)
    }
    if (!resting.has(row.to) || row.command.type === 'mark') rows.push({ order: row.order ?? 0, to: row.to, command: row.command })
  }
  return { rows, nextAt, awaited }
}

/** Notes that commands leave now; the answer names those that do, without the ones that were called back meanwhile. */
export async function claim(db: Replica, ids: readonly CommandId[], at: number): Promise<ReadonlySet<CommandId>> {
  // Lost with the power, a claim would let somebody call back what has left: it would then come down again as sent.
  return db.write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    const claimed = new Set<CommandId>()
    for (const id of ids) {
      const row = await outbox.index('id').get(id)
      if (!row || row.refused !== null) continue
      claimed.add(id)
      if (row.leftAt === undefined) await outbox.put({ ...row, leftAt: at })
    }
    return claimed
  })
}

/** Whether a row is the assistant's turn to a message, or its wish for a person. */
const isMadeOf = ({ command }: OutboxRow, id: CommandId): boolean =>
  (command.type === 'answer' && command.inReplyTo === id) || command.id === derivedCommandId(id, 'p')

/**
 * Takes back a message that nobody but this device has seen, or that was refused; none when it has left meanwhile. Its
 * words join a draft in the same write, where one is named: a crash finds them in one place.
 */
export async function callBack(db: Replica, id: CommandId, into?: DraftKey): Promise<OutboxRow | undefined> {
  return db.write(
    ['outbox', 'drafts'],
    async (transaction) => {
      const outbox = transaction.objectStore('outbox')
      const row = await outbox.index('id').get(id)
      if (row?.order === undefined || !mayBeCalledBack(row)) return undefined
      await outbox.delete(row.order)
      // What the assistant made of words that are taken back was never said.
      for (const later of await outbox.getAll())
        if (later.to === row.to && later.order !== undefined && later.order > row.order && isMadeOf(later, id))
          await outbox.delete(later.order)
      if (into && typeof row.command.text === 'string') {
        const drafts = transaction.objectStore('drafts')
        const known = await drafts.get(into)
        await drafts.put({ conversation: into, text: joined(known?.text ?? '', row.command.text), version: (known?.version ?? 0) + 1 })
      }
      return row
    },
    'strict',
  )
}

/** Whether nobody but this device has seen it, or whoever saw it said no. */
export const mayBeCalledBack = (row: OutboxRow): boolean => row.refused !== null || (row.leftAt === undefined && row.settled === undefined)

/** Lets what rests leave now. */
export async function release(db: Replica, id: CommandId): Promise<void> {
  await db.write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    const row = await outbox.index('id').get(id)
    if (row?.heldUntil !== undefined) await outbox.put({ ...row, heldUntil: 0 })
  })
}

/** Says how far this side has received and read, replacing a mark that has not left yet. */
export async function mark(db: Replica, conversation: ConversationId, delivered: number, read: number): Promise<void> {
  await db.write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    const older = (await outbox.index('to').getAll(conversation)).filter((row) => row.command.type === 'mark')
    if (older.some((row) => Number(row.command.read) >= read && Number(row.command.delivered) >= delivered)) return
    for (const row of older) if (row.order !== undefined) await outbox.delete(row.order)
    const id = newCommandId(browserRandom)
    await outbox.add({ id, to: conversation, command: { id, type: 'mark', delivered, read }, at: Date.now(), refused: null })
  })
}
