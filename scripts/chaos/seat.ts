import type { ConversationId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { isTicket } from '../../shared/base/new-ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Http } from '../client/http.ts'
import { TerminalSeat } from '../client/seat.ts'
import { sleep } from '../product/product.ts'
import { labelOf } from './connection.ts'
import type { Deeds } from './deeds.ts'
import { Errands, type Visits } from './errands.ts'
import type { Dice } from './faults.ts'
import { LinkWatch, MOST_WAITING, Spoken } from './member.ts'

/** How many of the messages of customers are answered. */
export const ANSWERED = 0.25
const MOST_PAUSE = 200

/** A member of staff who takes what is offered, answers some of what is said, and does what visitors and tickets want. */
export class ChaosSeat {
  readonly watch = new LinkWatch()
  readonly spoken = new Map<ConversationId, Spoken>()
  readonly #name: string
  readonly #dice: Dice
  readonly #seat: TerminalSeat
  readonly #errands: Errands
  readonly #visits: Visits
  readonly #asked = new Set<string>()
  #unanswered: ConversationId[] = []
  #isSettingStatus = false

  constructor(http: Http, name: string, dice: Dice, deeds: Deeds, visits: Visits) {
    this.#name = name
    this.#dice = dice
    this.#visits = visits
    this.#seat = new TerminalSeat(http.base, {
      http,
      onFrame: (frame) => this.#heard(frame),
      onState: (state) => this.watch.changed(state, Date.now()),
    })
    this.#errands = new Errands(name, dice, this.#seat, deeds, visits)
  }

  get id(): SeatId | null {
    return this.#seat.id
  }

  get waiting(): number {
    return this.#seat.waiting
  }

  get conversations(): ReadonlyMap<ConversationId, readonly StoredEvent[]> {
    return this.#seat.conversations
  }

  get tickets(): ReadonlyMap<TicketId, readonly StoredEvent[]> {
    return this.#seat.tickets
  }

  /** By which the proxy knows its socket. */
  get label(): string {
    return labelOf('/api/connect/seat', this.#seat.http.cookie)
  }

  async arrive(): Promise<void> {
    await this.#seat.connect()
  }

  /** Is there, takes and answers until it is over. A missed offer ends its presence, so it says again that it is there. */
  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await sleep(this.#dice.below(MOST_PAUSE))
      if (this.#seat.seat && this.#seat.seat.status !== 'online') this.#setStatus('online')
      for (const { offer, conversation } of this.#seat.seat?.offers ?? []) {
        if (this.#asked.has(offer)) continue
        this.#asked.add(offer)
        this.#errands.answer(offer, conversation)
      }
      this.#errands.look()
      for (const conversation of this.#unanswered) if (this.waiting < MOST_WAITING) this.say(conversation)
      this.#unanswered = []
    }
  }

  say(conversation: ConversationId): void {
    const spoken = this.spoken.get(conversation) ?? new Spoken()
    this.spoken.set(conversation, spoken)
    spoken.say(`${this.#name}-${conversation}-${spoken.texts.length}`, (text) => this.#seat.say(conversation, text))
  }

  /** Is busy from now on: it is offered nothing more, and is told once more what it serves. */
  rest(): void {
    this.#setStatus('busy')
  }

  leave(): void {
    this.#seat.close()
  }

  #setStatus(status: 'online' | 'busy'): void {
    if (this.#isSettingStatus) return
    this.#isSettingStatus = true
    void this.#seat.setStatus(status).then(() => {
      this.#isSettingStatus = false
    })
  }

  #heard(frame: Down): void {
    if (frame.type !== 'feed' || isTicket(frame.of) || this.#visits.conversations.has(frame.of)) return
    for (const event of frame.events)
      if (event.name === 'v1.MessageSent' && event.by.kind === 'customer' && this.#dice.chance(ANSWERED)) this.#unanswered.push(frame.of)
  }
}
