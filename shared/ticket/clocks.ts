import type { Millis } from '../base/clock.ts'
import type { QueueId } from '../base/ids.ts'
import type { TicketEvent } from './events.ts'
import type { Promised } from './service-levels.ts'

/** What one promise stands at. */
export interface Clock {
  promise: Promised
  /** The row that it follows from, as it was called then. */
  level: string
  /** Whose hours count. */
  line: QueueId | null
  /** Working time that is promised, and how much of it was used until `since`. */
  working: Millis
  consumed: Millis
  /** Since when it runs; null while it stands still. */
  since: Millis | null
  /** Null while it stands still, and where the hours never open. */
  due: Millis | null
  warnAt: readonly [Millis, Millis] | null
  /** Percent that was warned of last. */
  warned: 0 | 75 | 90
  missed: boolean
  pausesForThirdParty: boolean
}

type LevelEvent = Extract<TicketEvent, { data: { promise: Promised } }>

/** The clocks after an event of one of them. */
export function applyLevel(clocks: readonly Clock[], event: LevelEvent): Clock[] {
  const { promise } = event.data
  const others = clocks.filter((clock) => clock.promise !== promise)
  const clock = clocks.find((one) => one.promise === promise)
  if (event.name === 'ticket.v1.LevelSet') {
    const { level, line, working, consumed, due, warnAt, pausesForThirdParty } = event.data
    const { warned, missed } = clock ?? { warned: 0 as const, missed: false }
    const figures = { working, consumed, since: event.at, due, warnAt, warned, missed }
    return [...others, { promise, level, line, ...figures, pausesForThirdParty }]
  }
  if (!clock) return others
  switch (event.name) {
    case 'ticket.v1.LevelPaused':
      return [...others, { ...clock, consumed: event.data.consumed, since: null, due: null, warnAt: null }]
    case 'ticket.v1.LevelWarned':
      return [...others, { ...clock, warned: event.data.percent }]
    case 'ticket.v1.LevelMissed':
      return [...others, { ...clock, missed: true }]
    default:
      return others
  }
}
