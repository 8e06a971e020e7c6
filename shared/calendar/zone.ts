import { DAY, MINUTE, type Millis } from '../base/clock.ts'

/** A day on the calendar, ISO 8601: 2026-10-01. */
export type Day = string

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const numeric = '2-digit'
  const parts = { year: 'numeric', month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', ...parts })
  formats.set(zone, made)
  return made
}

/** How far the wall clock of a zone is ahead of Greenwich at a moment. */
function offsetAt(zone: string, at: Millis): Millis {
  const second = Math.floor(at / 1000) * 1000
  const part: Record<string, string> = {}
  for (const { type, value } of formatOf(zone).formatToParts(second)) part[type] = value
  const number = (type: string) => Number(part[type])
  return Date.UTC(number('year'), number('month') - 1, number('day'), number('hour'), number('minute'), number('second')) - second
}

export const dayOf = (local: Millis): Day => new Date(local).toISOString().slice(0, 10)

/** The day that it is in a zone at a moment. */
export const dayIn = (zone: string, at: Millis): Day => dayOf(at + offsetAt(zone, at))

/** The time of the day that it is in a zone at a moment, in whole minutes after midnight. */
export const minuteIn = (zone: string, at: Millis): number => Math.floor((at + offsetAt(zone, at) - Date.parse(dayIn(zone, at))) / MINUTE)

export const dayAfter = (day: Day, days = 1): Day => dayOf(Date.parse(day) + days * DAY)

/** The day of the week, Monday first, from 0. */
export const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/**
 * The first moment at which the wall clock of a zone shows a time of a day, in minutes after midnight, or any later one:
 * where clocks are put forward over it, that is the moment when they are.
 */
export function momentOf(zone: string, day: Day, minute: number): Millis {
  const local = Date.parse(day) + minute * MINUTE
  const [early, late] = [local - offsetAt(zone, local - DAY), local - offsetAt(zone, local + DAY)]
  const [from, until] = [Math.min(early, late), Math.max(early, late)]
  const isThere = (at: Millis) => at + offsetAt(zone, at) >= local
  if (isThere(from)) return from
  // Between the two lies a change of the clock; it is at a whole second.
  let [before, after] = [from / 1000, until / 1000]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (isThere(middle * 1000)) after = middle
    else before = middle
  }
  return after * 1000
}
