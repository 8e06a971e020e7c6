import type { ConversationId, ObjectId } from '$shared/base/ids.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { applyStored, type Conversation, newConversation } from '$shared/conversation/state.ts'
import { thread } from '$shared/conversation/thread.ts'
import type { Receipt } from '$shared/protocol/receipt.ts'
import type { HeadRow, Replica } from './db.ts'

/** Commands whose refusal somebody must see, because the words in them are theirs. */
const WITH_WORDS = new Set(['send-message', 'leave-message', 'rate'])

/**
 * Takes events that came down, in one transaction: the events, the state folded from them, and out of the outbox the
 * commands that caused them. Events that are known are passed over; a gap is a fault of the caller.
 */
export async function takeFeed(db: Replica, conversation: ConversationId, events: readonly StoredEvent[]): Promise<Conversation> {
  return db.transaction('rw', db.events, db.heads, db.outbox, async () => {
    const head = await db.heads.get(conversation)
    const from = head?.state ?? newConversation
    const fresh = events.filter((event) => event.seq > from.seq)
    const [first] = fresh
    if (!first) return from
    if (first.seq !== from.seq + 1) throw new Error(`a gap in the feed: ${from.seq} then ${first.seq}`)
    const state = fresh.reduce(applyStored, from)
    await db.events.bulkPut(fresh.map((event) => ({ conversation, seq: event.seq, event })))
    await db.heads.put({ conversation, state, ...summary(fresh, head) })
    await db.outbox
      .where('id')
      .anyOf(fresh.map((event) => event.cause))
      .delete()
    return state
  })
}

function summary(events: readonly StoredEvent[], before: HeadRow | undefined): Pick<HeadRow, 'openedAt' | 'lastAt' | 'preview'> {
  const spoken = thread(events).findLast((item) => item.body.kind === 'text')
  const last = events.at(-1)
  return {
    openedAt: before?.openedAt ?? events[0]?.at ?? 0,
    lastAt: last?.at ?? before?.lastAt ?? 0,
    preview: spoken?.body.kind === 'text' ? spoken.body.text.slice(0, 80) : (before?.preview ?? ''),
  }
}

/** Takes answers: what was done leaves the outbox; a refusal stays where it holds somebody's words, and goes otherwise. */
export async function takeReceipts(db: Replica, receipts: readonly Receipt[]): Promise<void> {
  await db.transaction('rw', db.outbox, async () => {
    for (const { id, answer } of receipts) {
      const row = await db.outbox.where('id').equals(id).first()
      if (row?.order === undefined) continue
      if (answer.ok || !WITH_WORDS.has(row.command.type)) await db.outbox.delete(row.order)
      else await db.outbox.update(row.order, { refused: answer.code })
    }
  })
}

/** The object is not ours, or is gone: what waits for it can never be sent, and says so. */
export async function refuseAll(db: Replica, to: ObjectId): Promise<void> {
  await db.outbox.where('to').equals(to).modify({ refused: 'not-found' })
}

/** Drops the copy of a conversation whose log was put back from a backup. What waits to be sent stays. */
export async function dropCopy(db: Replica, conversation: ConversationId): Promise<void> {
  await db.transaction('rw', db.events, db.heads, async () => {
    await db.events.where('[conversation+seq]').between([conversation, 0], [conversation, Number.MAX_SAFE_INTEGER]).delete()
    await db.heads.delete(conversation)
  })
}
