import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId, SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { SeatFrame } from '../../shared/protocol/feed.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import type { Seat } from '../../shared/seat/state.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import type { Notices } from '../push/notices.ts'
import { openLedger, type SeatLedger } from './store.ts'

/** The logic of one seat, without sockets, alarms or any await. */
export class SeatRoom {
  readonly #id: SeatId
  readonly #random: Random
  readonly #ledger: SeatLedger
  readonly #sql: Sql
  #actor: Actor = { kind: 'system', id: 'alarm' }

  constructor(sql: Sql, outbox: Outbox, id: SeatId, random: Random, notices: Notices) {
    this.#id = id
    this.#random = random
    this.#sql = sql
    this.#ledger = openLedger(sql, outbox, id, notices, () => this.#actor)
  }

  get state(): Seat {
    return this.#ledger.state
  }

  /** Takes commands; null when the one that they come `after` is unknown. */
  take(
    actor: Actor,
    commands: Parameters<SeatLedger['take']>[0],
    now: Millis,
    after?: CommandId,
  ): { receipts: Receipt[]; changed: boolean } | null {
    this.#actor = actor
    const taken = this.#ledger.take(commands, now, after)
    return taken && { receipts: taken.receipts, changed: taken.events.length > 0 }
  }

  /** A device is here: true when it was not before. */
  arrived(now: Millis): boolean {
    if (this.graceEnds() !== null) this.#sql.run('DELETE FROM absence')
    return this.#connection(true, now)
  }

  /** The last device is gone: its grace begins, unless it has. False when the seat was not here anyway. */
  left(now: Millis): boolean {
    if (!this.state.connected) return false
    this.#sql.run('INSERT INTO absence (id, since) VALUES (1, ?) ON CONFLICT DO NOTHING', now)
    return true
  }

  /** When the grace of a seat without devices ends, or null. */
  graceEnds(): Millis | null {
    const [row] = this.#sql.run<{ since: number }>('SELECT since FROM absence')
    return row ? row.since + LIMITS.seatGrace : null
  }

  /** Ends the grace when its time has come: true when the seat counts as gone from now on. */
  graceIsOver(now: Millis): boolean {
    const ends = this.graceEnds()
    if (ends === null || now < ends) return false
    this.#sql.run('DELETE FROM absence')
    return this.#connection(false, now)
  }

  #connection(connected: boolean, now: Millis): boolean {
    const command = { id: newCommandId(this.#random), type: 'connection-changed', connected }
    return this.take({ kind: 'system', id: this.#id }, [command], now)?.changed ?? false
  }

  greeting(now: Millis): Down[] {
    return [
      { type: 'welcome', of: this.#id, protocol: PROTOCOL, seq: this.state.seq, now },
      { ...this.frame(), seat: this.state },
    ]
  }

  /** As it is told of each change: devices that are there were told with what each conversation came. */
  frame(): SeatFrame {
    return { type: 'seat', of: this.#id, seat: { ...this.state, came: [] } }
  }
}
