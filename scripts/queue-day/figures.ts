import { HOUR, MINUTE, type Millis, SECOND } from '../../shared/base/clock.ts'
import { defaultTalkLevels } from '../../shared/desk/default-policy.ts'
import { levelFor } from '../../shared/levels/promises.ts'
import type { Tier } from '../../shared/triage/customer.ts'
import type { Day } from './day.ts'
import type { Outcome } from './outcome.ts'

/** Answered within so long: what a desk usually sets itself. */
const ANSWERED: Millis = 60 * SECOND

/** What a shop promises its conversations until it says otherwise. */
const PROMISES = defaultTalkLevels('e-commerce', 'en')

/** Whether somebody came before the first answer was due that is promised to a customer of their kind. */
function isKept(outcome: Outcome): boolean {
  const { tier, urgency } = outcome.arrival
  const promised = levelFor(PROMISES, { type: 'enquiry', tier, urgency })?.['first-answer'] ?? null
  return promised === null || (outcome.taken !== null && waitOf(outcome) <= promised * SECOND)
}

export interface Waits {
  count: number
  p50: Millis
  p95: Millis
  most: Millis
}

export interface Figures {
  day: Record<Tier | 'all', Waits>
  peak: Record<Tier | 'all', Waits>
  /** The share that was answered in time, and that gave up. */
  inTime: number
  /** The share that somebody came to before their first answer was due. */
  kept: number
  abandoned: number
  /** Busy places of those that were there. */
  occupancy: number
  /** Jain's index: 1 where all seats do as much for their time as each other, and where all ordinary customers wait as long. */
  fairWork: number
  fairWaits: number
}

export const percentile = (sorted: readonly number[], share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0

/** How long each waited; who gave up has waited until then. */
export const waitOf = ({ arrival, taken, over }: Outcome): Millis => (taken ?? over) - arrival.at

function waitsOf(outcomes: readonly Outcome[]): Waits {
  const waits = outcomes.map(waitOf).toSorted((one, other) => one - other)
  return { count: waits.length, p50: percentile(waits, 0.5), p95: percentile(waits, 0.95), most: waits.at(-1) ?? 0 }
}

function byTier(outcomes: readonly Outcome[]): Record<Tier | 'all', Waits> {
  const of = (tier: Tier) => waitsOf(outcomes.filter(({ arrival }) => arrival.tier === tier))
  return { all: waitsOf(outcomes), vip: of('vip'), member: of('member'), ordinary: of('ordinary') }
}

/** The hour in which most come. */
export function peakOf({ start, arrivals }: Day): Millis {
  const counts = new Map<number, number>()
  for (const { at } of arrivals) counts.set(Math.floor((at - start) / HOUR), (counts.get(Math.floor((at - start) / HOUR)) ?? 0) + 1)
  const [hour = 0] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? []
  return start + hour * HOUR
}

export function figuresOf(day: Day, outcomes: readonly Outcome[]): Figures {
  const peak = peakOf(day)
  const inPeak = outcomes.filter(({ arrival: { at } }) => at >= peak && at < peak + HOUR)
  const share = (count: number) => count / outcomes.length
  const work = day.shifts.map(({ seat, capacity, from, to, breaks }) => {
    const rest = breaks.reduce((sum, one) => sum + one.to - one.from, 0)
    const busy = outcomes.reduce((sum, { seat: by, taken, over }) => sum + (by === seat && taken !== null ? over - taken : 0), 0)
    return { busy, there: (to - from - rest) * capacity }
  })
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
  return {
    day: byTier(outcomes),
    peak: byTier(inPeak),
    inTime: share(outcomes.filter((outcome) => outcome.taken !== null && waitOf(outcome) <= ANSWERED).length),
    kept: share(outcomes.filter(isKept).length),
    abandoned: share(outcomes.filter(({ taken }) => taken === null).length),
    occupancy: sum(work.map(({ busy }) => busy)) / sum(work.map(({ there }) => there)),
    fairWork: jain(work.map(({ busy, there }) => busy / there)),
    fairWaits: jain(outcomes.filter(({ arrival }) => arrival.tier === 'ordinary').map((outcome) => waitOf(outcome) / MINUTE)),
  }
}

function jain(values: readonly number[]): number {
  const [sum, squares] = values.reduce(([all, square], value) => [all + value, square + value * value], [0, 0] as [number, number])
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares)
}
