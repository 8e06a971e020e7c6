import { type BrowserContext, type CDPSession, expect, type Page, test } from '@playwright/test'
import { bubble, endConversation, goOnline, openDesk, openPhone, say, setUpDesk, takeFor } from './support.ts'

/** A browser here reaches no push service: the page is given a subscription with keys that are real. */
async function withFakeSubscription(context: BrowserContext, origin: string): Promise<void> {
  await context.grantPermissions(['notifications'], { origin })
  await context.addInitScript(() => {
    const subscription = {
      endpoint: 'https://push.example.com/send/story',
      options: {},
      unsubscribe: async () => true,
      toJSON: () => ({
        endpoint: 'https://push.example.com/send/story',
        keys: {
          p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
          auth: 'BTBZMqHH6r4Tts7J_aSIgg',
        },
      }),
    }
    Object.assign(PushManager.prototype, { getSubscription: async () => subscription, subscribe: async () => subscription })
  })
}

/** The browser's own way to hand a push to the service worker that is there. */
async function pusher(context: BrowserContext, page: Page, origin: string): Promise<(payload: object) => Promise<void>> {
  const session: CDPSession = await context.newCDPSession(page)
  const registrations: { registrationId: string; scopeURL: string }[] = []
  session.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations))
  await session.send('ServiceWorker.enable')
  await expect.poll(() => registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))?.registrationId).toBeTruthy()
  const registrationId = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))?.registrationId ?? ''
  return async (payload) => {
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(payload) })
  }
}

/** Runs in the service worker: the notices that are shown. */
async function notices(): Promise<{ title: string; body: string }[]> {
  const { registration } = self as unknown as { registration: ServiceWorkerRegistration }
  return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }))
}

/** Runs in the service worker: every text of the customer's replica. */
async function texts(): Promise<string> {
  const names = (await indexedDB.databases()).map(({ name }) => name)
  if (!names.includes('evenkeel-customer')) return ''
  const opened = indexedDB.open('evenkeel-customer')
  await new Promise((resolve) => opened.addEventListener('success', resolve))
  const asked = opened.result.transaction('events').objectStore('events').getAll()
  await new Promise((resolve) => asked.addEventListener('success', resolve))
  opened.result.close()
  return JSON.stringify(asked.result)
}

test('[N2] [N5] [N7] [N8] a reply is on the device before its notice shows, in words of its own, and after clearing there is silence', async ({
  browser,
  page,
  baseURL,
}) => {
  const origin = baseURL ?? ''
  await setUpDesk(page)
  const { context: tablet, page: seat } = await openDesk(browser)
  await goOnline(seat)
  const { context: phone, page: customer } = await openPhone(browser)
  await withFakeSubscription(phone, origin)
  await customer.reload()
  await expect(customer.getByRole('button', { name: '提醒我' })).toHaveCount(0)
  await say(customer, '我要找人工')
  // [N8] Offered to who waits, and to nobody before.
  await customer.getByRole('button', { name: '提醒我' }).click()
  await expect(customer.getByRole('button', { name: '提醒我' })).toHaveCount(0)
  await takeFor(seat, customer)
  await seat
    .getByRole('button', { name: /客户 .*我要找人工/ })
    .first()
    .click()
  await expect(seat.getByRole('textbox', { name: '消息内容' })).toBeVisible()
  await customer.getByLabel('更多').click()
  await customer.getByRole('button', { name: '通知与本机记录' }).click()
  await expect(customer.getByText('这台设备已开启通知。')).toBeVisible()
  await customer.getByRole('button', { name: '关闭', exact: true }).click()

  const held = await customer.evaluate(async () => {
    const opened = indexedDB.open('evenkeel-customer')
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const kept = opened.result.transaction('kept').objectStore('kept')
    const read = async (key: string) => {
      const asked = kept.get(key)
      await new Promise((resolve) => asked.addEventListener('success', resolve))
      return asked.result.value
    }
    const [current, identity] = [read('current'), read('identity')]
    const found = { conversation: await current, to: (await identity).id }
    opened.result.close()
    return found as { conversation: string; to: string }
  })
  const payload = (seq: number) => ({ kind: 'answered', conversation: held.conversation, seq, to: held.to })
  const blank = await phone.newPage()
  await blank.goto('/icons/icon.svg')
  const push = await pusher(phone, blank, origin)
  const [worker] = phone.serviceWorkers()

  // While it is on the screen nothing is told of it.
  await customer.bringToFront()
  await customer.evaluate(() => {
    Object.assign(window, { asked: 0 })
    navigator.serviceWorker.addEventListener('message', () => {
      ;(window as unknown as { asked: number }).asked++
    })
  })
  await push(payload(1))
  await expect.poll(() => customer.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(1)
  await customer.close()
  await say(seat, '您的包裹已经到杭州，电话 19900001234')
  await expect(bubble(seat, '您的包裹已经到杭州')).toBeVisible()
  await seat.getByRole('button', { name: '立即发送' }).click()
  await expect(bubble(seat, '您的包裹已经到杭州').locator('[data-progress]')).toHaveAttribute('data-progress', 'sent')
  expect(await worker?.evaluate(texts)).not.toContain('到杭州')
  expect(await worker?.evaluate(notices)).toEqual([])
  const log = await phone.request.get(`/api/push/customer/events/${held.conversation}`)
  const { seq } = (await log.json()) as { seq: number }
  await push(payload(seq))
  await expect.poll(() => worker?.evaluate(notices)).toHaveLength(1)
  expect(await worker?.evaluate(texts)).toContain('到杭州')
  const [notice] = (await worker?.evaluate(notices)) ?? []
  expect(notice?.title).toBe('李娜 回复了你')
  expect(notice?.body).toContain('您的包裹已经到杭州')
  expect(notice?.body).not.toContain('19900001234')

  const again = await phone.newPage()
  await again.goto('/')
  await expect(bubble(again, '到杭州')).toBeVisible()
  await again.getByLabel('更多').click()
  await again.getByRole('button', { name: '通知与本机记录' }).click()
  await again.getByRole('button', { name: '清除本机记录' }).click()
  await again.getByRole('button', { name: '确定清除' }).click()
  await expect(bubble(again, '到杭州')).toHaveCount(0)
  await expect(again.getByRole('textbox', { name: '消息内容' })).toBeVisible()
  await worker?.evaluate(async () => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration }
    for (const one of await registration.getNotifications()) one.close()
  })
  await again.close()
  // A push that is for nobody here ends in a look at the subscription, which tells when it was dealt with.
  await worker?.evaluate(() => {
    const { prototype } = PushManager
    Object.assign(self, { lookedAt: 0 })
    prototype.getSubscription = async () => {
      ;(self as unknown as { lookedAt: number }).lookedAt++
      return null
    }
  })
  await push(payload(seq))
  await push({ ...payload(seq + 1), kind: 'joined' })
  await expect.poll(() => worker?.evaluate(() => (self as unknown as { lookedAt: number }).lookedAt)).toBe(2)
  expect(await worker?.evaluate(texts)).not.toContain('到杭州')
  expect(await worker?.evaluate(notices)).toEqual([])
  await endConversation(seat)
  await phone.close()
  await tablet.close()
})
