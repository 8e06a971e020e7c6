import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import { type Decision, refuse } from '../base/decision.ts'
import type { CommandId } from '../base/ids.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Actor } from '../conversation/actor.ts'
import { Breath } from './breath.ts'
import type { QueueCommand } from './commands.ts'
import type { QueueHappening, TicketData } from './events.ts'
import { lineIn } from './settled.ts'
import { weighedAnew } from './standing.ts'
import type { Offer, PlacedTicket, Queue } from './state.ts'
import { holderOf, whyOf } from './tickets.ts'

type Asked<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>

/** The rules of a queue. Whatever happened, the line is then offered on as far as seats are free. */
export function decide(state: Queue, command: QueueCommand, actor: Actor, now: Millis): Decision<QueueHappening> {
  if (!isAllowed(command, actor)) return refuse('not-allowed')
  const breath = new Breath(state, command.id, now)
  const refusal = follow(breath, command, actor, now)
  if (refusal) return refuse(refusal)
  breath.handBackOfGone()
  breath.overflow()
  if (MOVES_TICKETS.has(command.type)) breath.assignTickets()
  breath.offerOn()
  return { ok: true, events: breath.events }
}

/** Conversations that are told at once that something else is promised. */
const TOLD_AT_ONCE = 200
const FOR_SEATS: ReadonlySet<string> = new Set<QueueCommand['type']>(['take-offer', 'decline-offer', 'transfer'])
const MOVES_TICKETS: ReadonlySet<string> = new Set<QueueCommand['type']>([
  'place-ticket',
  'ticket-taken',
  'ticket-done',
  'seat-changed',
  'remove-seat',
  'set-lines',
])

/** [Q2] Only a seat takes, declines and hands on, and only what is its own; everything else is between objects. */
function isAllowed(command: QueueCommand, actor: Actor): boolean {
  return FOR_SEATS.has(command.type) ? actor.kind === 'seat' : actor.kind === 'system'
}

function follow(breath: Breath, command: QueueCommand, actor: Actor, now: Millis): RefusalCode | null {
  const { state } = breath
  switch (command.type) {
    case 'enqueue': {
      // [Q1] A conversation stands in the line once: a new wish replaces the older one.
      const { id: _id, type: _type, ...data } = command
      for (const entry of state.entries.filter((entry) => entry.conversation === command.conversation)) breath.remove(entry.id)
      breath.add({ name: 'v1.Enqueued', data: given(data) })
      return null
    }
    case 'remove':
      breath.remove(command.entry)
      return null
    case 'weigh': {
      const { id: _id, type: _type, ...data } = command
      const weighed = weighedAnew(state, data)
      if (weighed) breath.add({ name: 'v1.Weighed', data: weighed })
      return null
    }
    case 'seat-changed':
      return seatChanged(breath, command)
    case 'take-offer': {
      const offer = mine(state, command.offer, actor)
      const entry = state.entries.find((entry) => entry.id === offer?.entry)
      const seat = offer && state.seats[offer.seat]
      if (!offer || !entry || !seat) return 'offer-gone'
      breath.take(entry, seat, offer.id)
      return null
    }
    case 'decline-offer': {
      const offer = mine(state, command.offer, actor)
      if (!offer) return 'offer-gone'
      breath.end(offer, 'declined')
      return null
    }
    case 'finish':
      // What was handed on and is over has nobody to come for.
      for (const pending of breath.pendingOf(command.entry)) if (pending.handed?.warm) breath.remove(pending.id)
      breath.finish(command.entry)
      return null
    case 'note-late':
      if (isOtherwise(state, command)) breath.add({ name: 'v1.LateNoted', data: { entry: command.entry, late: command.late } })
      return null
    case 'transfer':
      return transfer(breath, command, actor)
    case 'set-lines': {
      const { lines, headStarts, hours } = command
      breath.add({ name: 'v1.LinesSet', data: { lines, headStarts, hours } })
      return null
    }
    case 'look-again': {
      const data = toldFrom(state, command.after)
      if (data.conversations.length > 0) breath.add({ name: 'v1.LookedAgain', data })
      return null
    }
    case 'remove-seat':
      return removeSeat(breath, command)
    case 'admit-seat':
      if (state.removed.includes(command.seat)) breath.add({ name: 'v1.SeatAdmitted', data: { seat: command.seat } })
      return null
    case 'place-ticket':
      return placeTicket(breath, command)
    case 'ticket-taken':
      return ticketTaken(breath, command)
    case 'ticket-done':
      if (state.tickets[command.ticket]) breath.add({ name: 'v1.TicketDone', data: { ticket: command.ticket } })
      return null
    case 'expire-offers': {
      // [Q4] An offer not taken in time goes on, the seat turns to a break, and what else it was offered goes on with it.
      const missed = state.offers.filter((offer) => offer.until <= now)
      const away = new Set(missed.map((offer) => offer.seat))
      for (const offer of missed) breath.end(offer, 'missed')
      for (const offer of state.offers.filter((offer) => offer.until > now && away.has(offer.seat))) breath.end(offer, 'withdrawn')
      return null
    }
    default:
      return unreachable(command)
  }
}

