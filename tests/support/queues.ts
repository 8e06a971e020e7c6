import { type Millis, SECOND } from '../../shared/base/clock.ts'
import type { CommandId, ConversationId, QueueId, TicketId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../shared/base/new-ids.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Hours } from '../../shared/calendar/schedule.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { QueueCommand, SeatStatus } from '../../shared/queue/commands.ts'
import { decide } from '../../shared/queue/decide.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import type { Duty, HeadStarts, LineSettings } from '../../shared/queue/lines.ts'
import { apply, newQueue, type Offer, type Queue } from '../../shared/queue/state.ts'
import { queueActor, seatActor } from './actors.ts'
import { START } from './conversations.ts'
import { at, CONVERSATIONS, commandId, newTicketId } from './ids.ts'

type Asked<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>
type Told = Partial<Omit<Asked<'enqueue'>, 'id' | 'type' | 'entry' | 'conversation' | 'live'>>

const NO_HEAD_STARTS: HeadStarts = { member: 0, vip: 0, high: 0, urgent: 0, anger: 0, again: 0, message: 0 }
const TICKET = {
  line: DEFAULT_QUEUE,
  kind: 'complaint',
  urgency: 'normal',
  tier: 'ordinary',
  language: 'zh-CN',
  asked: null,
  familiar: null,
  not: null,
} as const

/** A line that does nothing special, and what is said otherwise of it. */
export const lineOf = (name: string, more: Partial<LineSettings> = {}): LineSettings => ({
  id: `q_${name}` as QueueId,
  name,
  departments: [],
  hours: null,
  offerFor: 20,
  familiarFor: 0,
  relaxAfter: 0,
  overflow: null,
  ...more,
})

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
  enqueue(conversation: number | ConversationId, live = true, told: Told = {}): CommandId {
    const entry = commandId()
    const id = typeof conversation === 'number' ? at(CONVERSATIONS, conversation) : conversation
    this.take({ id: commandId(), type: 'enqueue', entry, conversation: id, live, language: 'zh-CN', since: this.now, ...told })
    return entry
  }

  seat(index: number, status: SeatStatus = 'online', capacity = 1, more: { duty?: Duty; connected?: boolean } = {}): QueueEvent[] {
    const { id: seat, name } = seatActor(index)
    return this.take({ id: commandId(), type: 'seat-changed', seat, name, status, capacity, ...more })
  }

  /** The desk tells of its lines. */
  setLines(lines: LineSettings[], headStarts: Partial<HeadStarts> = {}, hours: Hours = ALWAYS): QueueEvent[] {
    return this.take({ id: commandId(), type: 'set-lines', lines, headStarts: { ...NO_HEAD_STARTS, ...headStarts }, hours })
  }

  transfer(index: number, entry: CommandId, to: Asked<'transfer'>['to'], warm = false, note = ''): QueueEvent[] {
    return this.take({ id: commandId(), type: 'transfer', entry, to, note, warm }, seatActor(index))
  }

  /** A seat takes what it is being offered; gives the entry. */
  serve(index: number): CommandId {
    const offer = this.state.offers.find(({ seat }) => seat === seatActor(index).id)
    if (!offer) throw new Error('nothing is on offer')
    this.takeOffer(offer, index)
    return offer.entry
  }

  placeTicket(ticket: number, wish: Partial<Asked<'place-ticket'>> = {}): TicketId {
    const id = newTicketId(ticket)
    this.take({ id: commandId(), type: 'place-ticket', ticket: id, ...TICKET, since: this.now, ...wish })
    return id
  }

  /** What each seat that is known serves, by the number of the seat. */
  serving(index: number): CommandId[] {
    return this.state.seats[seatActor(index).id]?.serving.map(({ entry }) => entry) ?? []
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
