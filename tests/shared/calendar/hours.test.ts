import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../shared/base/clock.ts'
import { seededRandom, uniform } from '../../../shared/base/random.ts'
import { ALWAYS, deadlineAfter, isOpen, opensNext, workingTime } from '../../../shared/calendar/hours.ts'
import type { Hours } from '../../../shared/calendar/schedule.ts'
import { dayIn, momentOf } from '../../../shared/calendar/zone.ts'

const office = [{ from: '09:00', to: '17:00' }]
const split = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]
const week = (day: Hours['days'][number], more: Partial<Hours> = {}): Hours => ({
  timezone: 'Asia/Shanghai',
  days: [...Array.from({ length: 5 }, () => day), [], []],
  ...more,
})
const at = (text: string) => Date.parse(text)
const told = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString())

describe('deadlines', () => {
  it.each([
    ['Friday 16:30 and an hour is Monday 9:30', week(office), '2026-11-20T16:30:00+08:00', HOUR, '2026-11-23T09:30:00+08:00'],
    ['an hour that fits ends the same day', week(office), '2026-11-20T15:00:00+08:00', HOUR, '2026-11-20T16:00:00+08:00'],
    ['the end of the day is in time', week(office), '2026-11-20T16:00:00+08:00', HOUR, '2026-11-20T17:00:00+08:00'],
    ['lunch does not count', week(split), '2026-11-20T11:30:00+08:00', HOUR, '2026-11-20T14:00:00+08:00'],
    ['from a night it begins in the morning', week(office), '2026-11-18T23:00:00+08:00', HOUR, '2026-11-19T10:00:00+08:00'],
    ['five days are a week', week(office), '2026-11-20T12:00:00+08:00', 40 * HOUR, '2026-11-27T12:00:00+08:00'],
    ['around the clock it is plain time', ALWAYS, '2026-11-20T23:30:00+08:00', 24 * HOUR, '2026-11-21T23:30:00+08:00'],
  ])('[D3] %s', (_what, hours, from, working, until) => {
    expect(told(deadlineAfter(hours, at(from), working))).toBe(told(at(until)))
  })

  it('[D3] a day that the desk closes or opens counts as it says', () => {
    const hours = week(office, {
      exceptions: [
        { day: '2026-11-23', periods: [] },
        { day: '2026-11-21', periods: [{ from: '10:00', to: '10:15' }] },
      ],
    })
    expect(told(deadlineAfter(hours, at('2026-11-20T16:30:00+08:00'), HOUR))).toBe(told(at('2026-11-24T09:15:00+08:00')))
    expect(isOpen(hours, at('2026-11-21T10:10:00+08:00'))).toBe(true)
    expect(isOpen(hours, at('2026-11-23T10:10:00+08:00'))).toBe(false)
  })

  it('[D3] hours that never open have no deadline, and say so', () => {
    const never = week([])
    expect(deadlineAfter(never, 0, HOUR)).toBeNull()
    expect(opensNext(never, 0)).toBeNull()
    expect(workingTime(never, 0, 365 * 24 * HOUR)).toBe(0)
    const once: Hours = { ...never, exceptions: [{ day: '2026-11-23', periods: [{ from: '09:00', to: '09:30' }] }] }
    expect(told(opensNext(once, at('2026-11-20T00:00:00+08:00')))).toBe(told(at('2026-11-23T09:00:00+08:00')))
    expect(deadlineAfter(once, at('2026-11-20T00:00:00+08:00'), HOUR), 'there is only half of it').toBeNull()
  })

  it('[D3] stretches that overlap count once', () => {
    const twice = week([
      { from: '09:00', to: '12:00' },
      { from: '11:00', to: '13:00' },
    ])
    expect(workingTime(twice, at('2026-11-20T00:00:00+08:00'), at('2026-11-21T00:00:00+08:00'))).toBe(4 * HOUR)
  })
})

describe('changes of the clock', () => {
  const berlin: Hours = { timezone: 'Europe/Berlin', days: Array.from({ length: 7 }, () => [{ from: '01:00', to: '04:00' }]) }

  it('[D3] a night in which clocks go forward is shorter, one in which they go back is longer', () => {
    expect(workingTime(berlin, at('2026-03-29T00:00:00+01:00'), at('2026-03-29T12:00:00+02:00'))).toBe(2 * HOUR)
    expect(workingTime(berlin, at('2026-10-25T00:00:00+02:00'), at('2026-10-25T12:00:00+01:00'))).toBe(4 * HOUR)
  })

  it('[D3] a time that the clock leaps over is when it leaps', () => {
    const leap = at('2026-03-29T01:00:00Z')
    expect(told(momentOf('Europe/Berlin', '2026-03-29', 2 * 60 + 30))).toBe(told(leap))
    expect(told(momentOf('Europe/Berlin', '2026-03-29', 3 * 60))).toBe(told(leap))
    expect(told(momentOf('Europe/Berlin', '2026-03-29', 3 * 60 + 1))).toBe(told(leap + MINUTE))
  })
})

describe('any hours', () => {
  const random = seededRandom(7)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(uniform(random) * values.length)] as Value
  const time = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

  function anyHours(): Hours {
    const day = () =>
      Array.from({ length: Math.floor(uniform(random) * 4) }, () => {
        const from = Math.floor(uniform(random) * 1439)
        return { from: time(from), to: time(from + 1 + Math.floor(uniform(random) * (1440 - from))) }
      })
    const timezone = pick(['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu'])
    return { timezone, days: [[{ from: '10:00', to: '11:00' }], ...Array.from({ length: 6 }, day)] }
  }

  it('[D3] so much working time lies before a deadline, and it is reached while people work', () => {
    for (let round = 0; round < 300; round++) {
      const [hours, from] = [anyHours(), Date.UTC(2026, 0, 1) + Math.floor(uniform(random) * 365 * 24 * 60) * MINUTE]
      const working = 1 + Math.floor(uniform(random) * 60 * HOUR)
      const until = deadlineAfter(hours, from, working) ?? Number.NaN
      expect(workingTime(hours, from, until)).toBe(working)
      expect(isOpen(hours, until - 1)).toBe(true)
      const middle = from + Math.floor(uniform(random) * (until - from))
      expect(workingTime(hours, from, middle) + workingTime(hours, middle, until)).toBe(working)
    }
  })

  it('[D3] a moment is the first at which the clock on the wall shows its time', () => {
    for (let round = 0; round < 500; round++) {
      const { timezone } = anyHours()
      const day = dayIn(timezone, Date.UTC(2026, 0, 1) + Math.floor(uniform(random) * 365) * 24 * HOUR)
      const minute = Math.floor(uniform(random) * 1440)
      const moment = momentOf(timezone, day, minute)
      const shown = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
        moment,
      )
      expect(dayIn(timezone, moment)).toBe(day)
      expect(shown >= time(minute)).toBe(true)
      const before = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
        moment - 1,
      )
      expect(dayIn(timezone, moment - 1) < day || before < time(minute)).toBe(true)
    }
  })
})
