import type { Millis } from '../base/clock.ts'
import type { CommandId, QueueId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { QueueEvent, WeighedData } from './events.ts'
import { isOnDuty, isPresent } from './routing.ts'
import { arrivalOf, lineIn, type Settled } from './settled.ts'
import type { Entry, Handed, Queue, Wish } from './state.ts'

// Who stands where in the line.

type Happened<Name extends QueueEvent['name']> = Extract<QueueEvent, { name: Name }>

export const afterEnqueuing = (state: Queue, event: Happened<'v1.Enqueued'>): Queue => ({
  ...state,
  entries: inserted(state.entries, entryFrom(state.settled, event)),
})

function entryFrom(settled: Settled, { data, at }: Happened<'v1.Enqueued'>): Entry {
  const { entry: id, conversation, live, language, since } = data
  const weighed = { live, tier: data.tier ?? 'ordinary', urgency: data.urgency ?? 'normal', anger: data.anger ?? 0 } as const
  const wish: Wish = {
    ...weighed,
    boost: data.boost ?? 0,
    again: false,
    conversation,
    language,
    line: lineIn(settled, data.line ?? DEFAULT_QUEUE).id,
    skills: data.skills ?? [],
    familiar: data.familiar ?? null,
    rules: data.rules ?? [],
  }
  return { ...wish, id, since, arrival: arrivalOf(settled, since, wish), entered: at, ...FRESH }
}

const FRESH = { through: [], handed: null, passed: [], notBefore: 0 } satisfies Partial<Entry>

/** The line with one more, behind all that count as having come no later. */
function inserted(entries: readonly Entry[], entry: Entry): Entry[] {
  let [from, to] = [0, entries.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((entries[middle] as Entry).arrival <= entry.arrival) from = middle + 1
    else to = middle
  }
  return entries.toSpliced(from, 0, entry)
}

/** [Q30] What somebody has said since, or staff of them, counts for their place; a line that they change to is new to them. */
export function afterWeighing(state: Queue, { data, at }: Happened<'v1.Weighed'>): Queue {
  const before = state.entries.find(({ id }) => id === data.entry)
  if (!before) return state
  const { entry: _entry, ...weighed } = data
  const moved = data.line === before.line ? {} : { entered: at, passed: [], notBefore: 0 }
  const entry: Entry = { ...before, ...weighed, ...moved }
  entry.arrival = arrivalOf(state.settled, entry.since, entry)
  return { ...state, entries: inserted(without(state.entries, entry.id), entry) }
}

/** Whoever leaves a long line mostly stands near its front: nothing behind them is looked at. */
export function without(entries: readonly Entry[], id: CommandId): Entry[] {
  const at = entries.findIndex((entry) => entry.id === id)
  return at < 0 ? [...entries] : entries.toSpliced(at, 1)
}

/**
 * [Q30] How an entry stands when it is weighed anew: never worse. Its head start counts where it is longer than the one it has, and
 * it changes to another line where somebody is there and it stands no further back. Null where all stays as it is.
 */
export function weighedAnew(state: Queue, data: WeighedData): WeighedData | null {
  const entry = state.entries.find(({ id }) => id === data.entry)
  if (!entry) return null
  const arrival = arrivalOf(state.settled, entry.since, { ...entry, ...data })
  const isSooner = arrival < entry.arrival
  const { tier, urgency, anger, boost, rules } = isSooner ? data : entry
  const counts = isSooner ? arrival : entry.arrival
  const to = lineIn(state.settled, data.line).id
  const line = to !== entry.line && mayChange(state, entry, to, counts) ? to : entry.line
  return isSooner || line !== entry.line ? { entry: entry.id, line, tier, urgency, anger, boost, rules } : null
}

function mayChange({ entries, offers, seats }: Queue, entry: Entry, to: QueueId, counts: Millis): boolean {
  if (offers.some((offer) => offer.entry === entry.id)) return false
  if (!Object.values(seats).some((seat) => isPresent(seat) && isOnDuty(seat, to))) return false
  const before = (line: QueueId) => entries.filter((one) => one.line === line && one.id !== entry.id && one.arrival <= counts).length
  return before(to) <= before(entry.line)
}

/** [V5] Who was promised something and has not got it in time counts as having come earlier, once; who is served is shown as that. */
export function afterLate(state: Queue, { data: { entry: id, late } }: Happened<'v1.LateNoted'>): Queue {
  const entry = state.entries.find((other) => other.id === id)
  if (entry) {
    const raised = { ...entry, late }
    return {
      ...state,
      entries: inserted(without(state.entries, id), { ...raised, arrival: arrivalOf(state.settled, entry.since, raised) }),
    }
  }
  const seat = Object.values(state.seats).find(({ serving }) => serving.some((served) => served.entry === id))
  if (!seat) return state
  const serving = seat.serving.map((served) => (served.entry === id ? { ...served, late } : served))
  return { ...state, seats: { ...state.seats, [seat.id]: { ...seat, serving } } }
}

/** [Q14] Who waits in a line that is no more stands in the first one, and everybody where their arrival counts now. */
export function afterLines(state: Queue, { data: settled }: Happened<'v1.LinesSet'>): Queue {
  const entries = state.entries
    .map((entry): Entry => ({ ...entry, line: lineIn(settled, entry.line).id, arrival: arrivalOf(settled, entry.since, entry) }))
    .toSorted((one, other) => one.arrival - other.arrival)
  const tickets = Object.values(state.tickets).map((ticket) => [ticket.ticket, { ...ticket, line: lineIn(settled, ticket.line).id }])
  return { ...state, settled, entries, tickets: Object.fromEntries(tickets) as Queue['tickets'] }
}

/** [Q20] What was served stands in the line again, as somebody who has waited once already. */
export function afterHandingOn(state: Queue, { data, at }: Happened<'v1.HandedOn'>): Queue {
  const { entry: old, as: id, from, line, to, note, warm, how } = data
  const seat = state.seats[from.id]
  const served = seat?.serving.find((other) => other.entry === old)
  if (!seat || !served) return state
  const { entry: _entry, ...before } = served
  const wish: Wish = { ...before, again: true, line, skills: data.skills, familiar: to ?? (how === 'gone' ? from.id : null) }
  const handed: Handed = { entry: old, from, to, note, warm, how }
  // Who hands it on is asked last.
  const passed = how === 'transfer' ? { passed: [from.id], notBefore: at + LIMITS.offer } : {}
  const entry: Entry = { ...wish, id, since: at, arrival: arrivalOf(state.settled, at, wish), entered: at, ...FRESH, ...passed, handed }
  const rest = { ...state, entries: inserted(state.entries, entry) }
  if (warm) return rest
  const freed = { ...seat, serving: seat.serving.filter((other) => other.entry !== old), idleSince: at }
  return { ...rest, seats: { ...state.seats, [seat.id]: freed } }
}
