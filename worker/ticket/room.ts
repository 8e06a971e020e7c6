import { unreachable } from '../../shared/base/assert.ts'
import type { Millis } from '../../shared/base/clock.ts'
import type { QueueId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Push } from '../../shared/protocol/push.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Up } from '../../shared/protocol/up.ts'
import { PROTOCOL, PROTOCOL_FLOOR } from '../../shared/protocol/version.ts'
import type { NewTicketEvent } from '../../shared/ticket/events.ts'
import { nextLook } from '../../shared/ticket/levels.ts'
import type { Ticket } from '../../shared/ticket/state.ts'
import type { Brought, Surroundings } from '../../shared/ticket/story.ts'
import type { Taken } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { broughtBy } from './bringing.ts'
import { followers } from './following.ts'
import { type Asking, openLedger, type TicketLedger } from './store.ts'

/** Who is to be sent a frame: the one who asked, or a seat that follows. */
export interface Delivery {
  to: 'sender' | SeatId
  frame: Down
}

/** What is known around the ticket at the moment, beside who asks. */
export type Around = Pick<Surroundings, 'rules' | 'was' | 'transcript' | 'brought'>

const NOTHING: Taken<NewTicketEvent> = { receipts: [], events: [] }

/** The logic of one ticket, without alarms, calls or any await. */
export class TicketRoom {
  readonly #id: TicketId
  readonly #random: Random
  readonly #ledger: TicketLedger
  #asking: Asking

  constructor(sql: Sql, outbox: Outbox, id: TicketId, random: Random) {
    this.#id = id
    this.#random = random
    this.#asking = { actor: { kind: 'system', id: 'alarm' }, now: 0, self: id, rules: null }
    this.#ledger = openLedger(sql, outbox, id, () => this.#asking)
  }

  get state(): Ticket {
    return this.#ledger.state
  }

  /**
   * [T27] Whoever leads, has it, has a part of it, watches it or is there for its line; no lines are all lines. One that is not
   * open yet is open to whoever knows its unguessable id.
   */
  mayFollow(actor: Actor, lines: readonly QueueId[]): boolean {
    if (actor.kind !== 'seat') return false
    const { beginning, line, owner, watchers, tasks } = this.state
    if (beginning === null || actor.role !== 'agent' || owner?.id === actor.id) return true
    if (watchers.some(({ id }) => id === actor.id) || tasks.some(({ seat }) => seat?.id === actor.id)) return true
    return lines.length === 0 || (line !== null && lines.includes(line))
  }

  receive(actor: Actor, lines: readonly QueueId[], frame: Up, now: Millis, around: Around): Delivery[] {
    if (frame.to !== this.#id || !this.mayFollow(actor, lines))
      return [{ to: 'sender', frame: { type: 'error', kind: 'not-found', of: frame.to } }]
    switch (frame.type) {
      case 'hello':
        return this.#greet(frame.since, frame.protocol, now)
      case 'push':
        return this.#push(actor, frame, now, around)
      case 'presence':
        return []
      default:
        return unreachable(frame)
    }
  }

  #push(actor: Actor, { commands, after }: Push, now: Millis, around: Around): Delivery[] {
    this.#asking = { ...around, actor, now, self: this.#id }
    const taken = this.#ledger.take(commands, now, after)
    return taken ? this.#deliveriesOf(taken) : [{ to: 'sender', frame: { type: 'error', kind: 'gap', of: this.#id } }]
  }

  /** Takes commands from another object's outbox. */
  take(actor: Actor, commands: Push['commands'], now: Millis, around: Around): { receipts: Receipt[]; deliveries: Delivery[] } {
    this.#asking = { ...around, actor, now, self: this.#id }
    const taken = this.#ledger.take(commands, now) ?? NOTHING
    return { receipts: taken.receipts, deliveries: this.#deliveriesOf(taken) }
  }

  /** Looks at the clock, and at what is promised by now. */
  look(now: Millis, around: Around): Delivery[] {
    if (this.state.beginning === null) return []
    const command = { id: newCommandId(this.#random), type: 'look-at-levels' }
    return this.take({ kind: 'system', id: 'alarm' }, [command], now, around).deliveries
  }

  nextLook(): Millis | null {
    return nextLook(this.state)
  }

  /** What this ticket brings along when it becomes part of another one. */
  brings(): Brought {
    return broughtBy(this.state, this.#ledger.since(0) as StoredEvent[])
  }

  #deliveriesOf({ receipts, events }: Taken<NewTicketEvent>): Delivery[] {
    const ack: Down = { type: 'ack', of: this.#id, receipts, seq: this.state.seq }
    // The feed before the ack: whoever drops a pending command at the ack already holds its event.
    const feeds = this.#feeds(events)
    const told = [...followers(this.state).keys()].flatMap((seat) => feeds.map((frame): Delivery => ({ to: seat, frame })))
    return [...told, ...feeds.map((frame): Delivery => ({ to: 'sender', frame })), { to: 'sender', frame: ack }]
  }

  #greet(since: number, protocol: number, now: Millis): Delivery[] {
    if (protocol < PROTOCOL_FLOOR) return [{ to: 'sender', frame: { type: 'error', kind: 'protocol-too-old' } }]
    const welcome: Down = { type: 'welcome', of: this.#id, protocol: PROTOCOL, seq: this.state.seq, since, now }
    const events = since < this.state.seq ? this.#ledger.since(since, LIMITS.eventsPerGreeting) : []
    return [welcome, ...this.#feeds(events)].map((frame) => ({ to: 'sender', frame }))
  }

  #feeds(events: readonly unknown[]): Down[] {
    const frames: Down[] = []
    for (let at = 0; at < events.length; at += LIMITS.eventsPerFeed)
      frames.push({
        type: 'feed',
        of: this.#id,
        events: events.slice(at, at + LIMITS.eventsPerFeed) as StoredEvent[],
      })
    return frames
  }
}
