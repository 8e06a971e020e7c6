import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { Millis } from '../base/clock.ts'
import type { Exception, Hours } from './schedule.ts'
import { type Day, dayAfter, dayIn, weekdayOf } from './zone.ts'

// Days of the week, Monday first, from 0.
const [MONDAY, FRIDAY, SUNDAY] = [0, 4, 6]

/** What the State Council has announced, by day, as "Spring Festival,春节,4". */
const HOLIDAYS: Readonly<Record<Day, string>> = calendar.holidays
const WORKED: Readonly<Record<Day, string>> = calendar.workdays
const nameIn = (announced: string): string => announced.split(',')[1] ?? announced

/** Whether it is announced yet which days of a year are off, and which weekends are worked for them. */
export const isAnnounced = (year: number): boolean => Object.keys(HOLIDAYS).some((day) => day.startsWith(`${year}-`))

/** Days off by law, announced or not (全国年节及纪念日放假办法, as changed in 2024): by date, and by the Chinese calendar. */
const BY_DATE: Readonly<Record<string, string>> = {
  '01-01': '元旦',
  '05-01': '劳动节',
  '05-02': '劳动节',
  '10-01': '国庆节',
  '10-02': '国庆节',
  '10-03': '国庆节',
}
const BY_MOON: Readonly<Record<string, string>> = { '1/1': '春节', '1/2': '春节', '1/3': '春节', '5/5': '端午', '8/15': '中秋' }

const moon = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })

/** Month and day by the Chinese calendar, "8/15"; those of a leap month carry a mark. */
function byMoon(day: Day): string {
  const parts = moon.formatToParts(Date.parse(day))
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? ''
  return `${part('month')}/${part('day')}`
}

/** The day in April of 清明, in this century, by the usual formula for solar terms. */
const brightness = (year: number): number => Math.floor((year % 100) * 0.2422 + 4.81) - Math.floor((year % 100) / 4)

function nameByLaw(day: Day): string | undefined {
  const [year = 0, month, date] = day.split('-').map(Number)
  if (month === 4 && date === brightness(year)) return '清明'
  // The eve of the new year is off too.
  return BY_DATE[day.slice(5)] ?? BY_MOON[byMoon(day)] ?? (byMoon(dayAfter(day)) === '1/1' ? '春节' : undefined)
}

function nameOf(day: Day): string | undefined {
  if (!isAnnounced(Number(day.slice(0, 4)))) return nameByLaw(day)
  const announced = HOLIDAYS[day]
  return announced === undefined ? undefined : nameIn(announced)
}

/**
 * What differs from the usual week in China, for so many days from a moment on: holidays are closed, and a weekend that is
 * worked for one (调休) has the hours of the weekday next to it. What the desk itself says of a day comes before.
 */
export function chineseExceptions({ timezone, days, exceptions = [] }: Hours, at: Millis, count: number): Exception[] {
  const own = new Set(exceptions.map(({ day }) => day))
  const first = dayIn(timezone, at)
  return Array.from({ length: count }, (_, index) => dayAfter(first, index)).flatMap((day): Exception[] => {
    if (own.has(day)) return []
    const name = nameOf(day)
    if (name !== undefined) return [{ day, periods: [], name }]
    const worked = WORKED[day]
    if (worked === undefined) return []
    const usual = days[weekdayOf(day) === SUNDAY ? MONDAY : FRIDAY] ?? []
    return [{ day, periods: [...usual], name: `${nameIn(worked)}调休` }]
  })
}
