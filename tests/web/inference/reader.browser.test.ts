import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forget, readAll, type Slow } from '$lib/inference/reader.ts'
import { type Overall, overall } from '$shared/understanding/overall.ts'
import { LABELS, type Said } from '../../../models/runtime/shares.ts'

beforeEach(() => forget())
afterEach(() => vi.restoreAllMocks())

/** A device without the encoder. */
const none: Slow = { read: () => Promise.resolve(null) }

/** A fake encoder that is sure of one intent, and counts what it was asked. */
function sureOf(intent: string) {
  const asked: string[] = []
  const shares = Float32Array.from(LABELS, (label) => (label === intent ? 0.999 : 0.001 / (LABELS.length - 1)))
  const slow: Slow = {
    read: (turns) => {
      asked.push(...turns.map(({ text }) => text))
      return Promise.resolve(turns.map((): Said => ({ intent: shares, mood: Float32Array.of(0.98, 0.01, 0.01), anger: null })))
    },
  }
  return { slow, asked }
}

async function told(said: readonly string[], slow: Slow): Promise<(Overall | null)[]> {
  const all: (Overall | null)[] = []
  await readAll(said, slow, (readings) => all.push(readings && overall(readings)))
  return all
}

it('[U4] a failure to get the model is no reading, and the next one tries again', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValueOnce(new Response('gone', { status: 503 }))
  expect(await told(['我的货到哪了'], none)).toEqual([null])
  expect(await told(['我的货到哪了'], none)).toMatchObject([{ intent: 'track-shipment', mood: 'neutral', anger: 0 }])
})

it('[U4] a browser reads a conversation with the weights that ship, and fetches them once', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  const [angry] = await told(['你好', '我的快递怎么还没到', '都五天了还不到，你们到底管不管！太差劲了'], none)
  expect(angry).toMatchObject({ intent: expect.any(String), mood: 'negative' })
  expect(angry?.anger).toBeGreaterThan(0)
  expect(await told([], none)).toEqual([null])
  expect(fetched).not.toHaveBeenCalled()
})

it('[U12] the baseline answers at once, and both together when the encoder has read', async () => {
  const { slow, asked } = sureOf('invoice')
  const readings = await told(['这个东西', '给我弄一下'], slow)
  expect(readings).toHaveLength(2)
  expect(readings[0]?.intent).not.toBe('invoice')
  expect(readings[1]).toMatchObject({ intent: 'invoice', mood: 'negative' })
  expect(asked).toEqual(['这个东西', '给我弄一下'])
})

it('[U12] what the encoder has read is not read again as a conversation grows', async () => {
  const { slow, asked } = sureOf('invoice')
  await told(['这个东西'], slow)
  const grown = await told(['这个东西', '给我弄一下'], slow)
  expect(asked).toEqual(['这个东西', '给我弄一下'])
  expect(grown).toHaveLength(2)
  expect(await told(['这个东西', '给我弄一下'], slow)).toEqual([grown[1]])
  expect(asked).toHaveLength(2)
})
