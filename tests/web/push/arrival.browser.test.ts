import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Around, arrive } from '$lib/push/arrival.ts'
import { Replica } from '$lib/replica/db.ts'
import { takeFeed } from '$lib/replica/feed.ts'
import { outboxOf } from '$lib/replica/outbox.ts'
import { materialsOf } from '$lib/replica/queries.ts'
import { newCommandId, newConversationId, newCustomerId, newSeatId, newSecret } from '$shared/base/new-ids.ts'
import { seededRandom } from '$shared/base/random.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import type { Language } from '$shared/language/language.ts'
import type { PushPayload } from '$shared/protocol/push-notice.ts'
import { newSeat, type Seat } from '$shared/seat/state.ts'

const random = seededRandom(13)
const conversation = newConversationId(random)
const me = newCustomerId(random)
const seat = newSeatId(random)
const lina = { kind: 'seat', id: seat, name: '李娜' } as const

const event = (seq: number, name: string, data: unknown, by: StoredEvent['by'] = { kind: 'customer' }): StoredEvent => ({
  seq,
  at: seq,
  by,
  cause: newCommandId(random),
  name,
  data,
})
const LOG = [
  event(1, 'v1.ConversationOpened', { customer: me, language: 'zh-CN', channel: 'web' }),
  event(2, 'v1.MessageSent', { text: '我的包裹呢？我的电话 19900005678' }),
  event(3, 'v1.PersonJoined', { seat: { id: seat, name: '李娜' }, queue: 'q_service', entry: newCommandId(random) }, { kind: 'system' }),
  event(4, 'v1.MessageSent', { text: '到杭州了，\n有事打 19900001234' }, lina),
]
const ANSWERED: PushPayload = { kind: 'answered', conversation, seq: 4, to: me }

/** Stands in for the network of the service worker: what the edge answers, by the beginning of the path. */
function edge(answers: Record<string, () => Response | Promise<Response>>): string[] {
  const asked: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const path = String(url)
    asked.push(path)
    const [, answer] = Object.entries(answers).find(([begin]) => path.startsWith(begin)) ?? []
    if (!answer) throw new TypeError('no network')
    return answer()
  })
  return asked
}

const sinceOf = (path: string) => Number(new URL(path, 'https://desk.example').searchParams.get('since'))
const events = (side = 'customer') => {
  const asked = edge({
    [`/api/push/${side}/events/`]: () =>
      Response.json({ seq: LOG.length, events: LOG.filter(({ seq }) => seq > sinceOf(asked.at(-1) ?? '')) }),
  })
  return asked
}

const around: Around = {
  replicas: async () => (await indexedDB.databases()).map(({ name }) => name ?? ''),
  isOnScreen: async () => false,
}

const opened: Replica[] = []
function replica(name: string): Replica {
  const db = new Replica(name)
  opened.push(db)
  return db
}

/** The customer's device, with notices on. */
async function phone(words = true, language: Language = 'zh-CN'): Promise<Replica> {
  const db = replica('evenkeel-customer')
  await db.keep('identity', { id: me, secret: newSecret(random), admitted: true })
  await db.keep('notices', {
    endpoint: 'https://push.example.com/1',
    wishes: { kinds: {}, quiet: null, timezone: 'Asia/Shanghai' },
    words,
    language,
  })
  return db
}

async function tablet(): Promise<Replica> {
  const db = replica(`evenkeel-${seat}`)
  await db.keep('notices', {
    endpoint: 'https://push.example.com/2',
    wishes: { kinds: {}, quiet: null, timezone: 'Asia/Shanghai' },
    words: true,
    language: 'zh-CN',
  })
  return db
}

beforeEach(() => {
  opened.length = 0
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const db of opened) await db.delete()
})

const textsIn = async (db: Replica) => JSON.stringify((await materialsOf(db, conversation)).events)
const shown = async (payload: unknown, here: Around = around) => {
  const arrival = await arrive(payload, here)
  return typeof arrival === 'string' ? arrival : { title: arrival.show.title, body: arrival.show.body }
}

