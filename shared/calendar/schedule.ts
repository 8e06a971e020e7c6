import { type Infer, v } from '../base/schema.ts'

const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/))

/** One stretch of a day, "09:00" to "18:00"; the end is later than the begin. */
export const Period = v.pipe(
  v.strictObject({ from: time, to: time }),
  v.check((period) => period.from < period.to, 'the end is not later than the begin'),
)
export type Period = Infer<typeof Period>

const periods = v.pipe(v.array(Period), v.maxLength(6))

/** A day that is not like its day of the week: closed where it has no stretches. */
export const Exception = v.strictObject({
  day: v.pipe(v.string(), v.isoDate()),
  periods,
  name: v.optional(v.pipe(v.string(), v.maxLength(40))),
})
export type Exception = Infer<typeof Exception>

export const Timezone = v.pipe(v.string(), v.check(isTimezone, 'not an IANA time zone'))

/** When people answer: for each day of the week, Monday first, any number of stretches, and what differs on single days. */
export const Hours = v.strictObject({
  timezone: Timezone,
  days: v.pipe(v.array(periods), v.length(7)),
  exceptions: v.optional(v.pipe(v.array(Exception), v.maxLength(400))),
  /** Closed on the holidays of a country, and open on the weekends that are worked for them. */
  holidays: v.optional(v.picklist(['china'])),
})
export type Hours = Infer<typeof Hours>

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
