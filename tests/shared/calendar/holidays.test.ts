import { describe, expect, it } from 'vitest'
import { HOUR } from '../../../shared/base/clock.ts'
import { chineseExceptions, isAnnounced } from '../../../shared/calendar/holidays.ts'
import { deadlineAfter } from '../../../shared/calendar/hours.ts'
import type { Hours } from '../../../shared/calendar/schedule.ts'

const days = [...[1, 2, 3, 4, 5].map((day) => [{ from: `0${day}:00`, to: '17:00' }]), [], []]
const hours: Hours = { timezone: 'Asia/Shanghai', days }
const year = (first: string) => chineseExceptions(hours, Date.parse(`${first}T00:00:00+08:00`), 365)
const open = (exceptions: Hours['exceptions']) => exceptions?.filter(({ periods }) => periods.length > 0)

describe('holidays in China', () => {
  it('[D4] are closed as announced, and weekends that are worked for them have the hours of the weekday beside them', () => {
    const found = year('2026-01-01')
    expect(found.filter(({ day }) => day.startsWith('2026-10'))).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7].map((date) => ({ day: `2026-10-0${date}`, periods: [], name: '国庆节' })),
      { day: '2026-10-10', periods: [{ from: '05:00', to: '17:00' }], name: '国庆节调休' },
    ])
    expect(open(found)?.map(({ day }) => day)).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])
    expect(open(found)?.[0]?.periods, 'a Sunday is worked for the Monday after it').toEqual(days[0])
  })

  it('[D4] by law are closed too before anything is announced', () => {
    expect([isAnnounced(2026), isAnnounced(2031)]).toEqual([true, false])
    expect(year('2031-01-01').map(({ day, name }) => `${day} ${name}`)).toEqual(
      [
        '2031-01-01 元旦',
        ...['22', '23', '24', '25'].map((date) => `2031-01-${date} 春节`),
        '2031-04-05 清明',
        '2031-05-01 劳动节',
        '2031-05-02 劳动节',
        '2031-06-24 端午',
        '2031-10-01 国庆节',
        '2031-10-01 中秋',
        '2031-10-02 国庆节',
        '2031-10-03 国庆节',
      ].filter((line) => line !== '2031-10-01 中秋'),
    )
  })

  it('[D4] the same days are off by law as are announced, in every year that is', () => {
    for (const announced of [2020, 2021, 2022, 2023, 2024, 2025, 2026]) {
      const off = new Set(year(`${announced}-01-01`).map(({ day }) => day))
      for (const day of ['01-01', '05-01', '10-01', '10-02', '10-03']) expect(off.has(`${announced}-${day}`)).toBe(true)
    }
  })

  it('[D4] what the desk says of a day comes before, and deadlines pass over all of it', () => {
    const own = { ...hours, exceptions: [{ day: '2026-10-02', periods: [{ from: '10:00', to: '12:00' }] }] }
    const found = chineseExceptions(own, Date.parse('2026-09-30T00:00:00+08:00'), 20)
    expect(found.some(({ day }) => day === '2026-10-02')).toBe(false)
    const all: Hours = { ...own, exceptions: [...own.exceptions, ...found] }
    const until = deadlineAfter(all, Date.parse('2026-09-30T16:00:00+08:00'), 4 * HOUR)
    expect(until).toBe(Date.parse('2026-10-08T05:00:00+08:00'))
  })
})
