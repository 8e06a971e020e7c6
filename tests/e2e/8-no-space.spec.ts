import { expect, test } from '@playwright/test'
import { openPhone, progress, say, setUpDesk } from './support.ts'

test('with no space left on the device messages still go out from memory, and the customer is told', async ({ browser, page, baseURL }) => {
  await setUpDesk(page)
  const { context, page: customer } = await openPhone(browser)
  await say(customer, '还有空间')
  await expect(progress(customer, '还有空间')).toHaveAttribute('data-progress', 'sent')

  const session = await context.newCDPSession(customer)
  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: 1 })
  await say(customer, '没有空间了')
  await expect(customer.getByText('本机没有空间可存')).toBeVisible()
  await expect(progress(customer, '没有空间了')).toHaveAttribute('data-progress', 'sent')
  await say(customer, '再说一句')
  await expect(progress(customer, '再说一句')).toHaveAttribute('data-progress', 'sent')

  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '' })
  await customer.reload()
  const mine = customer.locator('li.turn.mine article')
  await expect(mine).toHaveText(['还有空间', '没有空间了', '再说一句'])
  await expect(customer.getByText('本机没有空间可存')).toHaveCount(0)
  await context.close()
})
