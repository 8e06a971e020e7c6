import { DAY, type Millis } from '../../shared/base/clock.ts'
import { chineseExceptions } from '../../shared/calendar/holidays.ts'
import { withExceptions } from '../../shared/calendar/hours.ts'
import type { Hours } from '../../shared/calendar/schedule.ts'
import type { Policy } from '../../shared/desk/policy.ts'
import type { DeskSettings } from '../../shared/desk/settings.ts'
import type { TicketRules } from '../../shared/ticket/story.ts'
import type { Facts } from '../platform/facts.ts'

/** Days ahead for which holidays are looked up: longer than anything that is promised. */
const HOLIDAYS_AHEAD = 400

/** The rules as the desk last told them, without its holidays; kept in the object for when the desk cannot be reached. */
export class Settled {
  readonly #facts: Facts

  constructor(facts: Facts) {
    this.#facts = facts
  }

  /** Those that clocks were last set by. */
  get last(): TicketRules | null {
    return this.#facts.get<TicketRules>('rules')
  }

  keep(rules: TicketRules): void {
    this.#facts.set('rules', rules)
  }
}

/** What tickets need of how a desk shares out its work. */
export function rulesOf({ levels, fields, lines }: Policy, { hours }: DeskSettings): TicketRules {
  return { levels, fields, hours, lines: lines.map(({ id, hours }) => ({ id, hours })) }
}

/** The holidays of the days to come, by the hours they are of: the same for every ticket of this isolate. */
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

/** The rules with holidays as exceptions, as clocks count by them. */
export function counted(rules: TicketRules, now: Millis): TicketRules {
  const lines = rules.lines.map((line) => ({ ...line, hours: line.hours && withHolidays(line.hours, now) }))
  return { ...rules, hours: withHolidays(rules.hours, now), lines }
}
