import { expect, test } from '@playwright/test'
import { bubble, endConversation, goOnline, openDesk, openPhone, progress, say, setUpDesk, signIn } from './support.ts'

test('a sign-in that ends in mid-conversation leads to the sign-in page, and what was written goes out after it', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  const { context: tablet, page: seat } = await openDesk(browser)
  await goOnline(seat)
  await say(customer, '转人工')
  await seat.getByRole('button', { name: '接入' }).click()
  await expect(seat.getByRole('textbox', { name: '消息内容' })).toBeVisible()

  await tablet.setOffline(true)
  await say(seat, '登录失效前写的')
  await tablet.clearCookies()
  await tablet.setOffline(false)
  await expect(seat.getByRole('heading', { name: '坐席登录' })).toBeVisible()

  await signIn(seat)
  await seat.getByRole('button', { name: /客户 / }).first().click()
  await expect(progress(seat, '登录失效前写的')).toHaveAttribute('data-progress', /sent|delivered|read/)
  await expect(bubble(customer, '登录失效前写的')).toHaveCount(1)
  await endConversation(seat)
  await phone.close()
  await tablet.close()
})
