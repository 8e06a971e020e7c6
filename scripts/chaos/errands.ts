import type { ConversationId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../shared/base/new-ids.ts'
import { fold } from '../../shared/sync/replica.ts'
import { applyStored, newTicket } from '../../shared/ticket/state.ts'
import type { TerminalSeat } from '../client/seat.ts'
import type { Deeds } from './deeds.ts'
import type { Dice } from './faults.ts'

/** Chances that a seat does something for a conversation, and for a ticket, each time it looks. */
const FOR_TALK = 0.3
const FOR_TICKET = 0.25
const DECLINED = 0.1

type Body = { type: string } & Record<string, unknown>

/** What all seats know of those who come and go. */
export interface Visits {
  /** Conversations of visitors: they are served, handed on, ended, and made tickets of. */
  readonly conversations: Set<ConversationId>
  readonly seats: { id: SeatId; name: string }[]
}

/** What a member of staff does for visitors and for tickets, by chance, one thing at a time for each. */
export class Errands {
  readonly #name: string
  readonly #dice: Dice
  readonly #seat: TerminalSeat
  readonly #deeds: Deeds
  readonly #visits: Visits
  #said = 0

  constructor(name: string, dice: Dice, seat: TerminalSeat, deeds: Deeds, visits: Visits) {
    this.#name = name
    this.#dice = dice
    this.#seat = seat
    this.#deeds = deeds
    this.#visits = visits
  }

  /** Takes an offer, or, of a visitor, now and then declines it. */
  answer(offer: string, conversation: ConversationId): void {
    const declines = this.#visits.conversations.has(conversation) && this.#dice.chance(DECLINED)
    this.#do(DEFAULT_QUEUE, { type: declines ? 'decline-offer' : 'take-offer', offer })
  }

  /** Does what there is to do at the moment. */
  look(): void {
    // Known limit: what is asked of a conversation while it is handed on may be taken, its answer lost, and the repeat not found.
    for (const { conversation } of this.#isFree(DEFAULT_QUEUE) ? (this.#seat.seat?.open ?? []) : [])
      if (this.#visits.conversations.has(conversation) && this.#isFree(conversation) && this.#dice.chance(FOR_TALK))
        this.#serve(conversation)
    for (const { ticket, as } of this.#seat.seat?.tickets ?? [])
      if (as === 'owner' && this.#isFree(ticket) && this.#dice.chance(FOR_TICKET)) this.#workOn(ticket)
  }

  #serve(conversation: ConversationId): void {
    const { phase } = fold(this.#seat.conversations.get(conversation) ?? [])
    if (phase.name !== 'person' || phase.seat.id !== this.#seat.id) return
    const choice = this.#dice.below(100)
    if (choice < 40) this.#do(conversation, { type: 'send-message', text: this.#words(conversation) })
    else if (choice < 55) this.#do(conversation, { type: 'close-conversation' })
    else if (choice < 70) this.#do(conversation, { type: 'close-conversation', unsolved: true })
    else if (choice < 80) {
      const title = this.#words(conversation)
      const kind = { ticketType: 'complaint', urgency: 'high', line: DEFAULT_QUEUE }
      this.#do(conversation, { type: 'open-ticket', title, problem: title, ...kind })
    } else this.#do(DEFAULT_QUEUE, { type: 'transfer', entry: phase.entry, to: this.#elsewhere(), note: '', warm: this.#dice.chance(0.5) })
  }

  #workOn(id: TicketId): void {
    const { status } = (this.#seat.tickets.get(id) ?? []).reduce(applyStored, newTicket)
    if (status === 'closed') return
    if (status === 'resolved') {
      const reason = this.#words(id)
      return this.#do(id, this.#dice.chance(0.7) ? { type: 'close-ticket' } : { type: 'reopen-ticket', reason })
    }
    const choice = this.#dice.below(100)
    const step = status === 'processing' ? (['awaiting-customer', 'awaiting-third-party'] as const) : (['processing'] as const)
    if (choice < 35) this.#do(id, { type: 'set-status', status: this.#dice.pick([...step]), note: '' })
    else if (choice < 50) this.#do(id, { type: 'note', text: this.#words(id) })
    else if (choice < 70) this.#do(id, { type: 'answer-customer', text: this.#words(id) })
    else if (choice < 80) this.#hand(id)
    else this.#do(id, { type: 'resolve-ticket', solution: this.#words(id) })
  }

  #hand(id: TicketId): void {
    const to = this.#colleague()
    this.#do(id, { type: 'hand-ticket', to: to ? { kind: 'seat', seat: to } : { kind: 'line', line: DEFAULT_QUEUE }, note: '' })
  }

  #elsewhere(): Record<string, unknown> {
    const to = this.#colleague()
    return to && this.#dice.chance(0.6) ? { kind: 'seat', seat: to.id } : { kind: 'line', line: DEFAULT_QUEUE }
  }

  #colleague(): Visits['seats'][number] | undefined {
    const others = this.#visits.seats.filter(({ id }) => id !== this.#seat.id)
    return others[Math.floor(this.#dice.below(others.length))]
  }

  /** Words that are said once. */
  #words(to: string): string {
    return `${this.#name}-${to}-e${this.#said++}`
  }

  #isFree = (to: Parameters<Deeds['isPending']>[1]) => !this.#deeds.isPending(this.#name, to)

  #do(to: Parameters<Deeds['isPending']>[1], body: Body): void {
    void this.#deeds.ask(this.#name, to, body, (command) => this.#seat.ask(to, command))
  }
}
