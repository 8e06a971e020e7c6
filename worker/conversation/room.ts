import { unreachable } from '../../shared/base/assert.ts'
import type { Millis } from '../../shared/base/clock.ts'
import type { ConversationId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Attended } from '../../shared/conversation/attended.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { type AnyNewEvent, LOOK } from '../../shared/conversation/levels.ts'
import { personOf } from '../../shared/conversation/state.ts'
import { emptyLibrary } from '../../shared/knowledge/pack.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Push } from '../../shared/protocol/push.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Up } from '../../shared/protocol/up.ts'
import { PROTOCOL, PROTOCOL_FLOOR, PROTOCOL_WITH_AFTER } from '../../shared/protocol/version.ts'
import type { TranscriptLine } from '../../shared/ticket/commands.ts'
import { transcriptOf } from '../../shared/ticket/transcript.ts'
import type { Taken } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { type Asking, type ConversationLedger, openLedger, SNAPSHOT_WORTH } from './store.ts'
import { Talk } from './talk.ts'

/** Who is to be sent a frame: the one who asked, everybody who follows, or everybody on the other side. */
export interface Delivery {
  to: 'sender' | 'all' | 'other-side'
  frame: Down
}

/** Events that are looked through for a transcript: more than its lines, since not each of them says something. */
const TRANSCRIPT_EVENTS = 2000
/** What a decision needs, beside who asks. */
export type Around = Omit<Asking, 'actor'>

const NOTHING: Taken<AnyNewEvent> = { receipts: [], events: [] }

/** The logic of one conversation, without sockets, alarms or any await. */
export class ConversationRoom {
  readonly #id: ConversationId
  readonly #ledger: ConversationLedger
  readonly talk = new Talk()
  #asking: Asking = { actor: { kind: 'system', id: 'alarm' }, now: 0, library: emptyLibrary, promised: null }

  constructor(sql: Sql, outbox: Outbox, id: ConversationId) {
    this.#id = id
    this.#ledger = openLedger(
      sql,
      outbox,
      id,
      () => this.#asking,
      (event) => this.talk.note(event),
    )
  }

  get state(): Attended {
    return this.#ledger.state
  }

  /** Whether somebody may follow this conversation. One that is not open yet is open to whoever knows its unguessable id. */
  mayFollow(actor: Actor): boolean {
    if (actor.kind === 'customer') return this.state.customer === null || this.state.customer === actor.id
    if (actor.kind === 'seat') return personOf(this.state)?.id === actor.id
    return true
  }

  /** What was said, for a ticket that was made of it. */
  transcript(): TranscriptLine[] {
    return transcriptOf(this.#ledger.since(Math.max(0, this.state.seq - TRANSCRIPT_EVENTS)) as StoredEvent[])
  }

  receive(actor: Actor, frame: Up, around: Around): Delivery[] {
    if (frame.to !== this.#id || !this.mayFollow(actor)) return this.#turnAway(frame)
    switch (frame.type) {
      case 'hello':
        return this.#greet(frame.since, frame.protocol, around.now)
      case 'push':
        return this.#push(actor, frame, around)
      case 'presence':
        return [
          {
            to: 'other-side',
            frame: { type: 'presence', of: this.#id, side: actor.kind === 'seat' ? 'seat' : 'customer', typing: frame.typing },
          },
        ]
      default:
        return unreachable(frame)
    }
  }

  /** [P32] Who may no longer follow is still told of what they sent while they might. */
  #turnAway(frame: Up): Delivery[] {
    const known = frame.type === 'push' && frame.to === this.#id ? this.#ledger.receiptsOf(frame.commands) : []
    const frames: Down[] = known.length > 0 ? [{ type: 'ack', of: this.#id, receipts: known }] : []
    return [...frames, { type: 'error', kind: 'not-found', of: frame.to } as const].map((each) => ({ to: 'sender', frame: each }))
  }

  #push(actor: Actor, { commands, after }: Push, around: Around): Delivery[] {
    this.#asking = { actor, ...around }
    const taken = this.#ledger.take(commands, around.now, after)
    return taken ? this.#deliveriesOf(taken) : [{ to: 'sender', frame: { type: 'error', kind: 'gap', of: this.#id } }]
  }

  /** Takes commands from another object's outbox. */
  take(actor: Actor, commands: Push['commands'], around: Around): { receipts: Receipt[]; deliveries: Delivery[] } {
    this.#asking = { actor, ...around }
    const taken = this.#ledger.take(commands, around.now) ?? NOTHING
    return { receipts: taken.receipts, deliveries: this.#deliveriesOf(taken) }
  }

  /** Looks at the clock, and at what is promised by now. */
  look(around: Around, random: Random): Delivery[] {
    const command = { id: newCommandId(random), type: LOOK }
    return this.take({ kind: 'system', id: 'alarm' }, [command], around).deliveries.filter(({ to }) => to !== 'sender')
  }

  #deliveriesOf({ receipts, events }: Taken<AnyNewEvent>): Delivery[] {
    // The feed before the ack: whoever drops a pending message at the ack already holds its event.
    const deliveries: Delivery[] = events.length > 0 ? this.#feeds(events).map((frame) => ({ to: 'all', frame })) : []
    deliveries.push({ to: 'sender', frame: { type: 'ack', of: this.#id, receipts, seq: this.state.seq } })
    return deliveries
  }

  /** Brings what the customer has said to where the log is. */
  hear(): void {
    this.talk.upTo(this.state, (seq) => this.#ledger.since(seq) as unknown as StoredEvent[])
  }

  /** Before the object sleeps: a long log gets a snapshot, at the price of one row. */
  rest(): void {
    this.#ledger.snapshot(SNAPSHOT_WORTH)
  }

  #greet(since: number, protocol: number, now: Millis): Delivery[] {
    if (protocol < PROTOCOL_FLOOR) return [{ to: 'sender', frame: { type: 'error', kind: 'protocol-too-old' } }]
    const welcome: Down = { type: 'welcome', of: this.#id, protocol: PROTOCOL, seq: this.state.seq, since, now }
    // A device of the first version does not know to ask for more.
    const most = protocol < PROTOCOL_WITH_AFTER ? -1 : LIMITS.eventsPerGreeting
    const events = since < this.state.seq ? this.#ledger.since(since, most) : []
    return [welcome, ...this.#feeds(events)].map((frame) => ({ to: 'sender', frame }))
  }

  #feeds(events: readonly unknown[]): Down[] {
    const frames: Down[] = []
    for (let at = 0; at < events.length; at += LIMITS.eventsPerFeed)
      frames.push({ type: 'feed', of: this.#id, events: events.slice(at, at + LIMITS.eventsPerFeed) as StoredEvent[] })
    return frames
  }
}
