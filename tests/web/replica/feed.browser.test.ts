import { afterEach, beforeEach, expect, it } from 'vitest'
import { Replica } from '$lib/replica/db.ts'
import { dropCopy, refuseAll, takeFeed, takeReceipts } from '$lib/replica/feed.ts'
import { callBack, enqueue, mark, toSend } from '$lib/replica/outbox.ts'
import { materialsOf } from '$lib/replica/queries.ts'
import type { CommandId } from '$shared/base/ids.ts'
import { newCommandId, newConversationId, newCustomerId } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'

const random = seededRandom(7)
const conversation = newConversationId(random)
const customer = newCustomerId(random)
let db: Replica
let name = 0

beforeEach(() => {
  db = new Replica(`test-${name++}`)
})
afterEach(() => db.delete())

const opened: StoredEvent = {
  seq: 1,
  at: 1,
  by: { kind: 'customer' },
  cause: newCommandId(random),
  name: 'v1.ConversationOpened',
  data: { customer, language: 'zh-CN', channel: 'web' },
}
const said = (seq: number, text: string, cause: CommandId = newCommandId(random)): StoredEvent => ({
  seq,
  at: seq,
  by: { kind: 'customer' },
  cause,
  name: 'v1.MessageSent',
  data: { text },
})
const message = (text: string) => ({ id: newCommandId(random), type: 'send-message', text })

it('a message is in the outbox, in order, when the write is done, and is there after the database was closed', async () => {
  const [first, second] = [message('一'), message('二')]
  await enqueue(db, conversation, [first, second], 1)
  await enqueue(db, conversation, [first], 2)
  await db.close()
  const again = new Replica(db.name)
  expect((await toSend(again, Date.now())).rows.map((row) => row.command.id)).toEqual([first.id, second.id])
  await again.close()
  db = new Replica(db.name)
})

it('[P2] a feed takes the command that caused it out of the outbox, folds the state, and is harmless twice', async () => {
  const sent = message('在吗')
  await enqueue(db, conversation, [sent], 1)
  for (let time = 0; time < 2; time++) await takeFeed(db, conversation, [opened, said(2, '在吗', sent.id)])
  expect((await toSend(db, Date.now())).rows).toEqual([])
  expect((await db.head(conversation))?.state).toMatchObject({ seq: 2, phase: { name: 'assistant' } })
  expect((await materialsOf(db, conversation)).events.map((event) => event.seq)).toEqual([1, 2])
})

it('a gap is refused whole: nothing of it is kept', async () => {
  await takeFeed(db, conversation, [opened])
  await expect(takeFeed(db, conversation, [said(3, '跳过了二')])).rejects.toThrow('gap')
  expect((await materialsOf(db, conversation)).events.length).toBe(1)
  expect((await db.head(conversation))?.state.seq).toBe(1)
})

it('a refusal keeps the words of a person and drops what holds none', async () => {
  const [words, mute, done] = [message('太晚了'), { id: newCommandId(random), type: 'leave-queue' }, message('好')]
  await enqueue(db, conversation, [words, mute, done], 1)
  await takeReceipts(db, [
    { id: words.id, answer: { ok: false, code: 'conversation-closed' } },
    { id: mute.id, answer: { ok: false, code: 'not-waiting' } },
    { id: done.id, answer: { ok: true, seq: 3 } },
  ])
  const { pending } = await materialsOf(db, conversation)
  expect(pending).toMatchObject([
    { command: words, refused: 'conversation-closed' },
    { command: done, stage: 'received' },
  ])
  expect((await toSend(db, Date.now())).rows).toEqual([])
  expect((await callBack(db, words.id))?.command.text).toBe('太晚了')
})

it('a foreign conversation refuses all that waits for it, and its words stay', async () => {
  await enqueue(db, conversation, [message('给别人的')], 1)
  await refuseAll(db, conversation)
  expect((await materialsOf(db, conversation)).pending).toMatchObject([{ refused: 'not-found' }])
})

it('[P32] what a conversation took before it was handed on is not refused', async () => {
  const taken = message('已经收到的')
  await enqueue(db, conversation, [taken], 1)
  await takeReceipts(db, [{ id: taken.id, answer: { ok: true, seq: 7 } }])
  await refuseAll(db, conversation)
  expect((await materialsOf(db, conversation)).pending).toMatchObject([{ command: taken, stage: 'received', refused: null }])
})

it('a copy of a log that is gone is dropped; what waits to be sent is not', async () => {
  await takeFeed(db, conversation, [opened, said(2, '旧')])
  await enqueue(db, conversation, [message('新')], 1)
  await dropCopy(db, conversation)
  expect((await materialsOf(db, conversation)).events.length).toBe(0)
  expect((await toSend(db, Date.now())).rows).toHaveLength(1)
})

it('a later mark replaces one that has not left', async () => {
  await mark(db, conversation, 3, 0)
  await mark(db, conversation, 5, 5)
  await mark(db, conversation, 4, 4)
  expect((await toSend(db, Date.now())).rows.map((row) => row.command)).toMatchObject([{ type: 'mark', delivered: 5, read: 5 }])
})

it('tells every tab of a write, and is a real IndexedDB', async () => {
  const otherTab = new Replica(db.name)
  const told = new Promise<void>((resolve) => void otherTab.watch(['drafts'], resolve))
  await db.write(['drafts'], (transaction) => transaction.objectStore('drafts').put({ conversation, text: '草稿' }))
  await told
  expect((await indexedDB.databases()).map((database) => database.name)).toContain(db.name)
  await otherTab.close()
})

it('a transaction that fails keeps nothing of what it had written', async () => {
  const work = db.write(['drafts'], async (transaction) => {
    await transaction.objectStore('drafts').put({ conversation, text: '半句' })
    throw new Error('crash')
  })
  await expect(work).rejects.toThrow('crash')
  expect(await db.read(['drafts'], (transaction) => transaction.objectStore('drafts').count())).toBe(0)
})