/** [V10] The next that wait or are served, in an order that no move in the line changes. */
function toldFrom({ entries, seats }: Queue, after: CommandId | null): Extract<QueueHappening, { name: 'v1.LookedAgain' }>['data'] {
  const served = Object.values(seats).flatMap(({ serving }) => serving.map(({ entry: id, conversation }) => ({ id, conversation })))
  const all = [...entries, ...served].toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const rest = after === null ? all : all.filter(({ id }) => id > after)
  const told = rest.slice(0, TOLD_AT_ONCE)
  return { conversations: told.map(({ conversation }) => conversation), next: told.length < rest.length ? (told.at(-1)?.id ?? null) : null }
}

/** [V5] Whether an entry that waits or is served is not known as what it is told to be. */
function isOtherwise({ entries, seats }: Queue, { entry: id, late }: Asked<'note-late'>): boolean {
  const known =
    entries.find((entry) => entry.id === id) ??
    Object.values(seats).flatMap(({ serving }) => serving.find(({ entry }) => entry === id) ?? [])[0]
  return known !== undefined && (known.late ?? false) !== late
}

function seatChanged(breath: Breath, command: Asked<'seat-changed'>): null {
  const { seat, name, status, capacity, duty, connected } = command
  // [Q23] Who works here is the desk's to say: no word of a seat brings back somebody who was removed.
  if (breath.state.removed.includes(seat)) return null
  breath.add({ name: 'v1.SeatChanged', data: given({ seat, name, status, capacity, duty, connected }) })
  // [Q5] A seat that is gone gives back what it was offered; one that is merely busy may still take it.
  if (status === 'offline' || status === 'break')
    for (const offer of breath.state.offers.filter((offer) => offer.seat === seat)) breath.end(offer, 'withdrawn')
  if (connected) breath.welcomeBack(seat)
  return null
}

/** [Q21] To a line, a seat, or whoever has a skill; from the seat that serves, with a note that travels with the offer. */
function transfer(breath: Breath, { entry, to, note, warm }: Asked<'transfer'>, actor: Actor): RefusalCode | null {
  const { settled, seats } = breath.state
  const seat = Object.values(seats).find(({ id }) => id === actor.id)
  const served = seat?.serving.find((one) => one.entry === entry)
  if (!seat || !served) return 'not-found'
  const how = { note: note.trim(), warm }
  switch (to.kind) {
    case 'line':
      if (!settled.lines.some(({ id }) => id === to.line)) return 'not-found'
      breath.handOn(seat, served, 'transfer', { ...how, line: to.line })
      return null
    case 'seat':
      if (to.seat === seat.id) return 'not-allowed'
      if (!seats[to.seat]) return 'seat-unknown'
      breath.handOn(seat, served, 'transfer', { ...how, to: to.seat })
      return null
    case 'skill':
      breath.handOn(seat, served, 'transfer', { ...how, skills: [...new Set([...served.skills, to.skill])] })
      return null
    default:
      return unreachable(to)
  }
}

/** [Q23] What somebody who works here no longer was offered goes on, what they served stands in the line, their tickets go to others. */
function removeSeat(breath: Breath, { seat: id }: Asked<'remove-seat'>): null {
  const seat = breath.state.seats[id]
  if (!seat && breath.state.removed.includes(id)) return null
  for (const offer of breath.state.offers.filter((offer) => offer.seat === id)) breath.end(offer, 'withdrawn')
  for (const served of seat?.serving ?? []) if (seat && breath.pendingOf(served.entry).length === 0) breath.handOn(seat, served, 'removed')
  breath.add({ name: 'v1.SeatRemoved', data: { seat: id } })
  return null
}

/** [Q26] A ticket that is asked for again just as it was stays with whom it has, who is told once more. */
function placeTicket(breath: Breath, command: Asked<'place-ticket'>): null {
  const { id: _id, type: _type, ...data } = command
  const line = lineIn(breath.state.settled, data.line).id
  const holder = holderOf(breath.state, { ...data, line })
  if (holder) breath.assign(holder.known, holder.seat, whyOf(holder.seat, holder.known, 1))
  else breath.add({ name: 'v1.TicketPlaced', data: { ...data, line } })
  return null
}

/** [Q23] What somebody took who works here no longer goes to somebody else. */
function ticketTaken(breath: Breath, { ticket, seat }: Asked<'ticket-taken'>): null {
  const known = breath.state.tickets[ticket]
  if (breath.state.removed.includes(seat)) {
    if (known) breath.add({ name: 'v1.TicketPlaced', data: { ...placed(known), familiar: null } })
  } else if (known?.seat !== seat) breath.add({ name: 'v1.TicketTaken', data: { ticket, seat } })
  return null
}

const placed = ({ seat: _seat, ...data }: PlacedTicket): TicketData => data

function mine(state: Queue, offerId: string, actor: Actor): Offer | undefined {
  return state.offers.find((offer) => offer.id === offerId && offer.seat === actor.id)
}

/** Without the keys that hold nothing: a log is the same before and after it was written. */
function given<Data extends object>(data: Data): { [Key in keyof Data]: Exclude<Data[Key], undefined> } {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as never
}
