import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { expect, test } from '@playwright/test'
import { bubble, goOnline, openDesk, openPhone, say, setUpDesk } from './support.ts'

/** A second model, small and hardly trained, as a hub would serve it: its labels say nothing by themselves. */
const HUB_MODEL = join(import.meta.dirname, '../support/hub-model')

async function hub(): Promise<{ server: Server; address: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = normalize(join(HUB_MODEL, request.url ?? ''))
    asked.push(request.url ?? '')
    if (!path.startsWith(HUB_MODEL) || !existsSync(path)) response.writeHead(404).end()
    else response.end(readFileSync(path))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

test('a seat’s device reads what a customer wants, also offline; what is corrected teaches it; another model takes over', async ({
  browser,
  page,
}) => {
  test.slow()
  await setUpDesk(page)
  const { context: tablet, page: seat } = await openDesk(browser)
  await goOnline(seat)
  const { context: phone, page: customer } = await openPhone(browser)
  await say(customer, '那双蓝色的，能不能给我弄一下')
  await customer.getByRole('banner').getByRole('button', { name: '转人工' }).click()
  // Others may have waited for longer: they are taken first.
  const mine = seat.getByRole('button', { name: /客户 .*蓝色/ })
  await expect(async () => {
    const take = seat.getByRole('button', { name: '接入' }).first()
    if (await take.isVisible()) await take.click()
    await expect(mine).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await mine.click()
  const reading = seat.getByRole('region', { name: '在说什么' })

  // The full model comes by itself, and is there without a network.
  await expect(reading).toContainText('完整模型', { timeout: 30_000 })
  await tablet.setOffline(true)
  await seat.reload()
  await mine.click()
  await expect(reading).toContainText('完整模型', { timeout: 30_000 })

  // One tap corrects, offline too; it reaches the owner when there is a network.
  await reading.getByRole('button', { name: '改正' }).click()
  await seat.getByLabel('客户想要什么').fill('换货')
  await seat.getByRole('dialog').getByRole('button', { name: /^换货/ }).click()
  await expect(reading).toContainText('换货')
  await expect(reading).toContainText('已改正')
  await tablet.setOffline(false)
  const corrections = async () => ((await (await seat.request.get('/api/understanding/corrections')).json()) as unknown[]).length
  await expect.poll(corrections, { timeout: 20_000 }).toBe(1)
  await seat.goto('/settings')
  await seat.getByRole('link', { name: /理解与学习/ }).click()
  await expect(seat.getByText('那双蓝色的')).toBeVisible()

  // An intent of the desk's own, which needs sentences enough.
  await seat.getByRole('button', { name: '添加意图' }).click()
  await seat.getByLabel('名称').fill('预约试驾')
  await seat.getByLabel(/客户会怎么说/).fill('想试驾')
  await seat.getByRole('button', { name: '保存' }).click()
  await expect(seat.getByText('至少要 8 句，现在有 1 句。')).toBeVisible()
  const sentences = [
    '想试驾',
    '我要预约试驾',
    '周末能去店里试驾吗',
    '试驾怎么约',
    '可以先试开一下再买吗',
    '帮我约个试驾',
    '你们门店有试驾车吗',
    '试驾要带驾照吗',
  ]
  await seat.getByLabel(/客户会怎么说/).fill(sentences.join('\n'))
  await seat.getByRole('button', { name: '保存' }).click()
  await expect(seat.getByRole('region', { name: '自己的意图' }).getByText('8 句')).toBeVisible()

  // The owner accepts it, the small model learns on this device, and everybody reads with it.
  await seat.getByRole('button', { name: '采纳', exact: true }).click()
  await expect(seat.getByText('已采纳', { exact: true })).toBeVisible()
  await seat.getByRole('button', { name: '用 2 条内容学习' }).click()
  await expect(seat.getByText(/正在学习/)).toBeVisible()
  await seat.getByRole('region', { name: '学习' }).getByRole('button', { name: '启用' }).click({ timeout: 80_000 })
  await expect(seat.getByText('正在用自己学习过的小模型。')).toBeVisible()
  const { baseline } = (await (await seat.request.get('/api/understanding')).json()) as { baseline: string }
  expect((await seat.request.get(`/api/understanding/baseline/${baseline}`)).status()).toBe(200)

  await seat.goto('/desk')
  await mine.click()
  await say(customer, '明天下午想约试驾')
  await expect(reading).toContainText('预约试驾')
  await seat.goto('/settings/understanding')

  // Another model, from a hub that only the server asks.
  const { server, address, asked } = await hub()
  const labels = Object.keys((JSON.parse(readFileSync(join(HUB_MODEL, 'config.json'), 'utf8')) as { label2id: object }).label2id)
  await seat.getByLabel('模型名或网址').fill('ftp://somewhere')
  await seat.getByLabel('标签对照').fill('什么都不是')
  const use = seat.getByRole('region', { name: '换用其他模型' }).getByRole('button', { name: '启用' })
  await use.click()
  await expect(seat.getByText('这不是模型名')).toBeVisible()
  await expect(seat.getByText('第 1 行读不懂')).toBeVisible()
  await seat.getByLabel('模型名或网址').fill(address)
  await seat.getByLabel('标签对照').fill(labels.map((label) => `${label} = roaming`).join('\n'))
  await use.click()
  await expect(seat.getByText(`正在用：${address}`)).toBeVisible()
  await seat.goto('/desk')
  await seat.getByRole('button', { name: /客户 .*试驾/ }).click()
  await say(customer, '再问一下呢')
  await expect(bubble(seat, '再问一下呢')).toBeVisible()
  await expect(reading).toContainText('国际漫游', { timeout: 30_000 })
  expect(asked).toContain('/onnx/model_quantized.onnx')

  for (const { id } of (await (await seat.request.get('/api/understanding/intents')).json()) as { id: string }[])
    await seat.request.delete(`/api/understanding/intents/${id}`, { headers: { origin: new URL(seat.url()).origin } })
  await seat.request.delete('/api/understanding/hub', { headers: { origin: new URL(seat.url()).origin } })
  await seat.request.delete('/api/understanding/baseline', { headers: { origin: new URL(seat.url()).origin } })
  server.close()
  await phone.close()
  await tablet.close()
})
