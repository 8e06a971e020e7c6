import type { ConversationId, ObjectId, TicketId } from '$shared/base/ids.ts'
import { kindOf } from '$shared/base/new-ids.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { isKnown } from '$shared/conversation/known.ts'
import { applyStored, type Conversation, newConversation } from '$shared/conversation/state.ts'
import { thread } from '$shared/conversation/thread.ts'
import type { Receipt } from '$shared/protocol/receipt.ts'
import type { Outbox, Replica, Writing } from './db.ts'
import { wholeLog } from './queries.ts'
import type { HeadRow, OutboxRow } from './rows.ts'

/** Commands whose refusal somebody must see, because the words in them are theirs. */
const WITH_WORDS = new Set(['send-message', 'leave-message', 'rate', 'transfer', 'open-ticket', 'say-to-ticket'])

/** Whatever a seat asked of a ticket and somebody else was faster with is theirs to see, with words or without. */
const mustBeSeen = ({ to, command }: OutboxRow): boolean =>
  WITH_WORDS.has(command.type) || (kindOf(to) === 'ticket' && command.type !== 'watch')

/**
 * Takes events that came down, in one transaction: the events, the state folded from them, and out of the outbox the
 * commands that caused them. Events that are known are passed over; a gap is a fault of the caller.
 */
export async function takeFeed(db: Replica, conversation: ConversationId, events: readonly StoredEvent[]): Promise<Conversation> {
  return db.write(['events', 'heads', 'outbox'], async (transaction) => {
    const [stored, heads, outbox] = [transaction.objectStore('events'), transaction.objectStore('heads'), transaction.objectStore('outbox')]
    const head = await heads.get(conversation)
    const from = head?.state ?? newConversation
    const fresh = newIn(events, from.seq)
    if (fresh.length === 0) return from
    const state = fresh.reduce(applyStored, from)
    for (const event of fresh) await stored.put({ conversation, seq: event.seq, event })
    await settle(outbox, conversation, fresh)
    await heads.put({ conversation, state, ...summary(fresh, head) })
    return state
  })
}

/** Those that follow on a seq. A gap is a fault of the caller. */
export function newIn(events: readonly StoredEvent[], seq: number): StoredEvent[] {
  const fresh = events.filter((event) => event.seq > seq)
  if (fresh.some((event, index) => event.seq !== seq + 1 + index)) throw new Error(`a gap in the feed: ${seq} then ${fresh[0]?.seq}`)
  return fresh
}

/** Takes out of the outbox what led to these events. */
export async function settle(outbox: Outbox, of: ObjectId, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    const settled = await outbox.index('id').getKey(event.cause)
    if (settled !== undefined) await outbox.delete(settled)
  }
  const reached = events.at(-1)?.seq ?? 0
  // What the room had taken and has now come down, also where it led to no event of its own.
  for (const row of await outbox.index('to').getAll(of))
    if (row.order !== undefined && row.settled !== undefined && row.settled <= reached) await outbox.delete(row.order)
}

function summary(events: readonly StoredEvent[], before: HeadRow | undefined): Pick<HeadRow, 'openedAt' | 'lastAt' | 'preview'> {
  const spoken = thread(events).findLast((item) => item.body.kind === 'text')
  // What is no part of the talk, such as its clocks, is no news of it.
  const last = events.findLast(isKnown)
  return {
    openedAt: before?.openedAt ?? events[0]?.at ?? 0,
    lastAt: last?.at ?? before?.lastAt ?? 0,
    preview: spoken?.body.kind === 'text' ? spoken.body.text.slice(0, 80) : (before?.preview ?? ''),
  }
}

/**
 * Takes answers: what was done leaves the outbox as soon as its events are here, so that nothing vanishes between the
 * two; a refusal stays where it holds somebody's words, and goes otherwise.
 */
export async function takeReceipts(db: Replica, receipts: readonly Receipt[]): Promise<void> {
  await db.write(['outbox', 'heads', 'ticketHeads'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    for (const { id, answer } of receipts) {
      const row = await outbox.index('id').get(id)
      if (row?.order === undefined) continue
      if (!answer.ok && mustBeSeen(row)) await outbox.put({ ...row, refused: answer.code })
      else if (answer.ok && answer.seq > (await headOf(transaction, row.to))) await outbox.put({ ...row, settled: answer.seq })
      else await outbox.delete(row.order)
    }
  })
}

/** Up to where the events of an object are here. Of a seat or a queue none ever come: nothing is waited for. */
async function headOf(transaction: Writing, of: ObjectId): Promise<number> {
  switch (kindOf(of)) {
    case 'conversation':
      return (await transaction.objectStore('heads').get(of as ConversationId))?.state.seq ?? 0
    case 'ticket':
      return (await transaction.objectStore('ticketHeads').get(of as TicketId))?.state.seq ?? 0
    default:
      return Number.POSITIVE_INFINITY
  }
}

/** The object is not ours, or is gone: what waits for it can never be sent, and says so. What it took before is taken. */
export async function refuseAll(db: Replica, to: ObjectId): Promise<void> {
  await db.write(['outbox'], async (transaction) => {
    const outbox = transaction.objectStore('outbox')
    for (const row of await outbox.index('to').getAll(to)) if (row.settled === undefined) await outbox.put({ ...row, refused: 'not-found' })
  })
}

/** Drops the copy of a conversation or ticket whose log was put back from a backup. What waits to be sent stays, and is sent anew. */
export async function dropCopy(db: Replica, of: ConversationId | TicketId): Promise<void> {
  const stores = kindOf(of) === 'ticket' ? (['ticketEvents', 'ticketHeads'] as const) : (['events', 'heads'] as const)
  await db.write([...stores, 'outbox'], async (transaction) => {
    await transaction.objectStore(stores[0]).delete(wholeLog(of) as never)
    await transaction.objectStore(stores[1]).delete(of as never)
    const outbox = transaction.objectStore('outbox')
    for (const { settled, ...row } of await outbox.index('to').getAll(of)) if (settled !== undefined) await outbox.put(row)
  })
}
