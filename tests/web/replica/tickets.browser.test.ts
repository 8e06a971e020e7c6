import { openDB } from 'idb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Replica } from '$lib/replica/db.ts'
import { dropCopy, takeReceipts } from '$lib/replica/feed.ts'
import { callBack, enqueue, toSend } from '$lib/replica/outbox.ts'
import { lookAt, takeTicketFeed, ticketHeadsOf, ticketMaterialsOf } from '$lib/replica/tickets.ts'
import { DEFAULT_QUEUE, newCommandId, newConversationId, ticketIdOf } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'

const random = seededRandom(11)
const cause = newCommandId(random)
const ticket = ticketIdOf(cause)
let db: Replica
let name = 0

beforeEach(() => {
  db = new Replica(`tickets-${name++}`)
})
afterEach(() => db.delete())

const opened: StoredEvent = {
  seq: 1,
  at: 1,
  by: { kind: 'system' },
  cause,
  name: 'ticket.v1.Opened',
  data: {
    conversation: null,
    customer: null,
    from: null,
    matter: {
      ...{ reason: 'by-hand', title: '漏水', type: 'fault', urgency: 'normal', intent: null, line: DEFAULT_QUEUE },
      ...{ language: 'zh-CN', tier: 'ordinary', problem: '底座漏水', rows: [], contact: '' },
    },
  },
}
const noted = (seq: number, id = newCommandId(random)): StoredEvent => ({
  ...{ seq, at: seq, by: { kind: 'system' }, cause: id },
  name: 'ticket.v1.Noted',
  data: { text: '已查' },
})
const note = (text: string) => ({ id: newCommandId(random), type: 'note', text })

it('[T56] a feed of a ticket is folded beside the conversations, takes what caused it out of the outbox, and is harmless twice', async () => {
  const sent = note('已查')
  await enqueue(db, ticket, [sent], 1)
  for (let time = 0; time < 2; time++) await takeTicketFeed(db, ticket, [opened, noted(2, sent.id)])
  expect((await toSend(db, Date.now())).rows).toEqual([])
  expect(await ticketHeadsOf(db)).toMatchObject([{ ticket, state: { seq: 2, title: '漏水' }, problem: '底座漏水', lastAt: 2 }])
  expect((await ticketMaterialsOf(db, ticket)).events.map((event) => event.seq)).toEqual([1, 2])
  expect(await db.seqOf(ticket)).toBe(2)
  await expect(takeTicketFeed(db, ticket, [noted(4)])).rejects.toThrow('gap')
})

it('[T56] a row stays until its events are here, and a copy of a log that is gone is dropped whole', async () => {
  const sent = note('等一等')
  await enqueue(db, ticket, [sent], 1)
  await takeReceipts(db, [{ id: sent.id, answer: { ok: true, seq: 2 } }])
  expect((await ticketMaterialsOf(db, ticket)).pending).toMatchObject([{ settled: 2 }])
  await takeTicketFeed(db, ticket, [opened, noted(2, sent.id)])
  expect((await ticketMaterialsOf(db, ticket)).pending).toEqual([])
  await dropCopy(db, ticket)
  expect(await ticketHeadsOf(db)).toEqual([])
  expect(await db.seqOf(ticket)).toBe(0)
})

it('[T56] a database of before is kept whole: conversations, outbox and drafts are where they were', async () => {
  const conversation = newConversationId(random)
  const old = await openDB(db.name, 1, {
    upgrade(made) {
      made.createObjectStore('events', { keyPath: ['conversation', 'seq'] })
      made.createObjectStore('heads', { keyPath: 'conversation' }).createIndex('lastAt', 'lastAt')
      const outbox = made.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true })
      outbox.createIndex('id', 'id', { unique: true })
      outbox.createIndex('to', 'to')
      made.createObjectStore('drafts', { keyPath: 'conversation' })
      made.createObjectStore('packs', { keyPath: 'version' })
      made.createObjectStore('kept', { keyPath: 'key' })
    },
  })
  const waiting = { id: newCommandId(random), type: 'send-message', text: '旧版写的' }
  await old.put('outbox', { id: waiting.id, to: conversation, command: waiting, at: 1, refused: null })
  await old.put('drafts', { conversation, text: '没写完', version: 3 })
  const said: StoredEvent = { seq: 1, at: 1, by: { kind: 'customer' }, cause: waiting.id, name: 'v1.MessageSent', data: { text: '在吗' } }
  await old.put('events', { conversation, seq: 1, event: said })
  await old.put('heads', { conversation, state: { seq: 1, phase: { name: 'assistant' } }, openedAt: 1, lastAt: 1, preview: '在吗' })
  old.close()
  expect((await toSend(db, Date.now())).rows.map((row) => row.command.id)).toEqual([waiting.id])
  await takeTicketFeed(db, ticket, [opened])
  expect(await ticketHeadsOf(db)).toHaveLength(1)
  const draft = await db.read(['drafts'], (transaction) => transaction.objectStore('drafts').get(conversation))
  expect(draft).toMatchObject({ text: '没写完' })
  // A state of before knew nothing of tickets: it is folded anew.
  expect(await db.head(conversation)).toMatchObject({ preview: '在吗', state: { seq: 1, tickets: [] } })
})

it('[T58] whatever a seat asked of a ticket and was refused stays to be seen, with words or without; watching does not', async () => {
  const [taken, watched] = [
    { id: newCommandId(random), type: 'take-ticket' },
    { id: newCommandId(random), type: 'watch', on: true },
  ]
  await enqueue(db, ticket, [taken, watched], 1)
  await takeReceipts(
    db,
    [taken, watched].map(({ id }) => ({ id, answer: { ok: false, code: 'ticket-taken' } })),
  )
  expect((await ticketMaterialsOf(db, ticket)).pending).toMatchObject([{ id: taken.id, refused: 'ticket-taken' }])
})

it('[T59] a note and an answer have drafts of their own: what is sent takes its own draft, and what is called back joins it', async () => {
  const draftOf = (of: string) => db.read(['drafts'], (transaction) => transaction.objectStore('drafts').get(of))
  await db.hand('drafts', { conversation: ticket, text: '给客户', version: 1 })
  await db.hand('drafts', { conversation: `${ticket}/note`, text: '给同事', version: 1 })
  const sent = note('给同事')
  await enqueue(db, ticket, [sent], 1, { draft: 1, draftOf: `${ticket}/note` })
  expect(await draftOf(`${ticket}/note`)).toBeUndefined()
  expect(await draftOf(ticket)).toMatchObject({ text: '给客户' })
  await callBack(db, sent.id, `${ticket}/note`)
  expect(await draftOf(`${ticket}/note`)).toMatchObject({ text: '给同事' })
  expect(await draftOf(ticket)).toMatchObject({ text: '给客户' })
})

it('[T56] the tickets that were opened last are remembered, the latest first, each once', async () => {
  const other = ticketIdOf(newCommandId(random))
  await lookAt(db, ticket)
  await lookAt(db, other)
  await lookAt(db, ticket)
  expect(await db.recall('looked')).toEqual([ticket, other])
})
