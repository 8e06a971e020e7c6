import { createRawSnippet } from 'svelte'
import { beforeAll, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Composer from '$lib/conversation/Composer.svelte'
import { i18n } from '$lib/i18n/i18n.svelte.ts'
import Check from '$lib/ui/Check.svelte'
import Markdown from '$lib/ui/Markdown.svelte'
import { LIMITS } from '$shared/base/limits.ts'

beforeAll(() => i18n.use('zh-CN'))

function composer(onsend: (text: string) => Promise<void>) {
  return render(Composer, { text: '', placeholder: '输入你的问题', onsend })
}

it('Enter sends, Shift+Enter does not, and while an input method composes nothing is sent', async () => {
  const sent: string[] = []
  const screen = await composer(async (text) => void sent.push(text))
  const box = screen.getByRole('textbox')
  await box.fill('在吗')
  const element = box.element()
  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true, bubbles: true, cancelable: true }))
  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))
  expect(sent).toEqual([])
  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  expect(sent).toEqual(['在吗'])
  await expect.element(box).toHaveValue('')
})

it('a send that fails gives the words back', async () => {
  const screen = await composer(() => Promise.reject(new Error('full')))
  const box = screen.getByRole('textbox')
  await box.fill('别丢了')
  await screen.getByRole('button').click()
  await expect.element(box).toHaveValue('别丢了')
})

it('a text over the limit cannot be sent, and says by how much', async () => {
  const screen = await composer(async () => {})
  await screen.getByRole('textbox').fill('长'.repeat(LIMITS.messageText + 3))
  await expect.element(screen.getByRole('alert')).toHaveTextContent('最多 4000 字，已超出 3 字')
  await expect.element(screen.getByRole('button')).toBeDisabled()
})

it('Markdown draws bold and lists, and HTML stays text', async () => {
  const screen = await render(Markdown, { text: '**重点**：\n\n1. 一\n2. 二\n\n<img src=x onerror=alert(1)>' })
  expect(screen.container.querySelector('strong')?.textContent).toBe('重点')
  expect(screen.container.querySelectorAll('ol li')).toHaveLength(2)
  expect(screen.container.querySelector('img')).toBeNull()
  expect(screen.container.textContent).toContain('<img src=x onerror=alert(1)>')
})

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }))

it('a mark is set by its words or the space bar, tells of it, and is large enough for a finger', async () => {
  const told: boolean[] = []
  const screen = await render(Check, {
    checked: false,
    hint: '法定节假日',
    onchange: (isOn: boolean) => told.push(isOn),
    children: words('节假日'),
  })
  const box = screen.getByRole('checkbox', { name: '节假日 法定节假日' })
  await screen.getByText('节假日', { exact: true }).click()
  await expect.element(box).toBeChecked()
  await userEvent.keyboard(' ')
  await expect.element(box).not.toBeChecked()
  expect(told).toEqual([true, false])
  const { height, width } = (box.element().closest('label') as HTMLElement).getBoundingClientRect()
  expect(Math.min(height, width)).toBeGreaterThanOrEqual(44)
})

it('a mark shows what is decided elsewhere', async () => {
  const screen = await render(Check, { checked: true, children: words('启用') })
  await expect.element(screen.getByRole('checkbox')).toBeChecked()
  await screen.rerender({ checked: false })
  await expect.element(screen.getByRole('checkbox')).not.toBeChecked()
})
