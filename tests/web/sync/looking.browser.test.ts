import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whileLookedAt } from '$lib/sync/looking.ts'

let gone: AbortController
beforeEach(() => {
  gone = new AbortController()
  vi.useFakeTimers()
})
afterEach(() => {
  gone.abort()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('[T66] what is only looked at is asked for while it is, and at once when its reader or the network is back', () => {
  const look = vi.fn()
  const visible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true)
  whileLookedAt(look, 1000, gone.signal)
  vi.advanceTimersByTime(3000)
  expect(look).toHaveBeenCalledTimes(3)
  visible.mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  vi.advanceTimersByTime(10_000)
  expect(look).toHaveBeenCalledTimes(3)
  visible.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  expect(look).toHaveBeenCalledTimes(4)
  online.mockReturnValue(false)
  dispatchEvent(new Event('offline'))
  vi.advanceTimersByTime(10_000)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(look).toHaveBeenCalledTimes(4)
  online.mockReturnValue(true)
  dispatchEvent(new Event('online'))
  expect(look).toHaveBeenCalledTimes(5)
  vi.advanceTimersByTime(1000)
  expect(look).toHaveBeenCalledTimes(6)
  gone.abort()
  vi.advanceTimersByTime(10_000)
  expect(look).toHaveBeenCalledTimes(6)
})
