import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId, QueueId, SeatId } from '../../shared/base/ids.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { SeatStatus } from '../../shared/queue/commands.ts'
import type { Line, Place } from '../../shared/queue/place.ts'
import { isOnDuty, nextLook } from '../../shared/queue/routing.ts'
import type { Entry, Queue } from '../../shared/queue/state.ts'
import { linesOf, placeOf, placesIn } from '../../shared/queue/waiting.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { type Asking, openLedger, type QueueLedger } from './store.ts'

/** Waiting customers of a line that are told of each move; those further back hear when they come nearer. */
const TOLD_OF_MOVES = 50

/** A member of staff as others see them: empty `lines` are all of them. */
export interface Colleague {
  id: SeatId
  name: string
  status: SeatStatus
  lines: QueueId[]
  skills: string[]
  capacity: number
  serving: number
  /** Offered to them, or handed to them and not taken yet. */
  waiting: number
  tickets: number
}

/** The logic of one queue, without alarms, calls or any await. */
export class QueueRoom {
  readonly #random: Random
  readonly #ledger: QueueLedger
  #asking: Asking = { actor: { kind: 'system', id: 'alarm' }, now: 0 }
  #told = new Map<CommandId, string>()
  #shown = new Map<SeatId, Map<string, string>>()

  constructor(sql: Sql, outbox: Outbox, random: Random) {
    this.#random = random
    this.#ledger = openLedger(sql, outbox, () => this.#asking)
  }

  get state(): Queue {
    return this.#ledger.state
  }

  /** Takes commands; null when the one that they come `after` is unknown. */
  take(actor: Actor, commands: Parameters<QueueLedger['take']>[0], now: Millis, after?: CommandId): Receipt[] | null {
    this.#asking = { actor, now }
    return this.#ledger.take(commands, now, after)?.receipts ?? null
  }

  /** Lets go on what time alone changes: offers that are over, pauses, and who waits too long where they are. */
  expire(now: Millis): void {
    this.take({ kind: 'system', id: 'alarm' }, [{ id: newCommandId(this.#random), type: 'expire-offers' }], now)
  }

  nextLook(now: Millis): Millis | null {
    return nextLook(this.state, now)
  }

  place(entry: CommandId, now: Millis): Place | null {
    return placeOf(this.state, entry, now)
  }

  /** The places that changed since they were last told, front of each line first. */
  moves(now: Millis): Place[] {
    const told = new Map<CommandId, string>()
    const moves: Place[] = []
    for (const { id } of this.state.settled.lines)
      for (const { entry, place } of placesIn(this.state, id, now, () => true, TOLD_OF_MOVES)) {
        const word = JSON.stringify(place)
        told.set(entry, word)
        if (this.#told.get(entry) !== word) moves.push(place)
      }
    this.#told = told
    return moves
  }

  /** The lines that a seat is there for, as they are now. */
  linesFor(id: SeatId): Line[] {
    const seat = this.state.seats[id]
    return linesOf(this.state).filter(({ queue }) => isOnDuty(seat ?? { duty: null }, queue))
  }

  /** What seats that are there have not been shown of their lines yet. */
  linesToShow(): { seat: SeatId; lines: Line[] }[] {
    const lines = linesOf(this.state).map((line) => ({ line, word: JSON.stringify(line) }))
    const shown = new Map<SeatId, Map<string, string>>()
    const toShow: { seat: SeatId; lines: Line[] }[] = []
    for (const seat of Object.values(this.state.seats)) {
      if (seat.status === 'offline') continue
      const own = lines.filter(({ line }) => isOnDuty(seat, line.queue))
      const before = this.#shown.get(seat.id)
      const fresh = own.filter(({ line, word }) => before?.get(line.queue) !== word)
      shown.set(seat.id, new Map(own.map(({ line, word }) => [line.queue, word])))
      if (fresh.length > 0) toShow.push({ seat: seat.id, lines: fresh.map(({ line }) => line) })
    }
    this.#shown = shown
    return toShow
  }

  /** Who works here, for somebody who hands a conversation on. */
  colleagues(): Colleague[] {
    const { entries, offers } = this.state
    const awaits =
      (seat: SeatId) =>
      ({ id, handed }: Entry) =>
        handed?.to === seat || offers.some((offer) => offer.entry === id && offer.seat === seat)
    return Object.values(this.state.seats).map(({ id, name, status, duty, capacity, serving, tickets }) => ({
      id,
      name,
      status,
      lines: duty?.lines ?? [],
      skills: duty?.skills ?? [],
      capacity,
      serving: serving.length,
      waiting: entries.filter(awaits(id)).length,
      tickets: tickets.length,
    }))
  }
}
