import { type Millis, SECOND } from '../base/clock.ts'
import type { SeatId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Duty } from './lines.ts'
import { headStartOf, lineIn } from './settled.ts'
import type { Entry, Queue, QueueSeat } from './state.ts'
import type { Why } from './why.ts'

export interface Choice {
  entry: Entry
  seat: QueueSeat
  why: Why
}

type HasDuty = { duty: Duty | null }
export const isOnDuty = ({ duty }: HasDuty, line: string): boolean =>
  !duty || duty.lines.length === 0 || duty.lines.some((one) => one === line)
export const speaks = ({ duty }: HasDuty, language: string): boolean =>
  !duty || duty.languages.length === 0 || duty.languages.some((one) => one === language)
const skillsOf = ({ duty }: HasDuty): readonly string[] => duty?.skills ?? []

/** Somebody sits there. */
export const isPresent = ({ status }: Pick<QueueSeat, 'status'>): boolean => status === 'online' || status === 'busy'

/**
 * [Q8] How many more talks, or messages that were left, a seat can be given: what it may have of them less what it serves and is
 * being offered. A seat that has told nothing of its duty has one number for both.
 */
export function freeCapacity(queue: Queue, seat: QueueSeat, live = true): number {
  if (seat.status !== 'online') return 0
  const counts = (one: { live: boolean }) => !seat.duty || one.live === live
  const most = seat.duty && !live ? seat.duty.messages : seat.capacity
  const offered = queue.offers.filter((offer) => offer.seat === seat.id && counts(offer)).length
  return Math.max(0, most - seat.serving.filter(counts).length - offered)
}

/** [Q7] The line, in the order in which it is offered: by arrival as it counts. */
export const inOrder = (queue: Queue): readonly Entry[] => queue.entries

/**
 * [Q17] When what somebody demands becomes a wish. Who has a head start is in a hurry, and waits the less for a skill; for somebody who
 * speaks their language, or has the skill that a seat handed them on for, as long as all.
 */
function relaxesAt(queue: Queue, { line, entered, since, arrival, handed }: Entry): { skills: Millis; language: Millis } {
  const language = entered + lineIn(queue.settled, line).relaxAfter * SECOND
  return { language, skills: handed ? language : language - Math.max(0, since - arrival) }
}

/** Until when an entry is kept for one seat, and for which: whom somebody chose, or who served the customer last. */
function keptFor(queue: Queue, { handed, familiar, entered, line }: Entry): { seat: SeatId; until: Millis } | null {
  if (!familiar) return null
  if (handed?.to) return { seat: handed.to, until: entered + LIMITS.keptForSeat }
  const { familiarFor } = lineIn(queue.settled, line)
  return familiar && familiarFor > 0 ? { seat: familiar, until: entered + familiarFor * SECOND } : null
}

/** [Q18] The seat that an entry is kept for now: as long as it is there and has not passed on it. */
function keeper(queue: Queue, entry: Entry, now: Millis): QueueSeat | null {
  const kept = keptFor(queue, entry)
  const seat = kept && now < kept.until ? queue.seats[kept.seat] : undefined
  if (!seat || !isPresent(seat) || entry.passed.includes(seat.id)) return null
  return entry.handed?.to === seat.id || isOnDuty(seat, entry.line) ? seat : null
}

/** Whether a seat has what is demanded of it. */
function fits(seat: QueueSeat, line: string, { language, skills }: Demands): boolean {
  if (!isOnDuty(seat, line) || (language !== null && !speaks(seat, language))) return false
  return skills.every((skill) => skillsOf(seat).includes(skill))
}

interface Demands {
  language: string | null
  skills: readonly string[]
}

/** What an entry demands by now. */
function demandsOf(queue: Queue, entry: Entry, now: Millis): Demands {
  const relaxes = relaxesAt(queue, entry)
  return { language: now < relaxes.language ? entry.language : null, skills: now < relaxes.skills ? entry.skills : [] }
}

/** How many more of each kind every seat can be given. Counted once and kept while offers are made. */
class Free {
  readonly #counts = new Map<SeatId, { live: number; message: number; shared: boolean }>()
  readonly #left = { live: 0, message: 0 }

  constructor(queue: Queue) {
    for (const seat of Object.values(queue.seats)) {
      const [live, message] = [freeCapacity(queue, seat, true), freeCapacity(queue, seat, false)]
      if (live + message > 0) this.#counts.set(seat.id, { live, message, shared: !seat.duty })
      this.#left.live += live
      this.#left.message += message
    }
  }

  get isNone(): boolean {
    return this.#counts.size === 0
  }

  /** Whether any seat can be given one of a kind. */
  isAny(live: boolean): boolean {
    return this.#left[live ? 'live' : 'message'] > 0
  }

  of(seat: SeatId, live: boolean): number {
    const counts = this.#counts.get(seat)
    return counts ? counts[live ? 'live' : 'message'] : 0
  }