describe('[N2] content is on the device first', () => {
  it('[N2] fetches what it lacks, keeps it, and words it from there, without personal data', async () => {
    const db = await phone()
    await takeFeed(db, conversation, LOG.slice(0, 2))
    const asked = events()
    const arrival = await arrive(ANSWERED, around)
    expect(asked).toEqual([`/api/push/customer/events/${conversation}?since=2`])
    expect(await textsIn(db)).toContain('到杭州了')
    expect(arrival).toMatchObject({ show: { title: '李娜 回复了你', language: 'zh-CN', data: { to: me, conversation, seq: 4 } } })
    expect(await shown(ANSWERED)).toMatchObject({ body: expect.stringMatching(/^到杭州了， 有事打 (?!19900001234)/) })
    // Whoever wrote the words is told that they are here.
    expect((await outboxOf(db)).map(({ command }) => command)).toMatchObject([{ type: 'mark', delivered: 4, read: 0 }])
  })

  it('[N2] a person who has joined is named, in the language of the device', async () => {
    await phone(true, 'en')
    events()
    expect(await shown({ ...ANSWERED, kind: 'joined', seq: 3 })).toMatchObject({ title: '李娜 has joined and is here for you' })
  })

  it('[N2] who wishes no content is told that something came', async () => {
    await phone(false)
    events()
    expect(await shown(ANSWERED)).toEqual({ title: '有新的回复', body: '点开查看' })
  })

  it('[N2] without a network it is told that the content is not here yet, and what a page has fetched is shown', async () => {
    const db = await phone()
    edge({})
    expect(await shown(ANSWERED)).toEqual({ title: '有新的回复', body: '内容还没取到，联网后打开就能看到。' })
    await takeFeed(db, conversation, LOG)
    expect(await shown(ANSWERED)).toMatchObject({ title: '李娜 回复了你' })
  })

  it('[N2] a ticket without a conversation is told plainly', async () => {
    await phone()
    edge({})
    expect(await shown({ kind: 'ticket', ticket: `t_${'1'.repeat(26)}`, seq: 2, to: me })).toEqual({
      title: '工单有新进展',
      body: '点开查看',
    })
  })

  it('[N2] what a ticket answers is told in its words', async () => {
    await phone()
    const told = {
      ticket: `t_${'1'.repeat(26)}`,
      title: '鞋底开裂',
      what: 'answer',
      status: 'processing',
      seat: null,
      text: '已寄出新的一双',
    }
    const log = [...LOG, event(5, 'v1.TicketMoved', told, { kind: 'system' })]
    edge({ '/api/push/customer/events/': () => Response.json({ seq: 5, events: log }) })
    expect(await shown({ ...ANSWERED, kind: 'ticket', seq: 5 })).toEqual({ title: '工单有新进展', body: '已寄出新的一双' })
  })

  it('[N2] a customer whose cookie has ended proves again who they are', async () => {
    await phone()
    let proved = false
    edge({
      '/api/push/customer/events/': () => (proved ? Response.json({ seq: 4, events: LOG }) : new Response(null, { status: 401 })),
      '/api/customers': () => {
        proved = true
        return new Response(null, { status: 204 })
      },
    })
    expect(await shown(ANSWERED)).toMatchObject({ title: '李娜 回复了你' })
  })

  it('[N2] a seat has the offer on its device before it is told, and is not told of one that is gone', async () => {
    const db = await tablet()
    const offer = {
      offer: newCommandId(random),
      queue: 'q_service',
      conversation,
      live: true,
      language: 'zh-CN',
      since: 1,
      until: 2,
      why: { free: 1, idleSince: 1, candidates: 1 },
    } as Seat['offers'][number]
    const payload = { kind: 'offered', conversation, seq: 9, to: seat }
    edge({ '/api/push/seat/state': () => Response.json({ ...newSeat, seq: 9, offers: [offer] }) })
    expect(await shown(payload)).toEqual({ title: '新的客户在等你接入', body: '点开工作台接入' })
    expect((await db.recall('seat'))?.offers).toHaveLength(1)
    vi.restoreAllMocks()
    edge({ '/api/push/seat/state': () => Response.json({ ...newSeat, seq: 10 }) })
    expect(await shown(payload)).toBe('nothing')
  })
})

describe('[N7] what is seen already', () => {
  it('[N7] is not told of while a visible page shows it, and is on the device all the same', async () => {
    const db = await phone()
    events()
    expect(await shown(ANSWERED, { ...around, isOnScreen: async (to, of) => to === me && of === conversation })).toBe('nothing')
    expect(await textsIn(db)).toContain('到杭州了')
  })

  it('[N7] is not told of when it was read elsewhere meanwhile', async () => {
    const db = await phone()
    await takeFeed(db, conversation, [...LOG, event(5, 'v1.Marked', { side: 'customer', delivered: 4, read: 4 })])
    edge({})
    expect(await shown(ANSWERED)).toBe('nothing')
  })
})

describe('[N5] silence', () => {
  it('[N5] nothing is fetched, shown or made where nobody is known, or somebody else, or where it was switched off', async () => {
    const asked = events()
    expect(await shown(ANSWERED)).toBe('not-theirs')
    expect(await around.replicas()).not.toContain('evenkeel-customer')
    const db = await phone()
    expect(await shown({ ...ANSWERED, to: newCustomerId(random) })).toBe('not-theirs')
    await db.keep('notices', null)
    expect(await shown(ANSWERED)).toBe('not-theirs')
    expect(asked).toEqual([])
  })

  it('[N5] a sign-in that has ended elsewhere switches it off', async () => {
    const db = await tablet()
    edge({ '/api/push/seat/': () => new Response(null, { status: 401 }) })
    expect(await shown({ kind: 'customer-answered', conversation, seq: 4, to: seat })).toBe('not-theirs')
    expect(await db.recall('notices')).toBeNull()
  })

  it('[N5] whoever signs out while it is fetched is not named', async () => {
    const db = await phone()
    edge({
      '/api/push/customer/events/': async () => {
        await db.keep('notices', null)
        return Response.json({ seq: 4, events: LOG })
      },
    })
    expect(await shown(ANSWERED)).toBe('not-theirs')
  })

  it.each([null, 'x', {}, { kind: 'answered' }, { ...ANSWERED, kind: 'lunch' }, { ...ANSWERED, to: 'u_1' }])(
    '[N5] rubbish %o shows nothing',
    async (raw) => {
      await phone()
      expect(await shown(raw)).toBe('nothing')
    },
  )
})
