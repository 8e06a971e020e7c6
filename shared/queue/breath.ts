import { type Millis, SECOND } from '../base/clock.ts'
import type { CommandId, SeatId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { derivedCommandId } from '../base/new-ids.ts'
import { Unfolding } from '../base/unfolding.ts'
import type { HandedHow, QueueHappening } from './events.ts'
import { isOnDuty, isPresent, offersOf } from './routing.ts'
import { lineIn } from './settled.ts'
import { apply, type Entry, type Offer, type PlacedTicket, type Queue, type QueueSeat, type Served } from './state.ts'
import { seatFor, unassigned } from './tickets.ts'
import type { WhyTicket } from './why.ts'

/** What becomes of the line by one command, and what follows of it by itself. */
export class Breath extends Unfolding<Queue, QueueHappening> {
  constructor(state: Queue, cause: CommandId, now: Millis) {
    super(state, cause, now, apply)
  }

  #freshId(kind: string): CommandId {
    return derivedCommandId(this.cause, `${kind}${this.events.length.toString(36)}`)
  }

  end(offer: Offer, outcome: 'declined' | 'missed' | 'withdrawn'): void {
    this.add({ name: 'v1.OfferEnded', data: { offer: offer.id, entry: offer.entry, seat: offer.seat, outcome } })
  }

  #withdraw(entryId: CommandId): void {
    for (const offer of this.state.offers.filter((offer) => offer.entry === entryId)) this.end(offer, 'withdrawn')
  }

  remove(entryId: CommandId): void {
    this.#withdraw(entryId)
    const entry = this.state.entries.find((entry) => entry.id === entryId)
    if (entry) this.add({ name: 'v1.Removed', data: { entry: entry.id } })
  }

  /** [Q10] A seat takes an entry; whoever served it on until somebody came is done with it. */
  take(entry: Entry, seat: QueueSeat, offer: CommandId = this.#freshId('b')): void {
    this.add({ name: 'v1.Taken', data: { offer, entry: entry.id, conversation: entry.conversation, seat: seat.id, name: seat.name } })
    if (entry.handed?.warm) this.finish(entry.handed.entry)
  }

  finish(entryId: CommandId): void {
    for (const seat of Object.values(this.state.seats))
      for (const { conversation, entry } of seat.serving.filter((served) => served.entry === entryId))
        this.add({ name: 'v1.Finished', data: { conversation, entry, seat: seat.id } })
  }

  /** What was handed on and waits for somebody, while this seat serves on. */
  pendingOf(entryId: CommandId): Entry[] {
    return this.state.entries.filter(({ handed }) => handed?.entry === entryId)
  }

  /** [Q20] What a seat serves stands in the line again. What stood there already, handed on before, makes room for it. */
  handOn(seat: QueueSeat, served: Served, how: HandedHow, to: Partial<HandedTo> = {}): void {
    for (const pending of this.pendingOf(served.entry)) this.remove(pending.id)
    this.add({
      name: 'v1.HandedOn',
      data: {
        entry: served.entry,
        as: this.#freshId('h'),
        conversation: served.conversation,
        from: { id: seat.id, name: seat.name },
        line: served.line,
        to: null,
        skills: served.skills,
        note: '',
        warm: how === 'gone',
        how,
        ...to,
      },
    })
  }

  /** [Q22] Talks of seats without any device stand in the line again after a while; the seat keeps them until somebody has come. */
  handBackOfGone(): void {
    for (const seat of Object.values(this.state.seats)) {
      if (seat.goneSince === null || this.now < seat.goneSince + LIMITS.handBack) continue
      for (const served of seat.serving) if (served.live && this.pendingOf(served.entry).length === 0) this.handOn(seat, served, 'gone')
    }
  }

  /** [Q22] A seat that is there again keeps what nobody has taken meanwhile. */
  welcomeBack(id: SeatId): void {
    const seat = this.state.seats[id]
    for (const entry of this.state.entries) {
      if (!seat || entry.handed?.how !== 'gone' || entry.handed.from.id !== id) continue
      this.#withdraw(entry.id)
      this.take(entry, seat)
    }
  }

  /** [Q19] Who has waited long enough, or waits where nobody is, moves on to a line where somebody is; never back to one it came through. */
  overflow(): void {
    const lines = new Map(this.state.settled.lines.filter(({ overflow }) => overflow).map((line) => [line.id, line]))
    if (lines.size === 0) return
    const staffed = new Map<string, boolean>()
    const isStaffed = (line: string) => {
      const known = staffed.get(line) ?? Object.values(this.state.seats).some((seat) => isPresent(seat) && isOnDuty(seat, line))
      staffed.set(line, known)
      return known
    }
    const onOffer = new Set(this.state.offers.map((offer) => offer.entry))
    for (const entry of this.state.entries) {
      const line = lines.get(entry.line)
      if (!line?.overflow || onOffer.has(entry.id)) continue
      const to = lineIn(this.state.settled, line.overflow.to).id
      if (to === line.id || entry.through.includes(to) || !isStaffed(to)) continue
      const isLong = this.now >= entry.entered + line.overflow.after * SECOND
      // A message can wait for the people of its line, if there are any today.
      if (entry.live ? isLong || !isStaffed(line.id) : isLong && !isStaffed(line.id))
        this.add({ name: 'v1.Overflowed', data: { entry: entry.id, from: line.id, to } })
    }
  }

  /** [Q25] Tickets that nobody has go to whoever may have them. */
  assignTickets(): void {
    for (const ticket of unassigned(this.state)) {
      const found = seatFor(this.state, ticket)
      if (found) this.assign(ticket, found.seat, found.why)
    }
  }

  assign({ ticket }: PlacedTicket, seat: QueueSeat, why: WhyTicket): void {
    this.add({ name: 'v1.TicketAssigned', data: { ticket, seat: seat.id, name: seat.name, why } })
  }

  /** [Q11] The line is offered on as far as seats are free. */
  offerOn(): void {
    for (const { entry, seat, why } of offersOf(this.state, this.now)) {
      const until = this.now + lineIn(this.state.settled, entry.line).offerFor * SECOND
      this.add({ name: 'v1.Offered', data: { offer: this.#freshId('o'), entry: entry.id, seat: seat.id, until, why } })
    }
  }
}

type HandedTo = Omit<Extract<QueueHappening, { name: 'v1.HandedOn' }>['data'], 'entry' | 'as' | 'conversation' | 'from' | 'how'>
