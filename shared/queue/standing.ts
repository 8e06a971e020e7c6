import { LIMITS } from '../base/limits.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { QueueEvent } from './events.ts'
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
