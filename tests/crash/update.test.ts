import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Product } from '../../scripts/product/product.ts'
import { CustomerBrowser } from '../support/customer-browser.ts'

const SERVICE_WORKER = join(import.meta.dirname, '../../web/build/service-worker.js')
const product = new Product(8942)
const customer = new CustomerBrowser(product.base)
const before = readFileSync(SERVICE_WORKER)
afterAll(async () => {
  writeFileSync(SERVICE_WORKER, before)
  await customer.close()
  await product.kill()
})

const OFFER = '新版本已准备好'
const shown = async () => (await customer.look()).thread.map(({ text, progress }) => `${text} ${progress}`)

it('[W3] a new version in mid-conversation is offered quietly, and loses neither words that were sent nor words that were not', async () => {
  await product.start()
  await product.configure()
  await customer.visit()
  await customer.write('更新前的一句', false)
  await customer.send()
  await expect.poll(shown).toEqual(['更新前的一句 sent'])

  // A deploy: the edge ends, another begins, and the browser will find another service worker there.
  await customer.write('写在更新时的话', false)
  await product.kill()
  appendFileSync(SERVICE_WORKER, '\n// the next version\n')
  await product.start()
  await customer.page.evaluate('navigator.serviceWorker.getRegistration().then((registration) => registration.update())')
  await customer.page.getByText(OFFER).waitFor()
  expect(await customer.composer.inputValue(), 'nothing is reloaded').toBe('写在更新时的话')
  await customer.send()
  await expect.poll(shown, { timeout: 20_000 }).toEqual(['更新前的一句 sent', '写在更新时的话 sent'])

  await customer.write('还没写完', false)
  await customer.page.getByRole('button', { name: '更新', exact: true }).click()
  await customer.page.waitForEvent('load')
  await customer.composer.waitFor()
  await expect.poll(() => customer.composer.inputValue()).toBe('还没写完')
  await expect.poll(() => customer.page.getByText(OFFER).count()).toBe(0)
  await customer.composer.focus()
  await customer.send()
  await expect.poll(shown, { timeout: 20_000 }).toEqual(['更新前的一句 sent', '写在更新时的话 sent', '还没写完 sent'])
})
