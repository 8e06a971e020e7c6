import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { understanding } from '$lib/inference/understanding.svelte.ts'

/** A link as a phone would tell of it. */
const link = Object.assign(new EventTarget(), { saveData: false, type: 'cellular' })

beforeEach(async () => {
  await caches.delete('models')
  Object.defineProperty(navigator, 'connection', { configurable: true, value: link })
})
afterEach(() => {
  understanding.choose('never')
  Reflect.deleteProperty(navigator, 'connection')
})

it('[U12] waits on a link that counts data, fetches on one that does not or when it is told to, and stops when it is switched off', async () => {
  const name = () => understanding.standing.name
  understanding.start('seat')
  await vi.waitFor(() => expect(understanding.standing).toEqual({ name: 'waiting', why: 'metered' }))
  expect(await understanding.read([{ text: '在吗', before: null }])).toBeNull()

  link.type = 'wifi'
  link.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(name()).toBe('ready'), { timeout: 30_000 })
  expect(await understanding.read([{ text: '在吗', before: null }])).toHaveLength(1)

  understanding.choose('never')
  await vi.waitFor(() => expect(name()).toBe('off'))
  expect(await understanding.read([{ text: '在吗', before: null }])).toBeNull()

  // What is here already needs no link: it is opened again whatever the link costs.
  link.type = 'cellular'
  understanding.choose('unmetered')
  await vi.waitFor(() => expect(name()).toBe('ready'), { timeout: 30_000 })
})
