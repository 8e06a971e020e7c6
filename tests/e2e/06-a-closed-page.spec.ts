import { type CDPSession, expect, test } from '@playwright/test'
import { bubble, openPhone, progress, say, setUpDesk } from './support.ts'

/** Has the browser do what it does when the network is back: wake the service worker with the wish that was made. */
async function networkIsBack(session: CDPSession, origin: string): Promise<void> {
  const registrations: { registrationId: string; scopeURL: string }[] = []
  session.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations))
  await session.send('ServiceWorker.enable')
  await expect.poll(() => registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))?.registrationId).toBeTruthy()
  const registrationId = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))?.registrationId ?? ''
  await session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'outbox', lastChance: false })
}

/** Runs in the service worker: how many rows of the outbox have no answer. */
async function unsent(): Promise<number> {
  const opened = indexedDB.open('evenkeel-customer')
  await new Promise((resolve) => opened.addEventListener('success', resolve))
  const asked = opened.result.transaction('outbox').objectStore('outbox').getAll()
  await new Promise((resolve) => asked.addEventListener('success', resolve))
  opened.result.close()
  return (asked.result as { settled?: number }[]).filter((row) => row.settled === undefined).length
}

test('what was written without a network leaves though the page is closed, changed and cancelled as its writer wished', async ({
  browser,
  page,
  baseURL,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  await say(customer, '第一句')
  await expect(progress(customer, '第一句')).toHaveAttribute('data-progress', 'sent')

  await phone.setOffline(true)
  await say(customer, '这一句不要了')
  await say(customer, '这一句要改')
  await say(customer, '这一句照发')
  await expect(progress(customer, '这一句照发')).toHaveAttribute('data-progress', 'here')
  await customer.getByRole('button', { name: /条待发$/ }).click()
  const drawer = customer.getByRole('dialog', { name: '待发箱' })
  await drawer.getByRole('listitem').filter({ hasText: '这一句不要了' }).getByRole('button', { name: '取消' }).click()
  await drawer.getByRole('listitem').filter({ hasText: '这一句要改' }).getByRole('button', { name: '改一改' }).click()
  await expect(customer.getByRole('textbox', { name: '消息内容' })).toHaveValue('这一句要改')
  await say(customer, '这一句改好了')
  await expect(progress(customer, '这一句改好了')).toHaveAttribute('data-progress', 'here')

  const blank = await phone.newPage()
  await customer.close()
  await phone.setOffline(false)
  await networkIsBack(await phone.newCDPSession(blank), baseURL ?? '')
  // No page is there to see it: the service worker is asked what still waits.
  const [worker] = phone.serviceWorkers()
  await expect.poll(() => worker?.evaluate(unsent)).toBe(0)

  const again = await phone.newPage()
  await again.goto('/')
  await expect(bubble(again, '这一句改好了')).toBeVisible()
  const mine = await again.locator('li.turn.mine article').allInnerTexts()
  expect(mine.map((text) => text.trim())).toEqual(['第一句', '这一句照发', '这一句改好了'])
  await expect(progress(again, '这一句改好了')).toHaveAttribute('data-progress', 'sent')
  await phone.close()
})
