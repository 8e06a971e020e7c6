import { expect, test } from '@playwright/test'
import { bubble, openPhone, progress, say, setUpDesk } from './support.ts'

test('two tabs of one customer show one conversation, offline and online, and nothing twice', async ({ browser, page }) => {
  await setUpDesk(page)
  const { context, page: first } = await openPhone(browser)
  const second = await context.newPage()
  await second.goto('/')

  await say(first, '怎么退货')
  await expect(bubble(second, '怎么退货')).toHaveCount(1)
  await expect(progress(second, '怎么退货')).toHaveAttribute('data-progress', 'sent')
  await expect(second.getByText('AI 助手 · 自动回复')).toHaveCount(1)

  await context.setOffline(true)
  await say(second, '快递到哪儿了')
  await expect(progress(first, '快递到哪儿了')).toHaveAttribute('data-progress', 'here')
  await say(first, '不想要了能退吗')
  await context.setOffline(false)

  for (const tab of [first, second]) {
    await expect(progress(tab, '快递到哪儿了')).toHaveAttribute('data-progress', 'sent')
    await expect(progress(tab, '不想要了能退吗')).toHaveAttribute('data-progress', 'sent')
    await expect(bubble(tab, '快递到哪儿了')).toHaveCount(1)
    await expect(bubble(tab, '不想要了能退吗')).toHaveCount(1)
  }

  // The tab that leads is closed; the other takes over the link.
  await first.close()
  await say(second, '怎么查物流')
  await expect(progress(second, '怎么查物流')).toHaveAttribute('data-progress', 'sent')
  const texts = await second.locator('li.turn.mine article').allInnerTexts()
  expect(texts.map((text) => text.trim())).toEqual(['怎么退货', '快递到哪儿了', '不想要了能退吗', '怎么查物流'])
  await context.close()
})
