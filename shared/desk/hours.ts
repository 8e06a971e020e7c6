import type { Hours } from './settings.ts'

/** Around the clock, where the desk says nothing else. */
export const ALWAYS: Hours = { timezone: 'Asia/Shanghai', days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) }

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
