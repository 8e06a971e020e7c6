import { DAY } from '$shared/base/clock.ts'
import { i18n } from '../i18n/i18n.svelte.ts'

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** When somebody is there again, by the reader's clock: 「明天 09:00」, a day of the week within one, else the date. */
export function opensWords(at: number, now: number): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY)
  const relative = () => new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' }).format(days, 'day')
  const style = days < 7 ? ({ weekday: 'long' } as const) : ({ month: 'long', day: 'numeric' } as const)
  return `${days < 2 ? relative() : new Intl.DateTimeFormat(i18n.language, style).format(at)} ${i18n.time(at)}`
}
