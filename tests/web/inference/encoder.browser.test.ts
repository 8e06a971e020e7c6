import models from 'virtual:models'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { areHere, bring } from '$lib/inference/files.ts'
import type { Down, Up } from '$lib/inference/messages.ts'
import { RemoteEncoder, type RemoteState, type Thread } from '$lib/inference/remote.ts'

const thread = (): Worker => new Worker(new URL('../../../web/src/lib/inference/worker.ts', import.meta.url), { type: 'module' })

let states: RemoteState[] = []
let remote: RemoteEncoder

beforeEach(async () => {
  await caches.delete('models')
  states = []
  remote = new RemoteEncoder(thread, (state) => states.push(state))
})
afterEach(() => remote.stop())

const ready = () => vi.waitFor(() => expect(remote.state.name).toBe('ready'), { timeout: 30_000 })

it('[U12] a browser fetches the encoder with its progress, keeps it, and reads with it', async () => {
  remote.load({ kind: 'own' })
  await ready()
  const progress = states.flatMap((state) => (state.name === 'loading' && state.total > 0 ? [state] : []))
  expect(progress.length).toBeGreaterThan(1)
  expect(progress.at(-1)?.received).toBe(models.files.reduce((sum, { bytes }) => sum + bytes, 0))
  expect(await areHere(models.files)).toBe(true)
  const said = await remote.read([
    { text: '我的货到哪了', before: null },
    { text: '快点！都催了三遍了，你们太过分了', before: '我的货到哪了' },
  ])
  expect(said).toHaveLength(2)
  const [cheap, low, late] = (await remote.embed(['有没有便宜一点的', '有没有低价一点的', '我的包裹到哪里了'], 'now')) ?? []
  if (!cheap || !low || !late) throw new Error('no vectors')
  const product = (one: Float32Array, other: Float32Array) => one.reduce((sum, value, at) => sum + value * (other[at] as number), 0)
  expect(product(cheap, cheap)).toBeCloseTo(1, 3)
  expect(product(cheap, low)).toBeGreaterThan(product(cheap, late))
  for (const { intent, mood } of said ?? []) {
    expect(intent.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
    expect(mood?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  }
})

it('[U12] what is on the device needs no network, and what was broken on the way is not kept', async () => {
  const [wasm] = models.files.filter(({ url }) => url === models.wasm)
  const cache = await caches.open('models')
  for (const { url } of models.files) await cache.put(url, await fetch(url))
  if (wasm) await cache.delete(wasm.url)
  expect(await areHere(models.files)).toBe(false)

  const answer = (body: BodyInit) => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/wasm' } }))
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation(() => answer(new Uint8Array(wasm?.bytes ?? 0)))
  const signal = new AbortController().signal
  await expect(bring(models.files, signal, () => {})).rejects.toMatchObject({ code: 'damaged' })
  fetching.mockImplementation(() => answer('half of it'))
  await expect(bring(models.files, signal, () => {})).rejects.toMatchObject({ code: 'damaged' })
  fetching.mockRejectedValue(new TypeError('no network'))
  await expect(bring(models.files, signal, () => {})).rejects.toMatchObject({ code: 'unreachable' })
  expect(await areHere(models.files)).toBe(false)
  fetching.mockRestore()

  await bring(models.files, signal, () => {})
  const silent = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network'))
  await bring(models.files, signal, () => {})
  expect(silent).not.toHaveBeenCalled()
  silent.mockRestore()
})

it('[U12] fetching stops when it is told to, and goes on with what came whole', async () => {
  remote.load({ kind: 'own' })
  await vi.waitFor(() => expect(states.some((state) => state.name === 'loading' && state.received > 0)).toBe(true), { interval: 1 })
  remote.pause()
  expect(remote.state.name).toBe('paused')
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(remote.state.name).toBe('paused')
  expect(await areHere(models.files)).toBe(false)
  remote.load({ kind: 'own' })
  await ready()
})

/** A fake thread that answers when the test says so. */
function fakes() {
  const threads: (Thread & { heard: Up[]; ended: boolean })[] = []
  const start = (): Thread => {
    const made = {
      heard: [] as Up[],
      ended: false,
      onmessage: null as Thread['onmessage'],
      onerror: null as Thread['onerror'],
      postMessage: (message: Up) => {
        made.heard.push(message)
        if (message.type === 'load') queueMicrotask(() => say(made, { type: 'ready' }))
      },
      terminate: () => {
        made.ended = true
      },
    }
    threads.push(made)
    return made
  }
  const say = (to: Thread, message: Down) => to.onmessage?.(new MessageEvent('message', { data: message }))
  return { threads, start, say }
}

it('[U12] of readings that wait the newest wins', async () => {
  const { threads, start, say } = fakes()
  const one = new RemoteEncoder(start, () => {})
  one.load({ kind: 'own' })
  await vi.waitFor(() => expect(one.state.name).toBe('ready'))
  const [first, second, third] = ['一', '二', '三'].map((text) => one.read([{ text, before: null }]))
  expect(await second).toBeNull()
  const [thread] = threads
  if (!thread) throw new Error('no thread was started')
  say(thread, { type: 'said', id: 1, said: [] })
  say(thread, { type: 'said', id: 3, said: [] })
  expect([await first, await third]).toEqual([[], []])
  expect(thread.heard.flatMap((up) => (up.type === 'read' ? up.turns.map(({ text }) => text) : []))).toEqual(['一', '三'])
})

it('[U12] the vector of a question goes before readings, and both before what is learned for later', async () => {
  const { threads, start, say } = fakes()
  const one = new RemoteEncoder(start, () => {})
  one.load({ kind: 'own' })
  await vi.waitFor(() => expect(one.state.name).toBe('ready'))
  const asked = [
    one.embed(['甲'], 'some-day'),
    one.embed(['乙'], 'some-day'),
    one.read([{ text: '丙', before: null }]),
    one.embed(['丁'], 'now'),
  ]
  const [thread] = threads
  if (!thread) throw new Error('no thread was started')
  for (const id of [1, 4, 3, 2]) say(thread, id === 3 ? { type: 'said', id, said: [] } : { type: 'embedded', id, vectors: [] })
  expect(await Promise.all(asked)).toEqual([[], [], [], []])
  const order = thread.heard.flatMap((up) => (up.type === 'embed' ? up.texts : up.type === 'read' ? up.turns.map(({ text }) => text) : []))
  expect(order).toEqual(['甲', '丁', '丙', '乙'])
})

it('[U12] a thread that crashes or falls silent is survived: its readings are given up and another takes over', async () => {
  vi.useFakeTimers()
  try {
    const { threads, start } = fakes()
    const one = new RemoteEncoder(start, () => {})
    one.load({ kind: 'own' })
    await vi.advanceTimersByTimeAsync(1)
    const lost = one.read([{ text: '在吗', before: null }])
    threads[0]?.onerror?.(new ErrorEvent('error', { cancelable: true }))
    expect(await lost).toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    expect([threads.length, threads[0]?.ended, one.state.name]).toEqual([2, true, 'ready'])

    const silent = one.read([{ text: '在吗', before: null }])
    await vi.advanceTimersByTimeAsync(20_001)
    expect(await silent).toBeNull()
    await vi.advanceTimersByTimeAsync(2_001)
    expect([threads.length, threads[1]?.ended, one.state.name]).toEqual([3, true, 'ready'])
    one.stop()
  } finally {
    vi.useRealTimers()
  }
})

it('[U12] a real thread that dies under a reading is replaced by one that reads', async () => {
  let started = 0
  let current: Worker | null = null
  remote = new RemoteEncoder(
    () => {
      started++
      current = thread()
      return current
    },
    (state) => states.push(state),
  )
  remote.load({ kind: 'own' })
  await ready()
  // Nothing that it can read: the message cannot even be taken apart, and the error is nobody's but the thread's.
  ;(current as Worker | null)?.postMessage(null)
  await vi.waitFor(() => expect(started).toBe(2), { timeout: 5_000 })
  await ready()
  expect(await remote.read([{ text: '我要退货', before: null }])).toHaveLength(1)
})
