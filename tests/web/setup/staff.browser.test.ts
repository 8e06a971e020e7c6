import { afterEach, expect, it, vi } from 'vitest'
import type { SeatId } from '$shared/base/ids.ts'
import { Settings } from '../../../web/src/lib/setup/staff.svelte.ts'

const seat = (digit: string) => `s_${digit.repeat(26)}` as SeatId
afterEach(() => vi.unstubAllGlobals())

it('[D15] what somebody has in hand is counted: held, waiting for them, and tickets; or is said to be unknown', async () => {
  const row = { name: '小王', status: 'online', lines: [], skills: [], capacity: 5 }
  const colleagues = [{ ...row, id: seat('1'), serving: 2, waiting: 1, tickets: 30 }]
  const fetched = vi.fn(async () => new Response(JSON.stringify(colleagues)))
  vi.stubGlobal('fetch', fetched)
  expect(await new Settings().inHandOf(seat('1'))).toEqual({ conversations: 3, tickets: 30 })
  expect(await new Settings().inHandOf(seat('2'))).toEqual({ conversations: 0, tickets: 0 })
  fetched.mockRejectedValue(new TypeError('no network'))
  expect(await new Settings().inHandOf(seat('1'))).toBeNull()
})
