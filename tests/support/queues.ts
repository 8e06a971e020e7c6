import { type Millis, SECOND } from '../../shared/base/clock.ts'
import type { CommandId, ConversationId } from '../../shared/base/ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { QueueCommand, SeatStatus } from '../../shared/queue/commands.ts'
import { decide } from '../../shared/queue/decide.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import { apply, newQueue, type Offer, type Queue } from '../../shared/queue/state.ts'
import { queueActor, seatActor } from './actors.ts'
import { START } from './conversations.ts'
import { at, CONVERSATIONS, commandId } from './ids.ts'

/** A queue in memory, with helpers that read like what happens in a shop. */
export class TestQueue {
  state: Queue = newQueue
  readonly events: QueueEvent[] = []
  now: Millis = START

  take(command: QueueCommand, actor: Actor = queueActor): QueueEvent[] {
    const decision = decide(this.state, command, actor, this.now)
    if (!decision.ok) throw new Error(`refused: ${decision.code}`)
    const placed = decision.events.map((happening, index): QueueEvent => {
      return { ...happening, seq: this.state.seq + index + 1, at: this.now, cause: command.id } as QueueEvent
    })
    this.state = placed.reduce(apply, this.state)
    this.events.push(...placed)
    return placed
  }

  refusalOf(command: QueueCommand, actor: Actor = queueActor): string | null {
    const decision = decide(this.state, command, actor, this.now)
    return decision.ok ? null : decision.code
  }

  wait(seconds: number): this {
    this.now += seconds * SECOND
    return this
  }

  /** Somebody joins the line; gives the id of their entry. */
  enqueue(conversation: number | ConversationId, live = true): CommandId {
    const entry = commandId()
    const id = typeof conversation === 'number' ? at(CONVERSATIONS, conversation) : conversation
    this.take({ id: commandId(), type: 'enqueue', entry, conversation: id, live, language: 'zh-CN', since: this.now })
    return entry
  }

  seat(index: number, status: SeatStatus = 'online', capacity = 1): QueueEvent[] {
    const { id: seat, name } = seatActor(index)
    return this.take({ id: commandId(), type: 'seat-changed', seat, name, status, capacity })
  }

  takeOffer(offer: Offer, index: number): QueueEvent[] {
    return this.take({ id: commandId(), type: 'take-offer', offer: offer.id }, seatActor(index))
  }

  decline(offer: Offer, index: number): QueueEvent[] {
    return this.take({ id: commandId(), type: 'decline-offer', offer: offer.id }, seatActor(index))
  }

  remove(entry: CommandId): QueueEvent[] {
    return this.take({ id: commandId(), type: 'remove', entry })
  }

  finish(entry: CommandId): QueueEvent[] {
    return this.take({ id: commandId(), type: 'finish', entry })
  }

  alarm(): QueueEvent[] {
    return this.take({ id: commandId(), type: 'expire-offers' })
  }

  /** The only offer that is out. */
  get offer(): Offer {
    if (this.state.offers.length !== 1) throw new Error(`${this.state.offers.length} offers are out`)
    return at(this.state.offers, 0)
  }

  /** Which seats are offered which entries, by the number of the seat. */
  offersBySeat(): Record<number, CommandId[]> {
    const bySeat: Record<number, CommandId[]> = {}
    for (let index = 0; index < 6; index++) {
      const entries = this.state.offers.filter((offer) => offer.seat === seatActor(index).id).map((offer) => offer.entry)
      if (entries.length > 0) bySeat[index] = entries
    }
    return bySeat
  }
}
