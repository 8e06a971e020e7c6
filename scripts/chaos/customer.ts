import type { ConversationId } from '../../shared/base/ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { type Identity, TerminalCustomer } from '../client/customer.ts'
import { sleep } from '../product/product.ts'
import { labelOf } from './connection.ts'
import type { Dice } from './faults.ts'
import { LinkWatch, MOST_WAITING, Spoken } from './member.ts'

/** How often a customer looks whether something is to be said: those who are late say several things at once. */
const MOST_PAUSE = 250
const LONGEST_TEXT = 300

/** A customer who opens a conversation, asks for a person and talks. */
export class ChaosCustomer {
  readonly spoken = new Spoken()
  readonly watch = new LinkWatch()
  readonly #name: string
  readonly #dice: Dice
  readonly #customer: TerminalCustomer
  #hasLeft = false

  constructor(base: string, name: string, dice: Dice, acknowledged: () => void) {
    this.#name = name
    this.#dice = dice
    this.#customer = new TerminalCustomer(base, {
      onFrame: (frame) => frame.type === 'ack' && acknowledged(),
      onState: (state) => this.watch.changed(state, Date.now()),
    })
  }

  get waiting(): number {
    return this.#customer.waiting
  }

  get conversation(): ConversationId {
    return this.#customer.conversation
  }

  get identity(): Identity {
    return this.#customer.identity
  }

  get events(): readonly StoredEvent[] {
    return this.#customer.events
  }

  /** By which the proxy knows its socket. */
  get label(): string {
    return labelOf(`/api/connect/conversations/${this.conversation}`, this.#customer.http.cookie)
  }

  /** Proves who it is, as often as that takes, and opens the conversation. Opening is answered when it is answered. */
  async arrive(): Promise<void> {
    while (!this.#hasLeft) {
      try {
        await this.#customer.connect()
        void this.#customer.open()
        void this.#customer.command({ type: 'request-person' })
        return
      } catch {
        await sleep(this.#dice.below(MOST_PAUSE))
      }
    }
  }

  /** Says something every `interval` milliseconds on average until it is over. */
  async talk(interval: number, isOver: () => boolean): Promise<void> {
    const begun = Date.now()
    while (!isOver()) {
      await sleep(this.#dice.below(MOST_PAUSE))
      const due = Math.floor((Date.now() - begun) / interval)
      while (this.spoken.texts.length < due && this.waiting < MOST_WAITING) this.say()
    }
  }

  say(): void {
    const length = this.#dice.chance(0.05) ? this.#dice.below(LONGEST_TEXT) : 0
    const text = `${this.#name}-${this.spoken.texts.length}${'稳'.repeat(length)}`
    this.spoken.say(text, (text) => this.#customer.say(text))
  }

  leave(): void {
    this.#hasLeft = true
    this.#customer.close()
  }
}
