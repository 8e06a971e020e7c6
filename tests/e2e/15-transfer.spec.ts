import { type Browser, expect, type Page, test } from '@playwright/test'
import { bubble, endConversation, goOnline, OWNER, openDesk, openPhone, say, setUpDesk, TABLET, takeFor } from './support.ts'

/** A colleague, invited through the edge, on a tablet of their own. */
async function openColleague(browser: Browser, owner: Page): Promise<Page> {
  const [origin, name, email] = [new URL(owner.url()).origin, '王芳', 'wangfang@example.cn']
  const added = await owner.request.post('/api/staff', { headers: { origin }, data: { name, email, role: 'agent', capacity: 2 } })
  const { invitation } = await added.json()
  const context = await browser.newContext({ viewport: TABLET })
  const page = await context.newPage()
  await page.request.post('/api/invitations/accept', { headers: { origin }, data: { invitation, password: OWNER.password } })
  await page.goto('/desk')
  await goOnline(page)
  return page
}

async function handOn(seat: Page, to: string, note: string, how: '直接转接' | '陪同转接'): Promise<void> {
  await seat.getByRole('button', { name: '转接', exact: true }).click()
  const dialog = seat.getByRole('dialog', { name: '转接' })
  await dialog.getByText('同事', { exact: true }).click()
  await dialog.locator('label', { hasText: to }).click()
  await dialog.getByLabel('给接手同事的话').fill(note)
  await dialog.getByText(how, { exact: true }).click()
  await dialog.getByRole('button', { name: '转接', exact: true }).click()
}

/** Takes the offer that comes with a note: others may have come back into the line from seats of earlier stories. */
async function takeWith(seat: Page, note: string): Promise<void> {
  const offer = seat.locator('section.offer', { hasText: note })
  await expect(offer.getByText(note)).toBeVisible()
  await offer.getByRole('button', { name: '接入' }).click()
}

test('a customer is handed to a colleague with a note, and warmly back', async ({ browser, page }) => {
  test.slow()
  await setUpDesk(page)
  const { context: phone, page: customer } = await openPhone(browser)
  const { context: tablet, page: first } = await openDesk(browser)
  await goOnline(first)
  await say(customer, '转人工')
  await takeFor(first, customer)
  await say(customer, '冰箱不制冷了')
  await first.getByRole('button', { name: /客户 .*冰箱不制冷了/ }).click()
  await expect(bubble(first, '冰箱不制冷了')).toBeVisible()
  const second = await openColleague(browser, first)

  // Cold: the note is for the colleague alone, and the customer hears who comes.
  await handOn(first, '王芳', '已核实在保修期内，请安排上门', '直接转接')
  await expect(customer.getByText('李娜 正在为你转接同事，之前说的不用重复。')).toBeVisible()
  await expect(first.getByText('已转出，由同事接手。')).toBeVisible()
  await expect(second.getByText('李娜 转来')).toBeVisible()
  await takeWith(second, '已核实在保修期内，请安排上门')
  await expect(customer.getByText('王芳 已接入，为你服务')).toBeVisible()
  await expect(bubble(second, '冰箱不制冷了')).toBeVisible()
  const side = second.getByRole('complementary', { name: '客户信息' })
  await expect(side.getByText('已核实在保修期内，请安排上门')).toBeVisible()
  await side.getByText('为什么分给我').click()
  await expect(side.getByText('同事指定转给你。')).toBeVisible()
  await expect(customer.getByText('保修期内')).toHaveCount(0)

  // Warm: whoever hands over serves on until the other has come.
  await handOn(second, '李娜', '上门时间约好了，麻烦收尾', '陪同转接')
  await expect(second.getByText('正在等同事接入，在那之前由你继续接待。')).toBeVisible()
  await say(second, '我还在，稍等')
  await second.getByRole('button', { name: '立即发送' }).click()
  await expect(bubble(customer, '我还在，稍等')).toBeVisible({ timeout: 15_000 })
  await takeWith(first, '上门时间约好了，麻烦收尾')
  await expect(customer.getByText('李娜 已接入，为你服务')).toHaveCount(2)
  await say(first, '我是李娜，接着为您处理')
  await first.getByRole('button', { name: '立即发送' }).click()
  await expect(bubble(customer, '我是李娜，接着为您处理')).toBeVisible({ timeout: 15_000 })
  await endConversation(first)
  await phone.close()
  await tablet.close()
  await second.context().close()
})
