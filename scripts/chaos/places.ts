import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId, ConversationId, SeatId } from '../../shared/base/ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { isKnown } from '../../shared/conversation/known.ts'
import type { Conversation } from '../../shared/conversation/state.ts'
import type { Place } from '../../shared/queue/place.ts'
import type { Entry, Queue } from '../../shared/queue/state.ts'
import { fold } from '../../shared/sync/replica.ts'
import type { Held } from './disk.ts'

/** Where a conversation stands: in the line, or with a seat. */
type Standing = { entry: CommandId; with: SeatId | null }

/**
 * [T28] Who wants a person has one place, in the line or with a seat, who does not has none, and the line is fair. `told` is
 * what waiting customers were told of their place. Says what is not so.
 */
export function* judgePlaces(held: Held, told: ReadonlyMap<ConversationId, Place | null>): Iterable<string> {
  const { conversations, queue } = held
  const asked = new Map<CommandId, Millis>()
  for (const [id, log] of conversations) {
    for (const [entry, at] of wishesIn(log)) asked.set(entry, at)
    yield* twice(id, log)
    const [wanted, found] = [wantedBy(fold(log)), standingsOf(queue, id)]
    if (spelled(wanted) !== spelled(found)) yield `${id} should be ${spelled(wanted)}, and the queue has it ${spelled(found)}`
  }
  for (const { conversation } of [...queue.entries, ...Object.values(queue.seats).flatMap(({ serving }) => serving)])
    if (!conversations.has(conversation)) yield `${conversation} has a place, and nobody opened it`
  yield* offers(held)
  yield* loads(held)
  yield* order(queue, asked)
  yield* numbers(queue, told)
}

/** Nobody is joined twice for one wish. */
function* twice(id: ConversationId, log: readonly StoredEvent[]): Iterable<string> {
  const joined = log.filter(isKnown).flatMap((event) => (event.name === 'v1.PersonJoined' ? event.data.entry : []))
  for (const entry of new Set(joined.filter((one, index) => joined.indexOf(one) !== index))) yield `${id} was joined twice as ${entry}`
}

function wantedBy({ phase }: Conversation): Standing[] {
  if (phase.name === 'waiting') return [{ entry: phase.entry, with: null }]
  if (phase.name !== 'person') return []
  return [{ entry: phase.entry, with: phase.seat.id }, ...(phase.next ? [{ entry: phase.next, with: null }] : [])]
}

function standingsOf(queue: Queue, conversation: ConversationId): Standing[] {
  const waiting = queue.entries.flatMap((entry) => (entry.conversation === conversation ? { entry: entry.id, with: null } : []))
  const served = Object.values(queue.seats).flatMap((seat) =>
    seat.serving.flatMap((one) => (one.conversation === conversation ? { entry: one.entry, with: seat.id } : [])),
  )
  return [...served, ...waiting]
}

const spelled = (standings: readonly Standing[]): string =>
  standings.map((one) => (one.with ? `with ${one.with} as ${one.entry}` : `in the line as ${one.entry}`)).join(' and ') || 'nowhere'

/** What is held out is in the line, to one seat, and that seat sees it. */
function* offers({ queue, seats }: Held): Iterable<string> {
  const onOffer = queue.offers.map(({ entry }) => entry)
  for (const [index, entry] of onOffer.entries()) {
    if (onOffer.indexOf(entry) !== index) yield `${entry} is offered to two seats`
    if (!queue.entries.some(({ id }) => id === entry)) yield `${entry} is offered and not in the line`
  }
  for (const [id, seat] of seats) {
    const [shown, meant] = [seat.offers.map(({ offer }) => offer), queue.offers.flatMap((offer) => (offer.seat === id ? offer.id : []))]
    if (spoken(shown) !== spoken(meant)) yield `seat ${id} is shown the offers ${spoken(shown)}, and the queue holds out ${spoken(meant)}`
  }
}

/** What a seat counts as having is what it has. */
function* loads({ queue, seats }: Held): Iterable<string> {
  for (const [id, seat] of seats) {
    const [open, served] = [
      seat.open.map(({ conversation }) => conversation),
      queue.seats[id]?.serving.map(({ conversation }) => conversation),
    ]
    if (spoken(open) !== spoken(served ?? []))
      yield `seat ${id} has ${spoken(open)} open, and the queue has it serve ${spoken(served ?? [])}`
  }
}

/** Nobody who asked earlier stands behind somebody with the same head start who asked later. */
function* order({ entries }: Queue, asked: ReadonlyMap<CommandId, Millis>): Iterable<string> {
  const last = new Map<string, { entry: Entry; at: Millis }>()
  for (const entry of entries) {
    const at = asked.get(entry.id) ?? entry.since
    if (at !== entry.since) yield `${entry.id} asked at ${at} and counts as having asked at ${entry.since}`
    const equals = `${entry.line} ${entry.since - entry.arrival}`
    const before = last.get(equals)
    if (before && before.at > at) yield `${entry.id} asked at ${at} and stands behind ${before.entry.id}, which asked at ${before.at}`
    last.set(equals, { entry, at })
  }
}

/** Whoever waits was told the place that they have. */
function* numbers({ entries }: Queue, told: ReadonlyMap<ConversationId, Place | null>): Iterable<string> {
  for (const [conversation, place] of told) {
    const line = entries.find((entry) => entry.conversation === conversation)?.line
    const at = entries.filter((entry) => entry.line === line).findIndex((entry) => entry.conversation === conversation) + 1
    if (place?.place !== at) yield `${conversation} was told place ${place?.place ?? 'none'}, and it is ${at || 'none'}`
  }
}

/** When each wish was made, by what its entry is called. What was handed over has the queue's own time. */
function wishesIn(log: readonly StoredEvent[]): [CommandId, Millis][] {
  return log
    .filter(isKnown)
    .flatMap((event): [CommandId, Millis][] =>
      event.name === 'v1.PersonRequested' || event.name === 'v1.MessageLeft' || event.name === 'v1.RequestMade'
        ? [[event.data.entry, event.at]]
        : [],
    )
}

const spoken = (ids: readonly string[]): string => ids.toSorted().join(', ') || 'none'
