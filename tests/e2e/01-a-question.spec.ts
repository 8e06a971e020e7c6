import { expect, test } from '@playwright/test'
import { bubble, endConversation, goOnline, openDesk, openPhone, progress, say, setUpDesk } from './support.ts'

test('a question asked offline is answered on the device, goes up later, reaches a person, is read and rated', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  await expect(customer.getByText('你好，我是 山海小店 的 AI 助手。')).toBeVisible()

  await phone.setOffline(true)
  await customer.reload()
  await expect(customer.getByText('离线·将自动发送')).toBeVisible()
  await say(customer, '我的货到哪了')
  await expect(progress(customer, '我的货到哪了')).toHaveAttribute('data-progress', 'here')
  await expect(customer.getByText('查看物流')).toBeVisible()
  await expect(customer.getByText(/来源：/)).toBeVisible()
  await expect(customer.getByText('AI 助手 · 自动回复')).toBeVisible()
  await expect(customer.getByText('相关问题')).toBeVisible()
  await expect(customer.getByRole('button', { name: '转人工' })).toBeVisible()
  await say(customer, '火星上能不能种土豆呀')
  await expect(customer.getByText(/这个问题我不知道/)).toBeVisible()

  // Personal data is pointed at while it is typed, also without a network, and hidden with one tap.
  const composer = customer.getByRole('textbox')
  await composer.fill('我的电话是13912345670')
  await expect(customer.getByText('内容里有电话号码')).toBeVisible()
  await customer.getByRole('button', { name: '遮住' }).click()
  await expect(composer).toHaveValue('我的电话是***5670')
  await composer.fill('')

  // The browser is closed to the page in every sense: what was said is still there after a reload without a network.
  await customer.reload()
  await expect(bubble(customer, '我的货到哪了')).toBeVisible()

  await phone.setOffline(false)
  await expect(progress(customer, '我的货到哪了')).toHaveAttribute('data-progress', 'sent')
  await expect(customer.getByText('在线', { exact: true })).toBeVisible()

  const { context: tablet, page: seat } = await openDesk(browser)
  await goOnline(seat)
  await customer.getByRole('banner').getByRole('button', { name: '转人工' }).click()
  await seat.getByRole('button', { name: '接入' }).click()
  await seat.getByRole('button', { name: /客户 / }).click()
  await expect(seat.getByText('查看物流')).toBeVisible()
  await expect(bubble(seat, '火星上能不能种土豆呀')).toBeVisible()
  await expect(customer.getByText('李娜 已接入，为你服务')).toBeVisible()
  await expect(seat.getByRole('region', { name: '在说什么' })).toContainText('查物流')

  await say(seat, '您好，我看到了您的问题，马上帮您查。')
  await expect(bubble(customer, '马上帮您查')).toBeVisible()
  await expect(progress(seat, '马上帮您查')).toHaveAttribute('data-progress', 'read')
  await say(customer, '好的，麻烦了')
  await expect(progress(customer, '好的，麻烦了')).toHaveAttribute('data-progress', 'read')

  await endConversation(seat)
  await customer.getByRole('button', { name: '评价本次服务' }).click()
  await customer.getByText('非常满意', { exact: true }).click()
  await customer.getByRole('button', { name: '回复快' }).click()
  await customer.getByRole('textbox', { name: /还想说什么/ }).fill('很快')
  await customer.getByRole('button', { name: '提交' }).click()
  await expect(customer.getByText('已评价：5 分')).toBeVisible()
  await expect(seat.getByText('已评价：5 分')).toBeVisible()
  await phone.close()
  await tablet.close()
})
