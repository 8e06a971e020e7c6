import type { ConversationId } from '../../shared/base/ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { Conversation } from '../../shared/conversation/state.ts'
import { isSettled } from '../../shared/conversation/told-tickets.ts'
import { fold } from '../../shared/sync/replica.ts'
import { type Identity, newIdentity, TerminalCustomer } from '../client/customer.ts'
import { sleep } from '../product/product.ts'
import { labelOf } from './connection.ts'
import type { Deeds } from './deeds.ts'
import type { Visits } from './errands.ts'
import type { Dice } from './faults.ts'
import { LinkWatch } from './member.ts'

const MOST_PAUSE = 250

type Body = { type: string } & Record<string, unknown>

/** A customer who comes again and again: asks for a person, waits or gives up, leaves messages, adds to tickets, and ends. */
export class Visitor {
  readonly watch = new LinkWatch()
  readonly identity: Identity = newIdentity()
  /** Each conversation so far, the one that goes on last. */
  readonly conversations: ConversationId[] = []
  readonly #name: string
  readonly #base: string
  readonly #dice: Dice
  readonly #deeds: Deeds
  readonly #visits: Visits
  #now: TerminalCustomer | null = null
  #hasLeft = false
  #said = 0

  constructor(base: string, name: string, dice: Dice, deeds: Deeds, visits: Visits) {
    this.#base = base
    this.#name = name
    this.#dice = dice
    this.#deeds = deeds
    this.#visits = visits
  }

  get waiting(): number {
    return this.#now?.waiting ?? 0
  }

  get events(): readonly StoredEvent[] {
    return this.#now?.events ?? []
  }

  /** By which the proxy knows its socket. */
  get label(): string {
    return this.#now ? labelOf(`/api/connect/conversations/${this.#now.conversation}`, this.#now.http.cookie) : ''
  }

  async live(isOver: () => boolean): Promise<void> {
    do {
      await this.#arrive()
      let isThere = true
      while (isThere && !isOver()) {
        await sleep(this.#dice.below(MOST_PAUSE))
        if (this.waiting > 0) continue
        const state = fold(this.events)
        isThere = state.phase.name !== 'closed' || this.#dice.chance(0.7)
        const wish = isThere ? this.#wish(state) : null
        if (wish) this.#do(wish)
      }
    } while (!isOver() && !this.#hasLeft)
  }

  /** Something that comes after everything, though it may be refused: a frame that was lost before it is then noticed. */
  lastWord(): void {
    this.#do({ type: 'send-message', text: this.#words() })
  }

  leave(): void {
    this.#hasLeft = true
    this.#now?.close()
  }

  /** A conversation more. Nothing waits for an answer in the one before. */
  async #arrive(): Promise<void> {
    this.#now?.close()
    const customer = new TerminalCustomer(this.#base, {
      identity: this.identity,
      onState: (state) => this.watch.changed(state, Date.now()),
    })
    while (!this.#hasLeft) {
      try {
        await customer.connect()
        break
      } catch {
        await sleep(this.#dice.below(MOST_PAUSE))
      }
    }
    if (this.#hasLeft) return
    this.#now = customer
    this.conversations.push(customer.conversation)
    this.#visits.conversations.add(customer.conversation)
    this.#do({ type: 'open-conversation', language: 'zh-CN', channel: 'terminal' })
    this.#do({ type: 'send-message', text: this.#words() })
    if (this.#dice.chance(0.7)) this.#do({ type: 'request-person' })
  }

  /** What this customer wants next, or nothing. */
  #wish({ phase, tickets }: Conversation): Body | null {
    const choice = this.#dice.below(100)
    const ticket = tickets[Math.floor(this.#dice.below(tickets.length))]
    if (ticket && choice > 75) {
      const [what, text] = isSettled(ticket) && choice > 85 ? ['reopen', ''] : choice > 95 ? ['urge', ''] : ['addition', this.#words()]
      return { type: 'say-to-ticket', ticket: ticket.id, what, text }
    }
    if (phase.name === 'assistant') return this.#fromAssistant(choice)
    if (phase.name === 'waiting' && phase.live) {
      if (choice < 2) return { type: 'leave-queue' }
      if (choice < 5) return { type: 'leave-message', text: this.#words(), contact: '' }
      if (choice < 8) return { type: 'close-conversation' }
    }
    if (phase.name === 'waiting' && !phase.live && choice < 5) return { type: 'request-person' }
    if (phase.name === 'person' && choice < 2) return { type: 'close-conversation' }
    return choice < 15 ? { type: 'send-message', text: this.#words() } : null
  }

  #fromAssistant(choice: number): Body | null {
    if (choice < 20) return { type: 'request-person' }
    if (choice < 50) return { type: 'leave-message', text: this.#words(), contact: '' }
    return choice < 54 ? { type: 'close-conversation' } : null
  }

  #words(): string {
    return `${this.#name}-v${this.#said++}`
  }

  #do(body: Body): void {
    const customer = this.#now
    if (customer) void this.#deeds.ask(this.#name, customer.conversation, body, (command) => customer.command(command))
  }
}
