import { DAY, HOUR, MINUTE } from '$shared/base/clock.ts'
import { periodsOn } from '$shared/calendar/hours.ts'
import type { Hours } from '$shared/calendar/schedule.ts'
import { dayIn, momentOf } from '$shared/calendar/zone.ts'

/** A stretch in which somebody may be called back. */
export interface CallBack {
  from: number
  to: number
}

/** A day has a morning, an afternoon and an evening, in minutes since midnight; nobody is called at night. */
const PARTS = [
  [8 * 60, 12 * 60],
  [12 * 60, 18 * 60],
  [18 * 60, 21 * 60],
] as const
const SLOTS = 4
/** So many days are looked at: a week of holidays and the days around it. */
const DAYS = 14
/** Nobody is called at once, nor within what is left of a stretch that is nearly over. */
const SOONEST = 30 * MINUTE
const SHORTEST = HOUR

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** [T64] The next few stretches of the desk's hours in which it can call back; none where the hours never open. */
export function callBacksIn(hours: Hours, now: number): CallBack[] {
  const earliest = Math.ceil((now + SOONEST) / SOONEST) * SOONEST
  const found: CallBack[] = []
  for (let ahead = 0; ahead < DAYS && found.length < SLOTS; ahead++) {
    const day = dayIn(hours.timezone, now + ahead * DAY)
    for (const { from, to } of periodsOn(hours, day))
      for (const [begin, end] of PARTS) {
        const slot = {
          from: Math.max(earliest, momentOf(hours.timezone, day, Math.max(begin, minuteOf(from)))),
          to: momentOf(hours.timezone, day, Math.min(end, minuteOf(to))),
        }
        if (slot.to - slot.from >= SHORTEST) found.push(slot)
      }
  }
  return found.toSorted((one, other) => one.from - other.from).slice(0, SLOTS)
}
