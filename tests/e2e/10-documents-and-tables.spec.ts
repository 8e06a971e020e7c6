import { expect, type Page, test } from '@playwright/test'
import { endConversation, goOnline, openDesk, openPhone, say, setUpDesk } from './support.ts'

const MANUAL = `# 咖啡机手册

## 水箱漏水
先拔掉电源，把密封圈取下冲洗后装回。还漏的话，免费换一个新水箱。

## 除垢
每三个月用柠檬酸除垢一次，再用清水煮两遍。
`
const INSIDE = `# 咖啡机内部口径

## 漏水的补偿额度
咖啡机漏水的补偿额度最高八十八元，要主管同意。
`
const MODELS = '\ufeff机型,容量（升）,保修期\r\n晨露 300,1.2,两年\r\n晨露 500,1.8,三年\r\n'

async function bringIn(owner: Page, name: string, content: string, shape: string): Promise<void> {
  await owner.getByRole('button', { name: '导入', exact: true }).click()
  await owner.getByLabel(/选一个文件/).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
  await owner.getByRole('radio', { name: shape }).check({ force: true })
  await owner.getByRole('button', { name: '放进待发布（1）' }).click()
  await expect(owner.getByRole('dialog')).toBeHidden()
}

test('an owner brings in documents and a table; an open phone answers with a passage and a row, and what staff alone may read is found at the desk only', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  const lastSaid = customer.getByRole('log').getByRole('article').last()
  const { context: tablet, page: owner } = await openDesk(browser)
  await owner.goto('/knowledge/documents')
  await bringIn(owner, '咖啡机手册.md', MANUAL, '一份文档')
  await bringIn(owner, '咖啡机内部口径.md', INSIDE, '一份文档')
  await owner.getByRole('button', { name: /^咖啡机内部口径/ }).click()
  await owner.getByRole('radio', { name: '仅员工' }).check({ force: true })
  await owner.getByRole('button', { name: '提交待发布' }).click()
  await owner.getByRole('link', { name: '表格' }).click()
  await bringIn(owner, '咖啡机型号.csv', MODELS, '一张表格')
  await owner.getByRole('button', { name: '发布 3', exact: true }).click()
  await owner.getByRole('button', { name: '发布 3 处修改' }).click()
  await expect(owner.getByRole('button', { name: '发布 0', exact: true })).toBeVisible()

  await customer.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(async () => {
    await say(customer, '咖啡机水箱漏水怎么办')
    await expect(lastSaid).toContainText('密封圈', { timeout: 2_000 })
  }).toPass()
  await expect(lastSaid).toContainText('咖啡机手册')
  await say(customer, '晨露 500 的保修期多久')
  await expect(lastSaid).toContainText('三年')
  await say(customer, '咖啡机漏水的补偿额度最高多少')
  await expect(lastSaid).toHaveAccessibleName(/自动回复/)
  await say(customer, '转人工')
  await expect(customer.getByText('八十八')).toHaveCount(0)

  await owner.goto('/desk')
  await goOnline(owner)
  const mine = owner.getByRole('button', { name: /客户 .*转人工/ })
  await expect(async () => {
    const take = owner.getByRole('button', { name: '接入' }).first()
    if (await take.isVisible()) await take.click()
    await expect(mine).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await mine.click()
  await owner.getByRole('searchbox', { name: '搜知识库' }).fill('漏水的补偿额度')
  const found = owner.getByRole('list', { name: '找到的' })
  await expect(found.getByText('内部', { exact: true })).toBeVisible()
  await found.getByText('漏水的补偿额度').first().click()
  await expect(found.getByText('八十八')).toBeVisible()
  await endConversation(owner)
  await phone.close()
  await tablet.close()
})