  seats(queue: Queue, live: boolean): QueueSeat[] {
    return [...this.#counts.keys()].flatMap((id) => (this.of(id, live) > 0 ? (queue.seats[id] ?? []) : []))
  }

  take(seat: SeatId, live: boolean): void {
    const counts = this.#counts.get(seat)
    if (!counts) return
    for (const kind of counts.shared ? (['live', 'message'] as const) : [live ? ('live' as const) : ('message' as const)]) {
      counts[kind]--
      this.#left[kind]--
    }
    if (counts.live + counts.message <= 0) this.#counts.delete(seat)
  }
}

/**
 * [Q3] The offers to be made now, in order: each entry that is not on offer goes to the seat that fits best. Familiar and chosen seats come
 * first, then those with more of what is wished for, then the most free capacity, then the one idle longest. Seats that have
 * passed on an entry are asked again only after a pause, and only when no other is free.
 */
export function* offersOf(queue: Queue, now: Millis): Generator<Choice> {
  const onOffer = new Set(queue.offers.map((offer) => offer.entry))
  const free = new Free(queue)
  /** What nobody is free for is looked for once, however many want it. */
  const hopeless = new Set<string>()
  for (const entry of queue.entries) {
    if (free.isNone) return
    if (!free.isAny(entry.live) || onOffer.has(entry.id)) continue
    const demands = demandsOf(queue, entry, now)
    const kept = keeper(queue, entry, now)
    const wish = kept || entry.passed.length > 0 ? null : `${entry.line} ${entry.live} ${demands.language} ${demands.skills.join()}`
    if (wish && hopeless.has(wish)) continue
    const seats = kept
      ? free.of(kept.id, entry.live) > 0
        ? [kept]
        : []
      : free.seats(queue, entry.live).filter((seat) => fits(seat, entry.line, demands))
    const seat = bestOf(seats, entry, free, now)
    if (!seat) {
      if (wish) hopeless.add(wish)
      continue
    }
    yield { entry, seat, why: whyOf(queue, entry, seat, seats.length, free.of(seat.id, entry.live), now) }
    free.take(seat.id, entry.live)
  }
}

/** The first of the offers to be made, or null. */
export function nextOffer(queue: Queue, now: Millis): Choice | null {
  for (const choice of offersOf(queue, now)) return choice
  return null
}

function bestOf(seats: readonly QueueSeat[], entry: Entry, free: Free, now: Millis): QueueSeat | undefined {
  const fresh = seats.filter((seat) => !entry.passed.includes(seat.id))
  if (fresh.length === 0 && now < entry.notBefore) return undefined
  const worth = (seat: QueueSeat) => {
    const matched = entry.skills.filter((skill) => skillsOf(seat).includes(skill)).length
    return (seat.id === entry.familiar ? 100 : 0) + 2 * matched + (speaks(seat, entry.language) ? 1 : 0)
  }
  const better = (a: QueueSeat, b: QueueSeat) =>
    worth(b) - worth(a) || free.of(b.id, entry.live) - free.of(a.id, entry.live) || a.idleSince - b.idleSince || (a.id < b.id ? -1 : 1)
  return (fresh.length > 0 ? fresh : seats).reduce<QueueSeat | undefined>(
    (best, seat) => (best && better(best, seat) < 0 ? best : seat),
    undefined,
  )
}

function whyOf(queue: Queue, entry: Entry, seat: QueueSeat, candidates: number, free: number, now: Millis): Why {
  const matched = entry.skills.filter((skill) => skillsOf(seat).includes(skill))
  return {
    free,
    idleSince: seat.idleSince,
    candidates,
    waited: Math.max(0, now - entry.since),
    headStart: headStartOf(queue.settled, entry),
    familiar: entry.familiar === seat.id && entry.handed?.to !== seat.id,
    asked: entry.handed?.to === seat.id,
    skills: { matched, waived: entry.skills.filter((skill) => !matched.includes(skill)) },
    language: speaks(seat, entry.language),
    rules: entry.rules,
    overflowedFrom: entry.through,
    passed: entry.passed.length,
  }
}

/** When the line must be looked at again though nothing happens, or null: the end of an offer, or the next thing that time alone changes. */
export function nextLook(queue: Queue, now: Millis): Millis | null {
  const onOffer = new Set(queue.offers.map((offer) => offer.entry))
  let next = Number.POSITIVE_INFINITY
  const later = (at: Millis) => {
    if (at > now && at < next) next = at
  }
  for (const entry of queue.entries) {
    if (onOffer.has(entry.id)) continue
    later(entry.notBefore)
    const { skills, language } = relaxesAt(queue, entry)
    later(language)
    if (entry.skills.length > 0) later(skills)
    later(keptFor(queue, entry)?.until ?? 0)
    const { overflow } = lineIn(queue.settled, entry.line)
    if (overflow) later(entry.entered + overflow.after * SECOND)
  }
  for (const { goneSince, serving } of Object.values(queue.seats))
    if (goneSince !== null && serving.length > 0) later(goneSince + LIMITS.handBack)
  for (const { until } of queue.offers) next = Math.min(next, until)
  return Number.isFinite(next) ? next : null
}
