import type { Millis } from '../../shared/base/clock.ts'
import type { SeatId } from '../../shared/base/ids.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import type { Seat } from '../../shared/seat/state.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { openLedger, type SeatLedger } from './store.ts'

/** The logic of one seat, without sockets, alarms or any await. */
export class SeatRoom {
  readonly #id: SeatId
  readonly #random: Random
  readonly #ledger: SeatLedger
  #actor: Actor = { kind: 'system', id: 'alarm' }

  constructor(sql: Sql, outbox: Outbox, id: SeatId, random: Random) {
    this.#id = id
    this.#random = random
    this.#ledger = openLedger(sql, outbox, id, () => this.#actor)
  }

  get state(): Seat {
    return this.#ledger.state
  }

  take(actor: Actor, commands: Parameters<SeatLedger['take']>[0], now: Millis): { receipts: Receipt[]; changed: boolean } {
    this.#actor = actor
    const { receipts, events } = this.#ledger.take(commands, now)
    return { receipts, changed: events.length > 0 }
  }

  connection(connected: boolean, now: Millis): boolean {
    return this.take({ kind: 'system', id: this.#id }, [{ id: newCommandId(this.#random), type: 'connection-changed', connected }], now)
      .changed
  }

  greeting(now: Millis): Down[] {
    return [{ type: 'welcome', of: this.#id, protocol: PROTOCOL, seq: this.state.seq, now }, this.frame()]
  }

  frame(): Down {
    return { type: 'seat', of: this.#id, seat: this.state }
  }
}
