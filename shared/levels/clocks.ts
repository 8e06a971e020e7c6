import type { Millis } from '../base/clock.ts'
import type { QueueId } from '../base/ids.ts'
import { deadlineAfter, workingTime } from '../calendar/hours.ts'
import type { Hours } from '../calendar/schedule.ts'
import type { Promised } from './promises.ts'

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
}

type Begun = Pick<Clock, 'promise' | 'level' | 'line' | 'working' | 'consumed' | 'due'> & { warnAt: [Millis, Millis] | null }

/** What happens to a clock, as the events of tickets and of conversations tell it. `More` is what a ticket's clock knows beside. */
export type ClockStep<More = unknown> =
  | { name: 'LevelSet'; data: Begun & More }
  | { name: 'LevelPaused'; data: { promise: Promised; consumed: Millis } }
  | { name: 'LevelWarned'; data: { promise: Promised; percent: 75 | 90; due: Millis | null } }
  | { name: 'LevelMissed'; data: { promise: Promised; due: Millis | null } }
  | { name: 'LevelMet'; data: { promise: Promised; due: Millis | null; used: Millis } }
  | { name: 'LevelEnded'; data: { promise: Promised; late: boolean } }

/** The clocks after a step of one of them. */
export function applyStep<More>(clocks: readonly (Clock & More)[], step: ClockStep<More>, at: Millis): (Clock & More)[] {
  const { promise } = step.data
  const others = clocks.filter((clock) => clock.promise !== promise)
  const clock = clocks.find((one) => one.promise === promise)
  if (step.name === 'LevelSet') {
    const { warned, missed } = clock ?? { warned: 0 as const, missed: false }
    return [...others, { ...step.data, since: at, warned, missed }]
  }
  if (!clock) return others
  switch (step.name) {
    case 'LevelPaused':
      return [...others, { ...clock, consumed: step.data.consumed, since: null, due: null, warnAt: null }]
    case 'LevelWarned':
      return [...others, { ...clock, warned: step.data.percent }]
    case 'LevelMissed':
      return [...others, { ...clock, missed: true }]
    default:
      return others
  }
}

/** What a line works by: its own hours, or the desk's. Hours hold their holidays as exceptions already. */
export interface LineHours {
  hours: Hours
  lines: readonly { id: QueueId; hours: Hours | null }[]
}

/** When a line works. */
export const hoursOf = (rules: LineHours, line: QueueId | null): Hours => rules.lines.find(({ id }) => id === line)?.hours ?? rules.hours

/** Working time that a clock has used by now. */
export const usedBy = (clock: Clock, hours: Hours, now: Millis): Millis =>
  clock.consumed + (clock.since === null ? 0 : workingTime(hours, clock.since, now))

/** [T13] What clocks have come to by now, in order: warnings, and what was missed. */
export function dueSteps(clocks: readonly Clock[], now: Millis): ClockStep<never>[] {
  const due = clocks.flatMap((clock): { at: Millis; step: ClockStep<never> }[] => {
    const { promise, warnAt, warned, missed } = clock
    if (missed || warnAt === null || clock.due === null) return []
    const warn = (percent: 75 | 90): ClockStep<never> => ({ name: 'LevelWarned', data: { promise, percent, due: clock.due } })
    const all: { at: Millis; step: ClockStep<never> }[] = []
    if (warned < 75 && warnAt[0] <= now) all.push({ at: warnAt[0], step: warn(75) })
    if (warned < 90 && warnAt[1] <= now) all.push({ at: warnAt[1], step: warn(90) })
    // The last moment is still in time.
    if (clock.due < now) all.push({ at: clock.due, step: { name: 'LevelMissed', data: { promise, due: clock.due } } })
    return all
  })
  return due.toSorted((one, other) => one.at - other.at).map(({ step }) => step)
}

/** When clocks are to be looked at again. */
export const looksAt = (clocks: readonly Clock[]): Millis[] =>
  clocks.flatMap(({ missed, warnAt, warned, due }) => {
    if (missed || warnAt === null || due === null) return []
    return warned < 75 ? warnAt[0] : warned < 90 ? warnAt[1] : due + 1
  })

/** How a clock should stand: by which row, over which hours, and whether it stands still. */
export interface Wished<More> {
  level: string
  line: QueueId | null
  working: Millis
  hours: Hours
  stands: boolean
  /** Working time that was used before there was a clock. */
  before?: Millis
  more: More
  /** Its deadline is computed anew even where the row says the same: the hours may be others. */
  anew: boolean
}

/** [T11 T12] What brings a clock to how it should stand, in order. What was missed stays so. */
export function stepsTo<More extends object>(
  promise: Promised,
  clock: (Clock & More) | undefined,
  wished: Wished<More>,
  used: Millis,
  now: Millis,
): ClockStep<More>[] {
  if (clock?.missed) return []
  const { level, line, working, hours, stands, before = 0, more, anew } = wished
  const isSame = clock !== undefined && isAsWished(clock, { level, line, working, ...more })
  if (isSame && clock.since !== null && !stands && !anew) return []
  const consumed = clock ? used : before
  const after = (share: number) => deadlineAfter(hours, now, working * share - consumed)
  const [first, second, due] = [after(0.75), after(0.9), after(1)]
  const warnAt: [Millis, Millis] | null = first !== null && second !== null ? [first, second] : null
  const set: ClockStep<More> = { name: 'LevelSet', data: { promise, level, line, working, consumed, due, warnAt, ...more } }
  if (stands) {
    const begun = clock ? [] : [set]
    return clock?.since === null ? begun : [...begun, { name: 'LevelPaused', data: { promise, consumed } }]
  }
  return isSame && clock.since !== null && clock.due === due ? [] : [set]
}

const isAsWished = (clock: object, wished: object): boolean =>
  Object.entries(wished).every(([key, value]) => (clock as Record<string, unknown>)[key] === value)

/** The end of a clock: what was promised is kept, done too late, or owed to nobody any more. */
export const stepAtEnd = ({ promise, missed, due }: Clock, isKept: boolean, used: Millis): ClockStep<never> =>
  missed || !isKept ? { name: 'LevelEnded', data: { promise, late: missed } } : { name: 'LevelMet', data: { promise, due, used } }
