import { expect, test } from '@playwright/test'
import { openDesk, openPhone, say, setUpDesk } from './support.ts'

test('a message that was left becomes a ticket: answered, added to without a network, settled, archived and proposed', async ({
  browser,
  page,
}) => {
  test.slow()
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  await say(customer, '转人工')
  await customer.getByRole('button', { name: '留言' }).click()
  await customer.getByLabel('留言内容').fill('冰箱冷藏室不制冷了，前天刚送到')
  await customer.getByRole('button', { name: '提交' }).click()
  const card = customer.getByRole('region', { name: /^工单 [0-9A-Z]{8}$/ })
  await expect(card).toContainText('冰箱冷藏室不制冷了，前天刚送到')
  await expect(card).toContainText('待受理')
  const number = (await card.getAttribute('aria-label'))?.slice(-8) ?? ''

  const { context: tablet, page: seat } = await openDesk(browser)
  await seat.goto('/desk/tickets')
  await seat.getByRole('button', { name: /^全部/ }).click()
  await seat.getByRole('link', { name: new RegExp(number) }).click()
  await expect(seat.getByText('冰箱冷藏室不制冷了，前天刚送到').first()).toBeVisible()
  await seat.getByRole('button', { name: '受理' }).click()
  await expect(card).toContainText('处理中')
  await say(seat, '请发一张铭牌的照片')
  await expect(customer.getByRole('article').getByText('请发一张铭牌的照片')).toBeVisible({ timeout: 20_000 })
  await seat.getByLabel('更多操作').click()
  await seat.getByRole('button', { name: '转为待客户' }).click()
  await expect(card).toContainText('待客户')

  await phone.setOffline(true)
  await card.getByRole('button', { name: '补充说明' }).click()
  await card.getByLabel('想补充什么').fill('铭牌上写的是 BCD-216')
  await card.getByRole('button', { name: '提交' }).click()
  await expect(customer.getByText('铭牌上写的是 BCD-216').last()).toBeVisible()
  await expect(seat.getByText('铭牌上写的是 BCD-216')).toHaveCount(0)
  await phone.setOffline(false)
  await expect(seat.getByText('铭牌上写的是 BCD-216').first()).toBeVisible({ timeout: 30_000 })
  await expect(card, 'a word brings it back to those who work on it').toContainText('处理中')

  await seat.getByRole('button', { name: '解决', exact: true }).click()
  const dialog = seat.getByRole('dialog')
  await dialog.getByLabel('解决方案').fill('冷藏室风道结冰，断电化霜两小时后恢复。')
  await dialog.getByRole('button', { name: '解决', exact: true }).click()
  await expect(card).toContainText('已解决')
  await seat.getByRole('button', { name: '办结', exact: true }).click()
  await expect(card).toContainText('已办结')

  await seat.goto('/knowledge/tickets')
  const proposal = seat.getByRole('article', { name: '冰箱冷藏室不制冷了，前天刚送到' })
  await expect(proposal).toContainText(`工单 ${number}`)
  await expect(proposal).toContainText('冷藏室风道结冰')
  await proposal.getByRole('button', { name: '采纳并改写' }).click()
  await expect(seat).toHaveURL(/\/knowledge$/)
  await expect(seat.getByLabel('问题', { exact: true })).toHaveValue('冰箱冷藏室不制冷了，前天刚送到')
  await phone.close()
  await tablet.close()
})
