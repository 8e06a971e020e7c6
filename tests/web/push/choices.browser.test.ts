import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NoticeChoices } from '$lib/push/choices.svelte.ts'
import { clockOf, minuteOf } from '$lib/push/clock.ts'
import { renewNotices } from '$lib/push/renewal.ts'
import { subscribe, unsubscribe } from '$lib/push/subscription.ts'
import { Replica } from '$lib/replica/db.ts'

const ENDPOINT = 'https://push.example.com/1'
const CHOICE = { wishes: { kinds: {}, quiet: null, timezone: 'Asia/Shanghai' }, words: true, language: 'zh-CN' } as const
let db: Replica
let count = 0

/** A browser whose push service can be reached, and what becomes of its subscription. */
function browser(subscription: { gone: boolean } = { gone: false }) {
  const fake = {
    options: {},
    unsubscribe: async () => {
      subscription.gone = true
      return true
    },
    toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: `B${'a'.repeat(86)}`, auth: 'a'.repeat(22) } }),
  }
  const pushManager = { getSubscription: async () => (subscription.gone ? null : fake), subscribe: async () => fake }
  vi.spyOn(navigator, 'serviceWorker', 'get').mockReturnValue({
    ready: Promise.resolve({ pushManager }),
    getRegistration: async () => ({ pushManager }),
  } as unknown as ServiceWorkerContainer)
  return subscription
}

function edge(status: number | null) {
  const asked: { method: string; path: string; body: unknown }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (path, init) => {
    asked.push({ method: init?.method ?? 'GET', path: String(path), body: init?.body ? JSON.parse(String(init.body)) : null })
    if (status === null) throw new TypeError('no network')
    if (String(path) === '/api/desk') return Response.json({ pushKey: `B${'b'.repeat(86)}` })
    return new Response(null, { status })
  })
  return asked
}

beforeEach(() => {
  db = new Replica(`evenkeel-s_test${count++}`)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await db.delete()
})

describe('[N8] nothing is asked of anybody before they wish it', () => {
  it('[N8] looking at the choices asks no permission, and what is denied or cannot be had is told as that', async () => {
    const asked = vi.spyOn(Notification, 'requestPermission').mockResolvedValue('denied')
    browser()
    vi.spyOn(Notification, 'permission', 'get').mockReturnValue('default')
    const choices = new NoticeChoices(db, 'customer')
    expect(choices.standing).toBe('off')
    expect(choices.kinds).toEqual(['answered', 'joined', 'ticket'])
    expect(asked).not.toHaveBeenCalled()
    await choices.turnOn()
    expect(choices.standing).toBe('denied')
    vi.spyOn(navigator, 'serviceWorker', 'get').mockReturnValue(undefined as never)
    expect(new NoticeChoices(db, 'seat').standing).toBe('unsupported')
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')
    expect(new NoticeChoices(db, 'seat').standing).toBe('install')
  })

  it('[N8] a failure at either end is told, and nothing is kept as if it had worked', async () => {
    edge(null)
    expect(await subscribe(db, 'seat', CHOICE)).toBe('unreachable')
    vi.restoreAllMocks()
    edge(204)
    vi.spyOn(navigator, 'serviceWorker', 'get').mockReturnValue({
      ready: Promise.resolve({
        pushManager: { getSubscription: async () => null, subscribe: () => Promise.reject(new DOMException('', 'AbortError')) },
      }),
    } as unknown as ServiceWorkerContainer)
    expect(await subscribe(db, 'seat', CHOICE)).toBe('no-service')
    browser()
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (path) =>
      String(path) === '/api/desk' ? Response.json({ pushKey: 'B' }) : new Response(null, { status: 503 }),
    )
    expect(await subscribe(db, 'seat', CHOICE)).toBe('unreachable')
    expect(await db.recall('notices')).toBeUndefined()
  })
})

describe('[N5] leaving', () => {
  it('[N5] ends it at both ends, and here at once without a network too', async () => {
    const subscription = browser()
    const asked = edge(204)
    expect(await subscribe(db, 'seat', CHOICE)).toBeNull()
    expect(await db.recall('notices')).toMatchObject({ endpoint: ENDPOINT })
    await unsubscribe(db, 'seat')
    expect(asked.at(-1)).toEqual({ method: 'DELETE', path: '/api/push/seat', body: { endpoint: ENDPOINT } })
    expect(await db.recall('notices')).toBeNull()
    expect(subscription.gone).toBe(true)
    const again = browser()
    edge(204)
    await subscribe(db, 'seat', CHOICE)
    edge(null)
    await unsubscribe(db, 'seat')
    expect(await db.recall('notices')).toBeNull()
    expect(again.gone).toBe(true)
  })

  it('[N5] leaves the browser its subscription while another person here is told by it', async () => {
    const other = new Replica('evenkeel-s_other')
    const subscription = browser()
    edge(204)
    await subscribe(db, 'seat', CHOICE)
    await subscribe(other, 'seat', CHOICE)
    await unsubscribe(db, 'seat')
    expect(subscription.gone).toBe(false)
    await unsubscribe(other, 'seat')
    expect(subscription.gone).toBe(true)
    await other.delete()
  })
})

it.each([
  [0, '00:00'],
  [450, '07:30'],
  [1439, '23:59'],
])('minute %i is %s on a clock, and back', (minute, text) => {
  expect(clockOf(minute)).toBe(text)
  expect(minuteOf(text)).toBe(minute)
  expect(minuteOf('')).toBeNull()
})

describe('[N10] another address', () => {
  const NEW = 'https://push.example.com/2'
  const renewed = {
    getSubscription: async () => null,
    subscribe: async () => ({ toJSON: () => ({ endpoint: NEW, keys: { p256dh: `B${'a'.repeat(86)}`, auth: 'a'.repeat(22) } }) }),
  } as unknown as PushManager

  it('[N10] that the browser changes to is told without a page, and the one before is dropped', async () => {
    browser()
    edge(204)
    await subscribe(db, 'seat', CHOICE)
    vi.restoreAllMocks()
    const asked = edge(204)
    await renewNotices(renewed, [db.name, 'another-app'])
    expect(asked.filter(({ path }) => path !== '/api/desk')).toEqual([
      { method: 'POST', path: '/api/push/seat', body: expect.objectContaining({ endpoint: NEW, wishes: CHOICE.wishes }) },
      { method: 'DELETE', path: '/api/push/seat', body: { endpoint: ENDPOINT } },
    ])
    expect(await db.recall('notices')).toMatchObject({ endpoint: NEW, words: true })
  })

  it.each([401, null])(
    '[N10] is told when a page is next opened where the edge says %s, and of who wishes nothing it is not',
    async (status) => {
      browser()
      edge(204)
      await subscribe(db, 'seat', CHOICE)
      vi.restoreAllMocks()
      edge(status)
      await renewNotices(renewed, [db.name])
      expect(await db.recall('notices')).toMatchObject({ endpoint: ENDPOINT })
      await db.keep('notices', null)
      const asked = edge(204)
      await renewNotices(renewed, [db.name])
      expect(asked).toEqual([])
    },
  )
})
