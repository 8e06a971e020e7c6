import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId, QueueId, SeatId } from '../../shared/base/ids.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { isStaffed, type Line, type Place, placeOf } from '../../shared/queue/place.ts'
import { inOrder, nextLook } from '../../shared/queue/routing.ts'
import type { Queue } from '../../shared/queue/state.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { type Asking, openLedger, type QueueLedger } from './store.ts'

/** Waiting customers that are told of each move; those further back hear when they come nearer. */
const TOLD_OF_MOVES = 50

/** The logic of one queue, without alarms, calls or any await. */
export class QueueRoom {
  readonly #id: QueueId
  readonly #random: Random
  readonly #ledger: QueueLedger
  #asking: Asking = { actor: { kind: 'system', id: 'alarm' }, now: 0 }
  #told = new Map<CommandId, string>()

  constructor(sql: Sql, outbox: Outbox, id: QueueId, random: Random) {
    this.#id = id
    this.#random = random
    this.#ledger = openLedger(sql, outbox, id, () => this.#asking)
  }

  get state(): Queue {
    return this.#ledger.state
  }

  /** Takes commands; null when the one that they come `after` is unknown. */
  take(actor: Actor, commands: Parameters<QueueLedger['take']>[0], now: Millis, after?: CommandId): Receipt[] | null {
    this.#asking = { actor, now }
    return this.#ledger.take(commands, now, after)?.receipts ?? null
  }

  /** Lets offers go on whose time is over. */
  expire(now: Millis): void {
    const due = nextLook(this.state, now)
    const pausesOver = this.state.entries.some((entry) => entry.passed.length > 0 && entry.notBefore <= now)
    if ((due !== null && due <= now) || pausesOver)
      this.take({ kind: 'system', id: 'alarm' }, [{ id: newCommandId(this.#random), type: 'expire-offers' }], now)
  }

  nextLook(now: Millis): Millis | null {
    return nextLook(this.state, now)
  }

  place(entry: CommandId): Place | null {
    return placeOf(this.state, entry)
  }

  /** The places that changed since they were last told, front of the line first. */
  moves(): Place[] {
    const told = new Map<CommandId, string>()
    const moves: Place[] = []
    for (const entry of inOrder(this.state).slice(0, TOLD_OF_MOVES)) {
      const place = placeOf(this.state, entry.id)
      if (!place) continue
      const word = JSON.stringify(place)
      told.set(entry.id, word)
      if (this.#told.get(entry.id) !== word) moves.push(place)
    }
    this.#told = told
    return moves
  }

  line(): Line {
    const { entries } = this.state
    const live = entries.filter((entry) => entry.live)
    const oldest = live.length > 0 ? Math.min(...live.map((entry) => entry.since)) : null
    return { queue: this.#id, live: live.length, messages: entries.length - live.length, oldest, staffed: isStaffed(this.state) }
  }

  /** Seats that are there to be shown the line. */
  seatsPresent(): SeatId[] {
    return Object.values(this.state.seats)
      .filter((seat) => seat.status !== 'offline')
      .map((seat) => seat.id)
  }
}
