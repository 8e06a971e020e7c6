import { expect, type Page, test } from '@playwright/test'
import { openDesk, openPhone, say, setUpDesk } from './support.ts'

const ORDERS = [
  '\ufeff订单编号,收货人手机,订单状态,物流公司,快递单号,实付金额,商品名称',
  '20261120881234,13800130001,已发货,顺丰,SF1234567890,128.00 元,羊绒围巾',
  '2.02611E+13,13800130002,已发货,,,,',
  '20261119770000,13800130001,待发货,,,59.00 元,生日贺卡',
].join('\r\n')
/** What the table tells of the customer's other order, and of nothing else. */
const OTHER = /59\.00|生日贺卡|已付款/

const lastSaid = (page: Page) => page.getByRole('log').getByRole('article').last()
const cards = (page: Page) => page.getByRole('region', { name: '查询订单' })

async function askFor(customer: Page, order: string, tail: string): Promise<void> {
  await say(customer, '查一下我的订单')
  await expect(lastSaid(customer)).toContainText('请报订单号')
  await say(customer, order)
  await expect(lastSaid(customer)).toContainText('后四位')
  await say(customer, tail)
}

test('an owner sends a table of orders; a customer sees the order that they prove and no other, and without a network what they asked waits for it', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: tablet, page: owner } = await openDesk(browser)
  await owner.goto('/settings/connectors')
  await owner.getByLabel('选择文件').setInputFiles({ name: '订单.csv', mimeType: 'text/csv', buffer: Buffer.from(ORDERS) })
  await expect(owner.getByText('订单.csv：2 单可以上传')).toBeVisible()
  await expect(owner.getByText(/第 3 行.*科学计数/)).toBeVisible()
  await owner.getByRole('button', { name: '上传这 2 单' }).click()
  await expect(owner.getByText('已更新：2 单')).toBeVisible()
  await owner.getByLabel('查询订单').selectOption('订单表')
  await expect(owner.getByLabel('查询订单')).toHaveValue('table')

  const { context: phone, page: customer } = await openPhone(browser)
  await askFor(customer, '20261120881234', '0001')
  await expect(cards(customer)).toContainText('已查到')
  for (const fact of ['已发货', '羊绒围巾', '128.00', '顺丰', 'SF1234567890']) await expect(cards(customer)).toContainText(fact)
  await expect(lastSaid(customer)).toContainText('20261120881234 已经发出')

  // A number and an end of different orders prove nothing, and nothing tells which of them was wrong.
  await askFor(customer, '20261119770000', '0002')
  await expect(cards(customer)).toHaveCount(2)
  await expect(cards(customer).last()).toContainText('没有查到')
  await expect(lastSaid(customer)).toContainText('没有对上')

  await phone.setOffline(true)
  await askFor(customer, '20261120881234', '0001')
  await expect(lastSaid(customer)).toContainText('还没有开始，有网络后马上办理')
  await expect(lastSaid(customer)).not.toContainText(/已查到|已经发出/)
  await customer.reload()
  await expect(lastSaid(customer)).toContainText('有网络后马上办理')
  await expect(cards(customer)).toHaveCount(2)

  await phone.setOffline(false)
  await expect(cards(customer)).toHaveCount(3)
  await expect(cards(customer).last()).toContainText('SF1234567890')
  await expect(lastSaid(customer)).toContainText('20261120881234 已经发出')
  await expect(customer.getByText('有网络后马上办理')).toHaveCount(0)
  await expect(customer.getByText(OTHER)).toHaveCount(0)

  // The owner sees that three were asked for, and nothing of who asked or for what.
  await owner.reload()
  const calls = owner.getByRole('region', { name: '最近的调用' })
  await expect(calls.getByText('查询订单')).toHaveCount(3)
  await expect(calls).not.toContainText(/20261120881234|0001/)

  // The other stories go on without a table.
  await owner.getByRole('button', { name: '删除订单表' }).click()
  await owner.getByRole('button', { name: '确定删除' }).click()
  await expect(owner.getByText('还没有上传订单表，目前仍交给客服')).toBeVisible()
  await owner.getByLabel('查询订单').selectOption('交给客服')
  await phone.close()
  await tablet.close()
})
