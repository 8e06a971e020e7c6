import { afterAll, expect, it } from 'vitest'
import { Product } from '../../scripts/product/product.ts'
import { CustomerBrowser } from '../support/customer-browser.ts'

const product = new Product(8943)
const customer = new CustomerBrowser(product.base)
afterAll(async () => {
  await customer.close()
  await product.kill()
})

const shown = async () => (await customer.look()).thread.map(({ text, progress }) => `${text} ${progress}`)
/**
 * The refusal is made here: a quota that is set from outside does not reach IndexedDB in a headless browser. Everything
 * behind it, from the product's own code to the edge, is real.
 */
const REFUSE = `for (const name of ['put', 'add'])
  IDBObjectStore.prototype[name] = () => { throw new DOMException('no space', 'QuotaExceededError') }`

it('[W4] with no space left on the device messages still go out from memory, and the customer is told', async () => {
  await product.start()
  await product.configure()
  await customer.visit()
  await customer.write('还有空间', false)
  await customer.send()
  await expect.poll(shown).toEqual(['还有空间 sent'])

  await customer.page.evaluate(REFUSE)
  for (const text of ['没有空间了', '再说一句']) {
    await customer.write(text, false)
    await customer.send()
  }
  await expect.poll(shown, { timeout: 15_000 }).toEqual(['还有空间 sent', '没有空间了 sent', '再说一句 sent'])
  await customer.page.getByText('本机没有空间可存').waitFor()

  await customer.page.reload()
  await customer.composer.waitFor()
  await expect.poll(shown, { timeout: 15_000 }).toEqual(['还有空间 sent', '没有空间了 sent', '再说一句 sent'])
  expect(await customer.page.getByText('本机没有空间可存').count()).toBe(0)
})
