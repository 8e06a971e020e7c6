import { DurableObject } from 'cloudflare:workers'
import type { CommandId, QueueId, SeatId } from '../../shared/base/ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Line, Place } from '../../shared/queue/place.ts'
import type { Env } from '../env.ts'
import { objectOf, toOwner } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { faultOf, log } from '../platform/log.ts'
import { migrate } from '../platform/migrations.ts'
import { nameOf } from '../platform/name.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql } from '../platform/sql.ts'
import { compensation } from './effects.ts'
import { MIGRATIONS } from './migrations.ts'
import { type Colleague, QueueRoom } from './room.ts'

/** The door of a desk's lines: calls from seats, conversations and tickets, and the alarm that ends offers. */
export class QueueObject extends DurableObject<Env> {
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #room: QueueRoom
  readonly #id: QueueId

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#id = nameOf(ctx) as QueueId
    const sql = durableSql(ctx.storage)
    migrate(sql, MIGRATIONS, Date.now())
    this.#outbox = new Outbox(sql, platformRandom, toOwner({ kind: 'queue', id: this.#id }))
    this.#room = new QueueRoom(sql, this.#outbox, platformRandom)
    this.#effects = new Effects(
      ctx,
      this.#outbox,
      performer(
        (target) => objectOf(env, target),
        { kind: 'system', id: this.#id },
        (effect) => this.#compensate(effect),
      ),
      () => this.#room.nextLook(Date.now()),
    )
  }

  /** Commands from seats and other objects; null when the one that they come `after` is unknown. */
  async take(actor: Actor, commands: Effect['command'][], after?: CommandId): Promise<Receipt[] | null> {
    const receipts = this.#room.take(actor, commands, Date.now(), after)
    if (receipts) this.#settle()
    return receipts
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#settle()
  }

  async place(entry: CommandId): Promise<Place | null> {
    return this.#room.place(entry, Date.now())
  }

  /** The lines that a seat is there for. */
  async lines(seat: SeatId): Promise<Line[]> {
    return this.#room.linesFor(seat)
  }

  async colleagues(): Promise<Colleague[]> {
    return this.#room.colleagues()
  }

  async health(): Promise<{ parked: ReturnType<Outbox['parked']> }> {
    return { parked: this.#outbox.parked() }
  }

  override async alarm(): Promise<void> {
    this.#room.expire(Date.now())
    this.#tell()
    await this.#effects.ring()
  }

  /** After each change: the alarm and the effects, then the word to those who wait and those who serve. */
  #settle(): void {
    this.#effects.afterCommit()
    this.#tell()
  }

  #compensate(effect: Effect): void {
    const command = compensation(effect)
    if (command) this.#room.take({ kind: 'system', id: this.#id }, [command], Date.now())
  }

  /** Best effort: who misses it asks again when connecting. */
  #tell(): void {
    const told: Promise<void>[] = this.#room
      .moves(Date.now())
      .map((place) => this.env.CONVERSATION.getByName(place.conversation).place(place))
    for (const { seat, lines } of this.#room.linesToShow()) told.push(this.env.SEAT.getByName(seat).lines(lines))
    for (const telling of told)
      this.ctx.waitUntil(telling.catch((fault) => log('warn', 'move-not-told', { queue: this.#id, fault: faultOf(fault) })))
  }
}
