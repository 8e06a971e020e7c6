import { MINUTE, type Millis, SECOND } from '../base/clock.ts'
import type { QueueId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import { ALWAYS } from '../calendar/hours.ts'
import type { Hours } from '../calendar/schedule.ts'
import type { Tier } from '../triage/customer.ts'
import type { Urgency } from '../understanding/label.ts'
import type { Anger } from '../understanding/labels.ts'
import type { HeadStarts, LineSettings } from './lines.ts'
import type { HeadStart } from './why.ts'

/** What the desk has settled of its lines. */
export interface Settled {
  lines: LineSettings[]
  headStarts: HeadStarts
  hours: Hours
}

/** A queue that was told nothing: one line, first come first served, and messages after everybody who waits. */
export const ONE_LINE: Settled = {
  lines: [
    {
      id: DEFAULT_QUEUE,
      name: '',
      departments: [],
      hours: null,
      offerFor: LIMITS.offer / SECOND,
      familiarFor: 0,
      relaxAfter: 0,
      overflow: null,
    },
  ],
  // Ten years: no message that was left comes before anybody who waits.
  headStarts: { member: 0, vip: 0, high: 0, urgent: 0, anger: 0, again: 0, message: 5_256_000 },
  hours: ALWAYS,
}

/** [Q14] The line of an id; one that is not there (any more) is the first line of all. */
export function lineIn(settled: Settled, id: QueueId): LineSettings {
  const { lines } = settled
  return lines.find((line) => line.id === id) ?? lines.find((line) => line.id === DEFAULT_QUEUE) ?? (ONE_LINE.lines[0] as LineSettings)
}

export const hoursIn = (settled: Settled, line: QueueId): Hours => lineIn(settled, line).hours ?? settled.hours

/** What somebody's place in the line follows from. */
export interface Weighed {
  live: boolean
  tier: Tier
  urgency: Urgency
  anger: Anger
  /** Minutes, from the rules of triage. */
  boost: number
  again: boolean
  /** A promise to them was missed. Absent where none was, and in what was kept before there were promises. */
  late?: boolean
}

/** Minutes by which somebody counts as having waited longer whose promise was missed: once, however many were. */
const LATE = 5

/** [Q15] The head start, in minutes, with what it is made of. */
export function headStartOf({ headStarts }: Settled, { live, tier, urgency, anger, boost, again, late = false }: Weighed): HeadStart {
  return {
    tier: tier === 'vip' ? headStarts.vip : tier === 'member' ? headStarts.member : 0,
    urgency: urgency === 'urgent' ? headStarts.urgent : urgency === 'high' ? headStarts.high : 0,
    anger: anger * headStarts.anger,
    again: again ? headStarts.again : 0,
    rules: boost,
    message: live ? 0 : -headStarts.message,
    ...(late ? { late: LATE } : {}),
  }
}

/** [Q15] When somebody counts as having come: since when they wait, less their head start. */
export function arrivalOf(settled: Settled, since: Millis, weighed: Weighed): Millis {
  return since - minutesOf(headStartOf(settled, weighed)) * MINUTE
}

/** The minutes of a head start in all. */
export const minutesOf = (headStart: HeadStart): number => Object.values(headStart).reduce<number>((sum, part = 0) => sum + part, 0)
