import { expect, type Page, test } from '@playwright/test'
import { openDesk, openPhone, say, setUpDesk } from './support.ts'

async function versionOn(customer: Page): Promise<string> {
  await say(customer, '怎么开发票')
  const answer = customer.locator('li.turn:not(.mine)').last()
  await expect(answer).toContainText('知识库')
  return /知识库 (\w+)/.exec(await answer.innerText())?.[1] ?? ''
}

test('an owner makes a flow in the form, is told of a fault, mends it, tries it there and publishes it; an open phone goes through it', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  const version = await versionOn(customer)
  const { context: tablet, page: owner } = await openDesk(browser)
  await owner.goto('/knowledge/flows')
  await owner.getByRole('button', { name: '新流程' }).click()
  await owner.getByLabel('名称', { exact: true }).fill('刻字改版')
  await owner.getByLabel('客户怎么说就开始').fill('我要改刻的字\n帮我换一个刻字')
  const step = (number: number) => owner.getByRole('article').nth(number - 1)
  await step(1).getByLabel('叫什么', { exact: true }).fill('新的刻字')
  await step(1).getByLabel('怎么问', { exact: true }).fill('想改成什么字？')
  await owner.getByText('＋ 在这里加一步').nth(1).click()
  await owner.getByRole('button', { name: /^问 问客户一件事/ }).click()
  await step(2).getByLabel('叫什么', { exact: true }).fill('颜色')
  await step(2).getByRole('combobox', { name: '答案是什么样的' }).selectOption('从选项里选')
  await step(2).getByLabel('怎么问', { exact: true }).fill('什么颜色的字？')
  await step(2).getByLabel('选项 1', { exact: true }).fill('金色')
  await step(2).getByLabel('选项 2', { exact: true }).fill('银色')
  await step(4).getByLabel('提交后说').fill('改字已记下：')
  await step(4)
    .getByRole('button', { name: /^新的刻字/ })
    .click()
  await expect(step(4).getByLabel('提交后说')).toHaveValue('改字已记下：{detail}')

  // The last question leads back to the first: whoever answers it never gets out.
  await step(2).getByRole('combobox', { name: '然后' }).selectOption('1. 问：新的刻字')
  await expect(step(1)).toContainText('客户走不出去')
  await owner.getByRole('button', { name: '提交待发布' }).click()
  await expect(owner.getByRole('alert')).toContainText('会让客户卡住')
  await owner.getByRole('button', { name: '试一试' }).click()
  await expect(owner.getByText('改好上面标出的地方就能试')).toBeVisible()
  await owner.getByRole('button', { name: '写', exact: true }).click()
  await step(2).getByRole('combobox', { name: '然后' }).selectOption({ label: '3. 核对：请核对一下，没问题我就提交：' })
  await expect(owner.getByText('客户走不出去')).toHaveCount(0)

  await owner.getByRole('button', { name: '试一试' }).click()
  await owner.getByRole('button', { name: '我要改刻的字' }).click()
  await expect(owner.getByText('想改成什么字？')).toBeVisible()
  await say(owner, '平安喜乐')
  await owner.getByRole('button', { name: '金色' }).click()
  await owner.getByRole('button', { name: '没错，提交' }).click()
  await expect(owner.getByText('改字已记下：平安喜乐')).toBeVisible()

  // Another section and back: nothing of it is lost; leaving for good is asked about.
  await owner.getByRole('link', { name: '条目' }).click()
  await owner.getByRole('link', { name: '流程' }).click()
  await expect(owner.getByRole('heading', { name: '刻字改版' })).toBeVisible()
  await owner.getByRole('link', { name: '返回' }).click()
  await owner.getByRole('button', { name: '留下' }).click()
  await owner.getByRole('button', { name: '提交待发布' }).click()
  await owner.getByRole('button', { name: '发布 1', exact: true }).click()
  await owner.getByText('看改了什么').click()
  await expect(owner.getByRole('dialog').locator('ins', { hasText: '颜色（从选项里选）：什么颜色的字？' })).toBeVisible()
  await owner.getByRole('button', { name: '发布 1 处修改' }).click()
  await expect(owner.getByRole('button', { name: '发布 0', exact: true })).toBeVisible()

  // The phone looks again when it comes back to the front; what it answers names the version that it answers from.
  await customer.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(() => versionOn(customer)).not.toBe(version)
  await say(customer, '我要改刻的字')
  await expect(customer.getByText('想改成什么字？')).toBeVisible()
  await say(customer, '岁岁平安')
  await customer.getByRole('button', { name: '银色' }).click()
  await customer.getByRole('button', { name: '没错，提交' }).click()
  await expect(customer.getByText('改字已记下：岁岁平安')).toBeVisible()
  await expect(customer.getByText('已提交', { exact: true })).toBeVisible()
  await phone.close()
  await tablet.close()
})
