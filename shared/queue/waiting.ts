import { MINUTE, type Millis } from '../base/clock.ts'
import type { CommandId, QueueId } from '../base/ids.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import { chineseExceptions } from '../calendar/holidays.ts'
import { isOpen, opensNext, withExceptions } from '../calendar/hours.ts'
import type { Hours } from '../calendar/schedule.ts'
import { dayIn } from '../calendar/zone.ts'
import type { Line, Place } from './place.ts'
import { isOnDuty, isPresent } from './routing.ts'
import { hoursIn, lineIn, type Settled } from './settled.ts'
import type { Entry, Queue } from './state.ts'

/** Takes that are further apart than this tell of an empty line, not of a slow one. */
const LONGEST_INTERVAL: Millis = 10 * MINUTE

/** Holidays are looked up for so many days: longer than any of them lasts. */
const DAYS_AHEAD = 30

const known = new WeakMap<Hours, { day: string; hours: Hours }>()

/** The working time of a line with the holidays of the days to come. Looked up once a day: it is asked at every change. */
function hoursOf(settled: Settled, line: QueueId, now: Millis): Hours {
  const hours = hoursIn(settled, line)
  if (hours.holidays !== 'china') return hours
  const day = dayIn(hours.timezone, now)
  const found = known.get(hours)
  if (found?.day === day) return found.hours
  const made = withExceptions(hours, chineseExceptions(hours, now, DAYS_AHEAD))
  known.set(hours, { day, hours: made })
  return made
}

/** [Q16] When a line opens next, while it is closed; null while it is open, and where it never opens. */
export function opensAt(settled: Settled, line: QueueId, now: Millis): Millis | null {
  const hours = hoursOf(settled, line, now)
  return isOpen(hours, now) ? null : opensNext(hours, now)
}

/** Where an entry stands, or null when it is not in this queue. */
export function placeOf(queue: Queue, entryId: CommandId, now: Millis): Place | null {
  const line = queue.entries.find((entry) => entry.id === entryId)?.line
  return line === undefined ? null : (placesIn(queue, line, now, (entry) => entry.id === entryId)[0]?.place ?? null)
}

/** Where those stand in a line who are asked for, the first `most` of them all. */
export function placesIn(
  queue: Queue,
  line: QueueId,
  now: Millis,
  isAsked: (entry: Entry) => boolean,
  most = Number.POSITIVE_INFINITY,
): { entry: CommandId; place: Place }[] {
  const staffed = isStaffed(queue, line)
  const usual = usualInterval(queue, line)
  const told = { staffed, line, name: lineIn(queue.settled, line).name, opens: opensAt(queue.settled, line, now) }
  const places: { entry: CommandId; place: Place }[] = []
  let place = 0
  for (const entry of queue.entries) {
    if (entry.line !== line) continue
    if (++place > most) break
    const wait = staffed && usual !== null ? Math.round(place * usual) : null
    if (isAsked(entry)) places.push({ entry: entry.id, place: { conversation: entry.conversation, place, wait, ...told } })
  }
  return places
}

/** The usual time between two takes of a line, from the latest; null where there are too few to say. */
function usualInterval(queue: Queue, line: QueueId): Millis | null {
  const takes = queue.takes[line] ?? []
  const gaps = takes.slice(1).map((at, index) => Math.min(LONGEST_INTERVAL, at - (takes[index] ?? at)))
  return gaps.length < 2 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
}

/** [Q6] Place times the usual time between two takes; unknown without seats or without history. */
export function expectedWait(queue: Queue, place: number, line: QueueId = DEFAULT_QUEUE): Millis | null {
  const usual = usualInterval(queue, line)
  return usual === null || !isStaffed(queue, line) ? null : Math.round(place * usual)
}

/** Whether anybody is there for a line. */
export const isStaffed = (queue: Queue, line: QueueId = DEFAULT_QUEUE): boolean =>
  Object.values(queue.seats).some((seat) => isPresent(seat) && isOnDuty(seat, line))

/** Every line as its seats are shown it, the first of all last: a device that shows one shows that. */
export function linesOf(queue: Queue): Line[] {
  const lines = new Map<QueueId, Line>()
  for (const { id, name } of queue.settled.lines.toSorted(
    (one, other) => Number(one.id === DEFAULT_QUEUE) - Number(other.id === DEFAULT_QUEUE),
  ))
    lines.set(id, { queue: id, live: 0, messages: 0, oldest: null, staffed: isStaffed(queue, id), name })
  for (const { line, live, since, late = false } of queue.entries) {
    const counted = lines.get(line)
    if (!counted) continue
    if (late) lateIn(counted).waiting++
    if (!live) counted.messages++
    else {
      counted.live++
      counted.oldest = Math.min(counted.oldest ?? since, since)
    }
  }
  for (const { id: seat, name, serving } of Object.values(queue.seats))
    for (const { line: id } of serving.filter(({ late }) => late)) {
      const line = lines.get(id)
      const seats = line && lateIn(line).seats
      const known = seats?.find((one) => one.seat === seat)
      if (known) known.count++
      else seats?.push({ seat, name, count: 1 })
    }
  return [...lines.values()]
}

/** [V5] What a line tells of missed promises. */
function lateIn(line: Line): NonNullable<Line['late']> {
  line.late ??= { waiting: 0, seats: [] }
  return line.late
}
