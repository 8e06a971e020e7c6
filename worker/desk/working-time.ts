import { DAY, type Millis } from '../../shared/base/clock.ts'
import { chineseExceptions } from '../../shared/calendar/holidays.ts'
import { withExceptions } from '../../shared/calendar/hours.ts'
import type { Hours } from '../../shared/calendar/schedule.ts'
import type { LineHours } from '../../shared/levels/clocks.ts'

/** Days ahead for which holidays are looked up: longer than anything that is promised. */
const HOLIDAYS_AHEAD = 400

/** The holidays of the days to come, by the hours they are of: the same for all that this isolate counts. */
const known = new Map<string, Hours>()

function withHolidays(hours: Hours, now: Millis): Hours {
  if (hours.holidays !== 'china') return hours
  const key = `${Math.floor(now / DAY)} ${JSON.stringify(hours)}`
  const found = known.get(key)
  if (found) return found
  // Those of yesterday are of no use any more.
  if (known.size > 50) known.clear()
  const made = withExceptions(hours, chineseExceptions(hours, now - DAY, HOLIDAYS_AHEAD))
  known.set(key, made)
  return made
}

/** Rules with holidays as exceptions, as clocks count by them. */
export function counted<Rules extends LineHours>(rules: Rules, now: Millis): Rules {
  const lines = rules.lines.map((line) => ({ ...line, hours: line.hours && withHolidays(line.hours, now) }))
  return { ...rules, hours: withHolidays(rules.hours, now), lines }
}
