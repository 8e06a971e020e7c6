import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { bubble, openPhone, progress, say, setUpDesk } from './support.ts'

const SERVICE_WORKER = join(import.meta.dirname, '../../web/build/service-worker.js')

test('a new version in mid-conversation is offered quietly, and loses neither words that were sent nor words that were not', async ({
  browser,
  page,
}) => {
  await setUpDesk(page)
  const { context, page: customer } = await openPhone(browser)
  await say(customer, '更新前的一句')
  await expect(progress(customer, '更新前的一句')).toHaveAttribute('data-progress', 'sent')
  const composer = customer.getByRole('textbox', { name: '消息内容' })
  await composer.fill('还没写完的话')

  const before = readFileSync(SERVICE_WORKER)
  try {
    // What a deploy does: the edge begins anew, and the browser finds another service worker.
    appendFileSync(SERVICE_WORKER, '\n// the next version\n')
    await expect(async () => {
      await customer.evaluate(async () => {
        await (await navigator.serviceWorker.getRegistration())?.update()
      })
      await expect(customer.getByText('新版本已准备好')).toBeVisible({ timeout: 1000 })
    }).toPass({ timeout: 30_000 })
    await expect(composer, 'nothing was reloaded').toHaveValue('还没写完的话')
    await composer.press('Enter')
    await expect(progress(customer, '还没写完的话')).toHaveAttribute('data-progress', 'sent', { timeout: 20_000 })
    await composer.fill('更新时还在写')

    await customer.getByRole('button', { name: '更新', exact: true }).click()
    await expect(customer.getByText('新版本已准备好')).toHaveCount(0)
    await expect(composer).toHaveValue('更新时还在写')
    await expect(bubble(customer, '还没写完的话')).toHaveCount(1)
    await composer.press('Enter')
    await expect(progress(customer, '更新时还在写')).toHaveAttribute('data-progress', 'sent', { timeout: 20_000 })
  } finally {
    writeFileSync(SERVICE_WORKER, before)
  }
  await context.close()
})
