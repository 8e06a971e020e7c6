import { expect, type Page, test } from '@playwright/test'
import { endConversation, goOnline, openDesk, openPhone, say, setUpDesk } from './support.ts'

const lastTurn = (page: Page) => page.locator('li.turn:not(.mine)').last()

test('in aeroplane mode a customer goes through a return, asks in the middle, takes something back; the desk gets it later, once', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  // The pack must be on the device before the network goes.
  await customer.goto('/help')
  await expect(customer.getByText(/^\d+ 条$/)).toBeVisible()
  await customer.goto('/')
  await expect(customer.getByRole('textbox', { name: '消息内容' })).toBeVisible()
  await phone.setOffline(true)

  await say(customer, '我要退货')
  await expect(lastTurn(customer)).toContainText('为什么要退')
  await customer.getByRole('button', { name: '不喜欢或不合适' }).click()
  await expect(lastTurn(customer)).toContainText('收到货几天了')
  await say(customer, '退货运费谁出')
  await expect(lastTurn(customer)).toContainText('我们接着办退货')
  await expect(lastTurn(customer)).toContainText('收到货几天了')
  await say(customer, '昨天收到的')
  await expect(lastTurn(customer)).toContainText('属于下面哪一类')

  // A reload in the middle loses nothing of it.
  await customer.reload()
  // By keyboard: the button goes with its question, and whoever pressed it is taken to the next one.
  await customer.getByRole('button', { name: '都不是' }).press('Enter')
  await expect(customer.locator('li:focus')).toContainText('哪一单')
  await expect(lastTurn(customer)).toContainText('哪一单')
  await say(customer, '20261120881234')
  await expect(lastTurn(customer)).toContainText('手机号')
  await say(customer, '不对，订单号应该是20261119770000')
  await expect(lastTurn(customer)).toContainText('已改：订单号是20261119770000')
  await customer.getByRole('button', { name: '跳过' }).click()
  await expect(lastTurn(customer)).toContainText('20261119770000')
  await customer.getByRole('button', { name: '没错，提交' }).click()
  const request = customer.getByRole('region', { name: '退货申请' })
  await expect(request).toContainText('已记在本机，联网后自动提交')
  await expect(customer.getByText('申请已交给客服'), 'nobody has it yet').toHaveCount(0)

  const { context: tablet, page: seat } = await openDesk(browser)
  await goOnline(seat)
  await phone.setOffline(false)
  await expect(request).toContainText('已提交')
  await expect(customer.getByText('申请已交给客服')).toBeVisible()
  // Others may have waited for longer: they are taken first.
  const mine = seat.getByRole('button', { name: /客户 .*没错，提交/ })
  await expect(async () => {
    const take = seat.getByRole('button', { name: '接入' }).first()
    if (await take.isVisible()) await take.click()
    await expect(mine).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await mine.click()
  const arrived = seat.getByRole('region', { name: '退货申请' })
  await expect(arrived).toHaveCount(1)
  await expect(arrived).toContainText('20261119770000')
  await endConversation(seat)
  await phone.close()
  await tablet.close()
})
