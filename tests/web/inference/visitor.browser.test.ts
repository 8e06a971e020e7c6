import { expect, it, vi } from 'vitest'
import { understanding } from '$lib/inference/understanding.svelte.ts'

it('[U12] nothing is fetched for a visitor who has not asked for it, and then only on a link that is known to be free', async () => {
  await caches.delete('models')
  const link = Object.assign(new EventTarget(), { saveData: false, type: undefined as string | undefined })
  Object.defineProperty(navigator, 'connection', { configurable: true, value: link })
  const fetching = vi.spyOn(globalThis, 'fetch')
  understanding.start('customer')
  expect(understanding.wish).toBe('never')
  await vi.waitFor(() => expect(understanding.standing.name).toBe('off'))
  expect(await understanding.embed(['在吗'], 'now')).toBeNull()

  understanding.choose('unmetered')
  await vi.waitFor(() => expect(understanding.standing).toEqual({ name: 'waiting', why: 'metered' }))
  link.type = 'wifi'
  link.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(understanding.standing.name).toBe('loading'))
  understanding.choose('never')
  await vi.waitFor(() => expect(understanding.standing.name).toBe('off'))
  expect(fetching.mock.calls.map(([url]) => String(url)).filter((url) => url.includes('/api/'))).toEqual([])
  Reflect.deleteProperty(navigator, 'connection')
})
