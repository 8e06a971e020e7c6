import { afterEach, expect, it, vi } from 'vitest'
import { readOverall } from '$lib/inference/reader.ts'

afterEach(() => vi.restoreAllMocks())

it('[U4] a failure to get the model is no reading, and the next one tries again', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValueOnce(new Response('gone', { status: 503 }))
  expect(await readOverall(['我的货到哪了'])).toBeNull()
  expect(await readOverall(['我的货到哪了'])).toMatchObject({ intent: 'track-shipment', mood: 'neutral', anger: 0 })
})

it('[U4] a browser reads a conversation with the weights that ship, and fetches them once', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  const angry = await readOverall(['你好', '我的快递怎么还没到', '都五天了还不到，你们到底管不管！太差劲了'])
  expect(angry).toMatchObject({ intent: expect.any(String), mood: 'negative' })
  expect(angry?.anger).toBeGreaterThan(0)
  expect(await readOverall([])).toBeNull()
  expect(fetched).not.toHaveBeenCalled()
})
