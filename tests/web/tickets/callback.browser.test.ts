import { describe, expect, it } from 'vitest'
import { callBacksIn } from '$lib/conversation/callback.ts'
import type { Hours } from '$shared/calendar/schedule.ts'

const weekday = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]
const hours: Hours = {
  timezone: 'Asia/Shanghai',
  days: [weekday, weekday, weekday, weekday, weekday, [], []],
  exceptions: [{ day: '2026-11-24', periods: [] }],
}
const at = (moment: string) => Date.parse(`${moment}+08:00`)
const told = (now: string) =>
  callBacksIn(hours, at(now)).map(({ from, to }) => `${new Date(from + 8 * 3_600_000).toISOString().slice(5, 16)} ${(to - from) / 60_000}`)

describe('[T64] times for a call back', () => {
  it('[T64] are what is left of today and the stretches of the days that follow, over weekends and days off', () => {
    expect(told('2026-11-20T15:00')).toEqual(['11-20T15:30 150', '11-23T09:00 180', '11-23T13:30 270', '11-25T09:00 180'])
  })

  it('[T64] leave out a stretch that is nearly over', () => {
    expect(told('2026-11-20T16:45')[0]).toBe('11-23T09:00 180')
  })

  it('[T64] are none where the hours never open', () => {
    expect(callBacksIn({ ...hours, days: [[], [], [], [], [], [], []] }, at('2026-11-20T15:00'))).toEqual([])
  })
})
