import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'

export const OWNER = { name: '李娜', email: 'lina@example.cn', password: 'a calm sea is no school' }
export const PHONE = { width: 390, height: 844 }
export const TABLET = { width: 1180, height: 820 }

/** The code that the owner would read in the terminal. */
function setupCode(): string {
  return readFileSync(join(process.env.EVENKEEL_E2E_STORE ?? '', 'setup-code'), 'utf8').trim()
}

/** Sets the desk up through the screens, once; the stories share it. */
export async function setUpDesk(page: Page): Promise<void> {
  await page.goto('/setup')
  const code = page.getByLabel('首次运行码')
  await expect(code.or(page.getByText('这里已经设置好了'))).toBeVisible()
  if (!(await code.isVisible())) return
  await code.fill(setupCode())
  await page.getByLabel('名称').fill('山海小店')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('电商零售').click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('退货地址').fill('浙江省杭州市余杭区示例路 1 号 退货部')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('全天', { exact: true }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('你的称呼').fill(OWNER.name)
  await page.getByLabel('邮箱').fill(OWNER.email)
  await page.getByLabel('密码', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: '开张' }).click()
  await expect(page.getByRole('heading', { name: '开张了！' })).toBeVisible()
}

export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('邮箱').fill(OWNER.email)
  await page.getByLabel('密码', { exact: true }).fill(OWNER.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('button', { name: /我的状态/ })).toBeVisible()
}

export async function goOnline(page: Page): Promise<void> {
  await page.getByRole('button', { name: /我的状态/ }).click()
  await page.getByRole('menuitemradio', { name: '在线' }).click()
  await expect(page.getByRole('button', { name: '我的状态：在线' })).toBeVisible()
}

/** A customer's phone: a browser of its own, with the page open and laid up for offline use. */
export async function openPhone(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto('/')
  await expect(page.getByRole('textbox', { name: '消息内容' })).toBeVisible()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  return { context, page }
}

/** A tablet at the desk, signed in; its clock may be wrong by some milliseconds. */
export async function openDesk(browser: Browser, clockAhead = 0): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: TABLET })
  const page = await context.newPage()
  if (clockAhead !== 0) await page.clock.install({ time: Date.now() + clockAhead })
  await signIn(page)
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  return { context, page }
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: '消息内容' }).fill(text)
  await page.getByRole('button', { name: '发送', exact: true }).click()
}

/** The bubble that holds a text, with its state. */
export const bubble = (page: Page, text: string) => page.locator('li.turn', { hasText: text })
export const progress = (page: Page, text: string) => bubble(page, text).locator('[data-progress]')

/** Ends the conversation that is open at a seat: the stories share one desk, and a seat has room for a few. */
export async function endConversation(seat: Page): Promise<void> {
  await seat.getByRole('button', { name: '结束对话' }).click()
  await seat.getByRole('dialog').getByRole('button', { name: '已解决', exact: true }).click()
}

/** Takes what is offered until this customer is served: talks of a seat that went away have come back into the line meanwhile. */
export async function takeFor(seat: Page, customer: Page): Promise<void> {
  await expect(async () => {
    const take = seat.getByRole('button', { name: '接入' }).first()
    if (await take.isVisible()) await take.click()
    await expect(customer.getByText('李娜 已接入，为你服务')).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
}
