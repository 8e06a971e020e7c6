import { afterEach, beforeEach, expect, it } from 'vitest'
import { CustomerConversation } from '$lib/conversation/conversation.svelte.ts'
import { clearShelf } from '$lib/knowledge/shelf.ts'
import { Replica } from '$lib/replica/db.ts'
import { callBack, toSend } from '$lib/replica/outbox.ts'
import { newConversationId, newCustomerId } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { PackVersion } from '$shared/knowledge/pack.ts'
import { watched } from './watched.svelte.ts'

const random = seededRandom(11)
const version = 'ab'.repeat(16) as PackVersion
const ARTICLE = {
  id: 'return-goods',
  category: '售后',
  question: '怎么退货',
  phrasings: ['想退货'],
  answer: '七天内可以退。',
  source: { title: '退货规则', section: '' },
  updated: '2026-11-01',
  related: [],
}
let db: Replica
let conversation: CustomerConversation
let stop: () => void
let name = 0

beforeEach(async () => {
  db = new Replica(`conversation-${name++}`)
  await db.write(['packs'], (transaction) =>
    transaction.objectStore('packs').put({ version, format: 1, language: 'zh-CN', articles: [ARTICLE] }),
  )
  await db.keep('pack:zh-CN', version)
  conversation = make(newConversationId(random))
})
afterEach(async () => {
  stop()
  await db.delete()
})

function make(id: CustomerConversation['id']): CustomerConversation {
  const made = new CustomerConversation(db, id, { id: newCustomerId(random), secret: 's', admitted: false }, () => 'zh-CN')
  // As a screen would: something must read it for the replica to be followed.
  stop = watched(() => void made.view)
  return made
}

const texts = () =>
  conversation.view.items.filter((item) => item.body.kind === 'text').map((item) => (item.body.kind === 'text' ? item.body.text : ''))
const turns = () => conversation.view.items.flatMap((item) => (item.body.kind === 'turn' ? [item.body.turn.kind] : []))

it('what is sent is drawn before IndexedDB has answered, and is one bubble after it has', async () => {
  const sending = conversation.send('怎么退货')
  expect(texts()).toEqual(['怎么退货'])
  await sending
  await expect.poll(turns).toEqual(['answer'])
  expect(texts()).toEqual(['怎么退货'])
  expect((await toSend(db, Date.now())).rows.map((row) => row.command.type)).toEqual(['open-conversation', 'send-message', 'answer'])
})

it('what the assistant said without a network is drawn by a page that has opened no pack yet', async () => {
  await conversation.send('怎么退货')
  await expect.poll(turns).toEqual(['answer'])
  stop()
  clearShelf()
  conversation = make(conversation.id)
  await expect.poll(turns).toEqual(['answer'])
  expect(texts()).toEqual(['怎么退货'])
})

it('what was drawn stays drawn while it passes from the page into the replica', async () => {
  const seen: number[] = []
  const end = watched(() => void seen.push(texts().length))
  await conversation.send('怎么退货')
  await expect.poll(turns).toEqual(['answer'])
  await conversation.send('怎么开发票')
  await expect.poll(turns).toEqual(['answer', 'unknown'])
  end()
  expect(seen.at(-1)).toBe(2)
  expect(seen).toEqual(seen.toSorted((one, other) => one - other))
})

it('a message whose page died before the assistant answered is answered once, by whoever opens next', async () => {
  await conversation.send('怎么退货')
  const answer = (await toSend(db, Date.now())).rows.find((row) => row.command.type === 'answer')
  if (!answer) throw new Error('the assistant did not answer')
  await callBack(db, answer.command.id)
  stop()
  conversation = make(conversation.id)
  await Promise.all([conversation.resume(), conversation.resume()])
  expect((await toSend(db, Date.now())).rows.filter((row) => row.command.type === 'answer').map((row) => row.command.id)).toEqual([
    answer.command.id,
  ])
})

it('[C9] two misses in a row ask for a person, with no network at all', async () => {
  await conversation.send('火星上能种土豆吗')
  await conversation.send('今天天气怎么样')
  await expect.poll(() => conversation.view.state.phase.name).toBe('waiting')
  expect(turns()).toEqual(['unknown', 'unknown'])
})

it('asking for a person in words needs no article', async () => {
  await conversation.send('转人工')
  await expect.poll(() => conversation.view.state.phase.name).toBe('waiting')
  expect(turns()).toEqual([])
})

it('[K24] who means none of the choices asks for a person once, and judges them', async () => {
  await conversation.send('怎么开发票')
  await conversation.send('怎么退货')
  await expect.poll(turns).toEqual(['unknown', 'answer'])
  const told = conversation.view.items.findLast((item) => item.body.kind === 'turn')
  await conversation.requestPerson(told?.id)
  await expect.poll(() => conversation.view.state.phase).toMatchObject({ name: 'waiting', live: true })
  await expect.poll(() => conversation.view.state.answers).toEqual([])
  const asked = conversation.view.items.filter((item) => item.body.kind === 'notice' && item.body.notice.kind === 'person-requested')
  expect(asked).toHaveLength(1)
  expect((await toSend(db, Date.now())).rows.map((row) => row.command.type).slice(-2)).toEqual(['request-person', 'judge-answer'])
})
