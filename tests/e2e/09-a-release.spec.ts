import { expect, test } from '@playwright/test'
import { openDesk, openPhone, say, setUpDesk } from './support.ts'

test('an owner changes an answer, imports a table and writes what was asked and not answered, tries and publishes it all; an open phone says it without a reload, and the answer of before after a roll-back', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  await say(customer, '怎么开发票')
  const lastTurn = customer.locator('li.turn:not(.mine)').last()
  await expect(lastTurn).toContainText('来源')
  await expect(lastTurn).not.toContainText('改过的答案')
  await say(customer, '暑假收不收实习生')
  await expect(lastTurn).toContainText('不知道')

  const { context: tablet, page: owner } = await openDesk(browser)
  await owner.goto('/knowledge')
  await owner.getByRole('searchbox').fill('怎么开发票')
  await owner.getByRole('button', { name: /^怎么开发票/ }).click()
  await owner.getByLabel('答案', { exact: true }).fill('这是改过的答案：在订单里点 **申请发票**。')
  await expect(owner.getByRole('region', { name: '客户看到的样子' })).toContainText('这是改过的答案')
  await owner.getByRole('button', { name: '提交待发布' }).click()
  await owner.getByRole('button', { name: '试问' }).click()
  await owner.getByLabel('客户会怎么问').fill('怎么开发票')
  await expect(owner.getByText('直接回答')).toBeVisible()
  await owner.getByRole('button', { name: /^存为试题，应答：怎么开发票/ }).click()
  await expect(owner.getByText('答对')).toBeVisible()
  const table =
    '\ufeff问题,答案,分类,相似问法\n印章能刻小篆吗,"可以，下单时备注 **小篆** 即可。",定制,刻小篆字体|印章字体能选吗\n没有答案的问题,,定制,\n'
  await owner.getByRole('button', { name: '导入', exact: true }).click()
  await owner.getByLabel(/选一个文件/).setInputFiles({ name: '定制.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await expect(owner.getByText('读出 1 条')).toBeVisible()
  await expect(owner.getByText(/第 3 行.*没有答案/)).toBeVisible()
  await owner.getByRole('button', { name: '放进待发布（1）' }).click()
  await owner.getByRole('link', { name: '缺口' }).click()
  const gap = owner.getByRole('article', { name: '暑假收不收实习生' })
  await gap.getByRole('button', { name: '写成新条目' }).click()
  await expect(owner.getByLabel('问题', { exact: true })).toHaveValue('暑假收不收实习生')
  await owner.getByLabel('答案', { exact: true }).fill('六月起在招聘页报名。')
  await owner.getByRole('button', { name: '提交待发布' }).click()
  await owner.getByRole('button', { name: '发布 3', exact: true }).click()
  await owner.getByText('看改了什么').first().click()
  await expect(owner.getByRole('dialog').locator('ins').first()).toBeVisible()
  await owner.getByRole('button', { name: '发布 3 处修改' }).click()
  await expect(owner.getByRole('button', { name: '发布 0', exact: true })).toBeVisible()

  // The phone looks again when it comes back to the front; its page is not loaded anew.
  await customer.evaluate(() => Object.assign(window, { stayed: true }))
  await customer.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect
    .poll(async () => {
      await say(customer, '怎么开发票')
      await expect(customer.locator('li.turn:not(.mine)').last()).toContainText('知识库')
      return customer.locator('li.turn:not(.mine)').last().innerText()
    })
    .toContain('这是改过的答案')
  await say(customer, '印章能刻小篆吗')
  await expect(customer.locator('li.turn:not(.mine)').last()).toContainText('下单时备注 小篆')
  await say(customer, '暑假收不收实习生')
  await expect(customer.locator('li.turn:not(.mine)').last()).toContainText('招聘页')
  expect(await customer.evaluate(() => 'stayed' in window)).toBe(true)
  await owner.getByRole('link', { name: '缺口' }).click()
  await expect(gap).toBeHidden()
  await owner.getByRole('button', { name: /^已解决/ }).click()
  await expect(gap).toBeVisible()

  await owner.goto('/settings/knowledge')
  await owner.getByRole('button', { name: '回到这个版本' }).first().click()
  await owner.getByRole('dialog').getByRole('button', { name: '回到这个版本' }).click()
  await expect(owner.getByRole('button', { name: '回到这个版本' })).toHaveCount(2)
  await customer.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect
    .poll(async () => {
      await say(customer, '怎么开发票')
      await expect(customer.locator('li.turn:not(.mine)').last()).toContainText('知识库')
      return customer.locator('li.turn:not(.mine)').last().innerText()
    })
    .not.toContain('这是改过的答案')
  await phone.close()
  await tablet.close()
})
