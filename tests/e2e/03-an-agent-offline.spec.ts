import { expect, test } from '@playwright/test'
import { bubble, endConversation, goOnline, openDesk, openPhone, progress, say, setUpDesk } from './support.ts'

test('an agent, whose clock is a day ahead, goes offline, reads on, replies, reloads, and the replies arrive once and in order on return', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  const { context: tablet, page: seat } = await openDesk(browser, 86_400_000)
  await goOnline(seat)
  await say(customer, '转人工')
  await seat.getByRole('button', { name: '接入' }).click()
  await expect(customer.getByText('李娜 已接入，为你服务')).toBeVisible()
  await say(customer, '我的订单有个问题')
  await seat.getByRole('button', { name: /客户 .*我的订单有个问题/ }).click()
  await expect(bubble(seat, '我的订单有个问题')).toBeVisible()

  await tablet.setOffline(true)
  await expect(seat.getByText('你在离线状态')).toBeVisible()
  await say(seat, '离线回复一')
  await say(seat, '离线回复二')
  await expect(progress(seat, '离线回复一')).toHaveAttribute('data-progress', 'here')
  await say(customer, '还在吗')

  await seat.reload()
  await seat.getByRole('button', { name: /客户 .*我的订单有个问题/ }).click()
  await expect(bubble(seat, '我的订单有个问题')).toBeVisible()
  await expect(progress(seat, '离线回复二')).toHaveAttribute('data-progress', 'here')
  await expect(seat.getByRole('button', { name: '2 条待发', exact: true })).toBeVisible()

  await tablet.setOffline(false)
  await expect(bubble(seat, '还在吗')).toBeVisible()
  await expect(progress(seat, '离线回复二')).toHaveAttribute('data-progress', 'read')
  const heard = await customer.locator('li.turn:not(.mine) article').allInnerTexts()
  expect(heard.map((text) => text.trim())).toEqual(['离线回复一', '离线回复二'])
  const order = await seat.locator('li.turn article').allInnerTexts()
  expect(order.map((text) => text.trim()).slice(1)).toEqual(['我的订单有个问题', '还在吗', '离线回复一', '离线回复二'])
  await endConversation(seat)
  await phone.close()
  await tablet.close()
})
