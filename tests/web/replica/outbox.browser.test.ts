import { afterEach, beforeEach, expect, it } from 'vitest'
import { Draft } from '$lib/conversation/drafts.ts'
import { Replica } from '$lib/replica/db.ts'
import { dropCopy, takeReceipts } from '$lib/replica/feed.ts'
import { MemoryTables } from '$lib/replica/memory.ts'
import { callBack, claim, enqueue, isHeld, outboxOf, release, toSend } from '$lib/replica/outbox.ts'
import { newCommandId, newConversationId } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'

const random = seededRandom(11)
const conversation = newConversationId(random)
const other = newConversationId(random)
const message = (text: string) => ({ id: newCommandId(random), type: 'send-message', text })
const textsOf = async (now: number) => (await toSend(db, now)).rows.map((row) => row.command.text)
let db: Replica
let name = 0

beforeEach(() => {
  db = new Replica(`outbox-${name++}`)
})
afterEach(() => db.delete())

it('[P26] what has not left can be called back, what was claimed can not, and is sent on the next occasion', async () => {
  const [stays, goes] = [message('留下'), message('收回')]
  await enqueue(db, conversation, [stays, goes], 1)
  expect(await claim(db, [stays.id], 2)).toEqual(new Set([stays.id]))
  expect((await callBack(db, goes.id))?.command.text).toBe('收回')
  expect(await callBack(db, stays.id)).toBeUndefined()
  expect(await claim(db, [stays.id, goes.id], 3)).toEqual(new Set([stays.id]))
  expect(await textsOf(4)).toEqual(['留下'])
})

it('[P26] what the room has is not sent again, is awaited until its events are here, and is sent anew when its log is gone', async () => {
  const sent = message('已收')
  await enqueue(db, conversation, [sent], 1)
  await takeReceipts(db, [{ id: sent.id, answer: { ok: true, seq: 2 } }])
  expect(await toSend(db, 2)).toMatchObject({ rows: [], awaited: new Set([conversation]) })
  await dropCopy(db, conversation)
  expect(await textsOf(3)).toEqual(['已收'])
})

it('[P27] what rests leaves when its time is over and holds back what is behind it, but neither marks nor other conversations', async () => {
  await enqueue(db, conversation, [message('歇五秒')], 1000, { hold: 5000 })
  await enqueue(db, conversation, [message('在后面'), { id: newCommandId(random), type: 'mark', read: 1, delivered: 1 }], 1000)
  await enqueue(db, other, [message('别处')], 1000)
  const early = await toSend(db, 2000)
  expect(early.rows.map((row) => row.command.text ?? row.command.type)).toEqual(['mark', '别处'])
  expect(early.nextAt).toBe(6000)
  expect(await textsOf(6000)).toEqual(['歇五秒', '在后面', undefined, '别处'])
})

it('[P27] a clock that jumps back holds nothing for longer than was meant, and a wish lets it leave at once', async () => {
  expect(isHeld({ heldUntil: 6000, hold: 5000 }, 2000)).toBe(true)
  expect(isHeld({ heldUntil: 86_400_000, hold: 5000 }, 2000)).toBe(false)
  const held = message('立即')
  await enqueue(db, conversation, [held], 1000, { hold: 5000 })
  await release(db, held.id)
  expect(await textsOf(1001)).toEqual(['立即'])
})

it('[P28] words go from the draft into the outbox in one write, and what was typed since stays', async () => {
  const draft = new Draft(db, conversation)
  await draft.keep('第一句')
  await draft.sending('第一句', (version) => enqueue(db, conversation, [message('第一句')], 1, { draft: version }))
  expect(await new Draft(db, conversation).read()).toBe('')
  await draft.keep('第二句')
  await draft.sending('点了一个问题', (version) => enqueue(db, conversation, [message('点了一个问题')], 2, { draft: version }))
  expect(await new Draft(db, conversation).read(), 'words from elsewhere leave it').toBe('第二句')
  const sending = draft.sending('第二句', (version) => enqueue(db, conversation, [message('第二句')], 2, { draft: version }))
  // The composer is emptied as its words are sent: that is no empty draft.
  await draft.keep('')
  await draft.keep('第三句，正在写')
  await sending
  expect(await new Draft(db, conversation).read()).toBe('第三句，正在写')
  await draft.keep('')
  expect(await new Draft(db, conversation).read()).toBe('')
})

it('[P28] only a write that takes a draft has the drafts: what is typed meanwhile stands behind it, and is lost with its page', async () => {
  const asked: string[][] = []
  const write = db.write.bind(db)
  db.write = (stores, work, durability) => {
    asked.push(stores.toSorted())
    return write(stores, work, durability)
  }
  const draft = new Draft(db, conversation)
  await draft.keep('正在写')
  await enqueue(db, conversation, [message('助手的回答')], 1)
  await draft.sending('点了一个问题', (version) => enqueue(db, conversation, [message('点了一个问题')], 2, { draft: version }))
  await draft.sending('正在写', (version) => enqueue(db, conversation, [message('正在写')], 3, { draft: version }))
  expect(asked).toEqual([['drafts'], ['kept', 'outbox'], ['kept', 'outbox'], ['drafts', 'kept', 'outbox']])
  expect(await draft.read()).toBe('')
  expect(await textsOf(4)).toEqual(['助手的回答', '点了一个问题', '正在写'])
})

it('[P28] words that are called back are in the draft by the write that takes them out of the outbox', async () => {
  const [mine, theirs] = [message('改一下'), message('扔掉')]
  await enqueue(db, conversation, [mine, theirs], 1)
  const draft = new Draft(db, conversation)
  await draft.keep('正在写')
  await callBack(db, mine.id, conversation)
  await callBack(db, theirs.id)
  expect(await draft.read()).toBe('正在写\n改一下')
  expect(await outboxOf(db)).toEqual([])
  await draft.sending('正在写\n改一下', (version) => enqueue(db, conversation, [message('正在写\n改一下')], 2, { draft: version }))
  expect(await draft.read()).toBe('')
})

it('[P29] a page that gets no more space goes on in memory with what it had, and its write is done there', async () => {
  const page = new Replica(db.name, async () => new MemoryTables())
  await enqueue(page, conversation, [message('以前的')], 1)
  let retreated = 0
  page.onRetreat(() => retreated++)
  await page.write(['drafts'], (transaction) => {
    if (page.inMemory) return transaction.objectStore('drafts').put({ conversation, text: '在内存里' })
    throw new DOMException('full', 'QuotaExceededError')
  })
  expect([page.inMemory, retreated]).toEqual([true, 1])
  await enqueue(page, conversation, [message('以后的')], 2)
  expect((await outboxOf(page)).map((row) => row.command.text)).toEqual(['以前的', '以后的'])
  expect((await outboxOf(db)).map((row) => row.command.text)).toEqual(['以前的'])
  const keys = (on: Replica) => on.read(['outbox'], (transaction) => transaction.objectStore('outbox').getAllKeys())
  expect((await keys(page)).slice(0, 1), 'asked for its keys as the database is').toEqual(await keys(db))
  const failing = page.write(['outbox'], async (transaction) => {
    await transaction.objectStore('outbox').delete(1)
    throw new Error('crash')
  })
  await expect(failing).rejects.toThrow('crash')
  expect(await outboxOf(page), 'all or nothing, in memory too').toHaveLength(2)
  await page.close()
})
