import { expect, test } from '@playwright/test'
import { bubble, goOnline, openDesk, openPhone, progress, say, setUpDesk } from './support.ts'

test('an agent calls a reply back before it leaves, sends another at once, and cancels one in the outbox', async ({ browser, page }) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  const { context: tablet, page: seat } = await openDesk(browser)
  await goOnline(seat)
  await say(customer, '转人工')
  await seat.getByRole('button', { name: '接入' }).click()
  await expect(customer.getByText('李娜 已接入，为你服务')).toBeVisible()
  await seat.getByRole('button', { name: /客户 / }).first().click()

  await say(seat, '写错了的回复')
  await expect(progress(seat, '写错了的回复')).toHaveAttribute('data-progress', 'held')
  await seat.getByRole('button', { name: /^撤回/ }).click()
  await expect(bubble(seat, '写错了的回复')).toHaveCount(0)
  await expect(seat.getByRole('textbox', { name: '消息内容' })).toHaveValue('写错了的回复')

  await say(seat, '改好了的回复')
  await seat.getByRole('button', { name: '立即发送' }).click()
  await expect(bubble(customer, '改好了的回复')).toBeVisible({ timeout: 3000 })

  await tablet.setOffline(true)
  await say(seat, '先不说了')
  await seat.getByRole('button', { name: '1 条待发', exact: true }).click()
  const drawer = seat.getByRole('dialog', { name: '待发箱' })
  await expect(drawer.getByText('先不说了')).toBeVisible()
  await drawer.getByRole('button', { name: '取消' }).click()
  await expect(drawer.getByText('没有待发的内容')).toBeVisible()
  await tablet.setOffline(false)
  await seat.keyboard.press('Escape')
  await say(seat, '还有别的吗')
  await expect(bubble(customer, '还有别的吗')).toBeVisible({ timeout: 15_000 })
  const heard = await customer.locator('li.turn:not(.mine) article').allInnerTexts()
  expect(heard.map((text) => text.trim())).toEqual(['改好了的回复', '还有别的吗'])
  await phone.close()
  await tablet.close()
})
