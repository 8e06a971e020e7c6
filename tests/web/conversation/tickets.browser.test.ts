import { afterEach, beforeEach, expect, it } from 'vitest'
import { OwnTickets } from '$lib/conversation/told-tickets.svelte.ts'
import { Replica } from '$lib/replica/db.ts'
import { takeFeed } from '$lib/replica/feed.ts'
import { identityOf } from '$lib/replica/identity.ts'
import { outboxOf } from '$lib/replica/outbox.ts'
import { conversationsWithTickets } from '$lib/sync/told.ts'
import { DEFAULT_QUEUE, newCommandId, newConversationId, ticketIdOf } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { watched } from './watched.svelte.ts'

const random = seededRandom(5)
let db: Replica
let name = 0
beforeEach(() => {
  db = new Replica(`told-${name++}`)
})
afterEach(() => db.delete())

/** A conversation that has ended and led to a ticket. */
async function ended(at: number, status: 'processing' | 'closed') {
  const conversation = newConversationId(random)
  const { id: customer } = await identityOf(db)
  const cause = newCommandId(random)
  const ticket = ticketIdOf(cause)
  const title = `第 ${at} 件`
  const happened: [string, object][] = [
    ['v1.ConversationOpened', { customer, language: 'zh-CN', channel: 'web' }],
    ['v1.TicketOpened', { ticket, title, type: 'fault', urgency: 'normal', line: DEFAULT_QUEUE, reason: 'unsolved' }],
    ['v1.ConversationClosed', {}],
    ['v1.TicketMoved', { ticket, title, what: 'status', status, seat: null, text: '' }],
  ]
  const events = happened.map(([kind, data], index): StoredEvent => {
    const by = { kind: 'customer' } as const
    return { seq: index + 1, at: at + index, by, cause: index === 1 ? cause : newCommandId(random), name: kind, data }
  })
  await takeFeed(db, conversation, events)
  return { conversation, ticket }
}

it('[T62] all tickets of this device are together, the latest first, with what was added and has not arrived', async () => {
  const [first, second] = [await ended(10, 'closed'), await ended(1000, 'processing')]
  const own = new OwnTickets(db)
  let seen = own.all
  const stop = watched(() => {
    seen = own.all
  })
  await expect.poll(() => seen?.map(({ ticket }) => ticket.id)).toEqual([second.ticket, first.ticket])
  await seen?.[0]?.saying.say(second.ticket, 'addition', '编号 88')
  await expect
    .poll(() => seen?.[0]?.items.flatMap(({ body, stage }) => (body.kind === 'ticket-added' ? [[body.text, stage]] : [])))
    .toEqual([['编号 88', 'kept']])
  expect(await outboxOf(db)).toMatchObject([{ to: second.conversation, command: { type: 'say-to-ticket', what: 'addition' } }])
  expect(await db.recall('current')).toBeUndefined()
  stop()
})

it('[T63] a conversation that has ended is followed for as long as its ticket is under way', async () => {
  await ended(10, 'closed')
  const { conversation } = await ended(1000, 'processing')
  expect(await conversationsWithTickets(db)).toEqual([conversation])
})
