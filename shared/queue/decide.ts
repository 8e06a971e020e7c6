import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import { type Decision, refuse } from '../base/decision.ts'
import { LIMITS } from '../base/limits.ts'
import { derivedCommandId } from '../base/new-ids.ts'
import type { Actor } from '../conversation/actor.ts'
import type { QueueCommand } from './commands.ts'
import type { QueueEvent, QueueHappening } from './events.ts'
import { nextOffer } from './routing.ts'
import { apply, type Offer, type Queue } from './state.ts'

/** The rules of a queue. Whatever happened, the line is then offered on as far as seats are free. */
export function decide(state: Queue, command: QueueCommand, actor: Actor, now: Millis): Decision<QueueHappening> {
  if (!isAllowed(command, actor)) return refuse('not-allowed')
  const line = new Line(state, command, now)
  switch (command.type) {
    case 'enqueue': {
      // [Q1] A conversation stands in the line once: a new wish replaces the older one.
      const { id: _id, type: _type, ...data } = command
      for (const entry of state.entries.filter((entry) => entry.conversation === command.conversation)) line.remove(entry.id)
      line.add({ name: 'v1.Enqueued', data })
      break
    }
    case 'remove':
      line.remove(command.entry)
      break
    case 'seat-changed': {
      const { seat, name, status, capacity } = command
      line.add({ name: 'v1.SeatChanged', data: { seat, name, status, capacity } })
      // [Q5] A seat that is gone gives back what it was offered; one that is merely busy may still take it.
      if (status === 'offline' || status === 'break')
        for (const offer of state.offers.filter((offer) => offer.seat === seat)) line.end(offer, 'withdrawn')
      break
    }
    case 'take-offer': {
      const offer = mine(state, command.offer, actor)
      const entry = state.entries.find((entry) => entry.id === offer?.entry)
      const seat = offer && state.seats[offer.seat]
      if (!offer || !entry || !seat) return refuse('offer-gone')
      line.add({
        name: 'v1.Taken',
        data: { offer: offer.id, entry: entry.id, conversation: entry.conversation, seat: seat.id, name: seat.name },
      })
      break
    }
    case 'decline-offer': {
      const offer = mine(state, command.offer, actor)
      if (!offer) return refuse('offer-gone')
      line.end(offer, 'declined')
      break
    }
    case 'finish': {
      for (const seat of Object.values(state.seats))
        for (const { conversation, entry } of seat.serving.filter((served) => served.entry === command.entry))
          line.add({ name: 'v1.Finished', data: { conversation, entry, seat: seat.id } })
      break
    }
    case 'expire-offers': {
      // [Q4] An offer not taken in time goes on, the seat turns to a break, and what else it was offered goes on with it.
      const missed = state.offers.filter((offer) => offer.until <= now)
      const away = new Set(missed.map((offer) => offer.seat))
      for (const offer of missed) line.end(offer, 'missed')
      for (const offer of state.offers.filter((offer) => offer.until > now && away.has(offer.seat))) line.end(offer, 'withdrawn')
      break
    }
    default:
      return unreachable(command)
  }
  line.offerOn()
  return { ok: true, events: line.events }
}

/** [Q2] Only a seat takes and declines, and only its own offers; everything else is between objects. */
function isAllowed(command: QueueCommand, actor: Actor): boolean {
  const forSeats = command.type === 'take-offer' || command.type === 'decline-offer'
  return forSeats ? actor.kind === 'seat' : actor.kind === 'system'
}

function mine(state: Queue, offerId: string, actor: Actor): Offer | undefined {
  return state.offers.find((offer) => offer.id === offerId && offer.seat === actor.id)
}

/** Events as they follow from one command, each applied before the next is thought of. */
class Line {
  readonly events: QueueHappening[] = []
  #state: Queue
  readonly #command: QueueCommand
  readonly #now: Millis

  constructor(state: Queue, command: QueueCommand, now: Millis) {
    this.#state = state
    this.#command = command
    this.#now = now
  }

  add(happening: QueueHappening): void {
    this.events.push(happening)
    const event = { ...happening, seq: this.#state.seq + 1, at: this.#now, cause: this.#command.id } as QueueEvent
    this.#state = apply(this.#state, event)
  }

  end(offer: Offer, outcome: 'declined' | 'missed' | 'withdrawn'): void {
    this.add({ name: 'v1.OfferEnded', data: { offer: offer.id, entry: offer.entry, seat: offer.seat, outcome } })
  }

  remove(entryId: string): void {
    for (const offer of this.#state.offers.filter((offer) => offer.entry === entryId)) this.end(offer, 'withdrawn')
    const entry = this.#state.entries.find((entry) => entry.id === entryId)
    if (entry) this.add({ name: 'v1.Removed', data: { entry: entry.id } })
  }

  offerOn(): void {
    for (let choice = nextOffer(this.#state, this.#now); choice; choice = nextOffer(this.#state, this.#now)) {
      const offer = derivedCommandId(this.#command.id, `o${this.events.length}`)
      this.add({
        name: 'v1.Offered',
        data: { offer, entry: choice.entry.id, seat: choice.seat.id, until: this.#now + LIMITS.offer, why: choice.why },
      })
    }
  }
}
