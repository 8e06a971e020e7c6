import type { Millis } from '../base/clock.ts'
import type { Exception, Hours, Period } from './schedule.ts'
import { type Day, dayAfter, dayIn, momentOf, weekdayOf } from './zone.ts'

/** Around the clock, where the desk says nothing else. */
export const ALWAYS: Hours = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) }

/** Hours that do not open within so many days never do. */
const LONGEST_REST = 400

/** A stretch of time, from a moment and up to another one. */
interface Span {
  from: Millis
  to: Millis
}

/** Hours with what is said of more days. */
export const withExceptions = (hours: Hours, more: readonly Exception[]): Hours => ({
  ...hours,
  exceptions: [...(hours.exceptions ?? []), ...more],
})

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** When people answer on a day: as on its day of the week, unless the desk says otherwise of it. */
export function periodsOn(hours: Hours, day: Day): readonly Period[] {
  const exception = hours.exceptions?.find((one) => one.day === day)
  return exception?.periods ?? hours.days[weekdayOf(day)] ?? []
}

/** The same as moments, in order, none of them within another. */
function spansOn(hours: Hours, day: Day): Span[] {
  const spans: Span[] = []
  const sorted = periodsOn(hours, day).toSorted((one, other) => (one.from < other.from ? -1 : 1))
  for (const { from, to } of sorted) {
    const span = { from: momentOf(hours.timezone, day, minuteOf(from)), to: momentOf(hours.timezone, day, minuteOf(to)) }
    const last = spans.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else if (span.from < span.to) spans.push(span)
  }
  return spans
}

/** Whether people answer at a moment, by the desk's own clock on the wall. */
export const isOpen = (hours: Hours, at: Millis): boolean =>
  spansOn(hours, dayIn(hours.timezone, at)).some(({ from, to }) => from <= at && at < to)

/** The stretches after a moment, cut off at it, in order; ends where the hours do not open for longer than anybody rests. */
function* spansFrom(hours: Hours, at: Millis): Generator<Span> {
  let rested = 0
  for (let day = dayIn(hours.timezone, at); rested <= LONGEST_REST; day = dayAfter(day)) {
    rested++
    for (const { from, to } of spansOn(hours, day)) {
      if (to <= at) continue
      rested = 0
      yield { from: Math.max(from, at), to }
    }
  }
}

/** When people answer next: the moment itself where they do; null where they never do. */
export function opensNext(hours: Hours, at: Millis): Millis | null {
  for (const { from } of spansFrom(hours, at)) return from
  return null
}

/**
 * The moment at which so much working time has passed: Friday 16:30 and an hour, with hours to 17:00, is Monday 9:30. Null
 * where the hours never open.
 */
export function deadlineAfter(hours: Hours, at: Millis, working: Millis): Millis | null {
  if (working <= 0) return at
  let left = working
  for (const { from, to } of spansFrom(hours, at)) {
    if (to - from >= left) return from + left
    left -= to - from
  }
  return null
}

/** How much working time lies between two moments. */
export function workingTime(hours: Hours, from: Millis, to: Millis): Millis {
  let passed = 0
  for (const span of spansFrom(hours, from)) {
    if (span.from >= to) break
    passed += Math.min(span.to, to) - span.from
  }
  return passed
}
