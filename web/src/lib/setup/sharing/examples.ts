import { MINUTE, type Millis, SECOND } from '$shared/base/clock.ts'
import { deadlineAfter } from '$shared/calendar/hours.ts'
import type { Hours } from '$shared/calendar/schedule.ts'
import { dayAfter, dayIn, momentOf, weekdayOf } from '$shared/calendar/zone.ts'
import { PROMISES, type Promised, type ServiceLevel, type TalkLevel } from '$shared/levels/promises.ts'
import type { HeadStarts } from '$shared/queue/lines.ts'
import { arrivalOf, ONE_LINE, type Weighed } from '$shared/queue/settled.ts'

/** Somebody who stands in a line, as an owner may picture it. */
export interface Example extends Weighed {
  id: 'plain' | 'vip' | 'member' | 'urgent' | 'angry' | 'again' | 'message'
  /** Minutes. */
  waited: number
}

const SOMEBODY: Weighed = { tier: 'ordinary', urgency: 'normal', anger: 0, boost: 0, again: false, live: true }
export const EXAMPLES: readonly Example[] = [
  { ...SOMEBODY, id: 'plain', waited: 6 },
  { ...SOMEBODY, id: 'vip', waited: 2, tier: 'vip' },
  { ...SOMEBODY, id: 'member', waited: 4, tier: 'member' },
  { ...SOMEBODY, id: 'urgent', waited: 1, urgency: 'urgent' },
  { ...SOMEBODY, id: 'angry', waited: 3, anger: 3 },
  { ...SOMEBODY, id: 'again', waited: 2, again: true },
  { ...SOMEBODY, id: 'message', waited: 12, live: false },
]

/** Who is served first, with the minutes that each counts as having waited. */
export const inOrder = (starts: HeadStarts): { example: Example; counts: number }[] =>
  EXAMPLES.map((example) => ({
    example,
    counts: -arrivalOf({ ...ONE_LINE, headStarts: starts }, -example.waited * MINUTE, example) / MINUTE,
  })).toSorted((one, other) => other.counts - one.counts || other.example.waited - one.example.waited)

const [FRIDAY, HALF_PAST_FOUR] = [4, 16 * 60 + 30]

/** The Friday from now on, half past four on the desk's wall: when deadlines begin to go over a weekend. */
export function nextFriday(hours: Hours, now: Millis): Millis {
  const today = dayIn(hours.timezone, now)
  const friday = dayAfter(today, (FRIDAY - weekdayOf(today) + 7) % 7)
  return momentOf(hours.timezone, friday, HALF_PAST_FOUR)
}

/** A row of promises to tickets, in minutes, or to conversations, in seconds. */
export type Level = ServiceLevel | TalkLevel

export const isForTickets = (level: Level): level is ServiceLevel => 'pausesForThirdParty' in level

/** What a figure of a row counts, in milliseconds. */
export const unitOf = (level: Level): Millis => (isForTickets(level) ? MINUTE : SECOND)

/** When each promise of a row is due for what comes at a moment; null: not promised. */
export function dueFrom(level: Level, hours: Hours, at: Millis): Record<Promised, Millis | null> {
  const due = (promised: Promised) => {
    const figure = level[promised]
    return figure === null ? null : deadlineAfter(hours, at, figure * unitOf(level))
  }
  return Object.fromEntries(PROMISES.map((promised) => [promised, due(promised)])) as Record<Promised, Millis | null>
}

/** A moment as the desk's own wall shows it, for a field that takes day and time; and back, or null where none was typed. */
export function wallOf({ timezone }: Hours, at: Millis): string {
  const day = dayIn(timezone, at)
  const minutes = Math.round((at - momentOf(timezone, day, 0)) / MINUTE)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

export function onTheWall({ timezone }: Hours, wall: string): Millis | null {
  const [day = '', time = ''] = wall.split('T')
  const [hour, minute] = time.split(':').map(Number)
  return day === '' || hour === undefined || minute === undefined ? null : momentOf(timezone, day, hour * 60 + minute)
}
