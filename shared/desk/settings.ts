import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/detect.ts'

export const INDUSTRIES = ['e-commerce', 'finance', 'telecom', 'government'] as const
export const Industry = v.picklist(INDUSTRIES)
export type Industry = v.InferOutput<typeof Industry>

const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/))

/** One stretch of a day, "09:00" to "18:00"; the end is later than the begin. */
export const Period = v.pipe(
  v.strictObject({ from: time, to: time }),
  v.check((period) => period.from < period.to, 'the end is not later than the begin'),
)
export type Period = Infer<typeof Period>

/** When people answer: for each day of the week, Monday first, any number of stretches. */
export const Hours = v.strictObject({
  timezone: v.pipe(v.string(), v.check(isTimezone, 'not an IANA time zone')),
  days: v.pipe(v.array(v.pipe(v.array(Period), v.maxLength(6))), v.length(7)),
})
export type Hours = Infer<typeof Hours>

/** Around the clock, where the desk says nothing else. */
export const ALWAYS: Hours = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) }

export const DeskSettings = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  industry: Industry,
  language: Language,
  hours: Hours,
})
export type DeskSettings = Infer<typeof DeskSettings>

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether people answer at a moment, by the desk's own clock on the wall. */
export function isOpen(hours: Hours, at: number): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? ''
  const now = `${part('hour')}:${part('minute')}`
  const periods = hours.days[WEEKDAYS.indexOf(part('weekday'))] ?? []
  return periods.some((period) => period.from <= now && now < period.to)
}
