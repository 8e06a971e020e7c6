import { DurableObject } from 'cloudflare:workers'
import type { ConversationId, QueueId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Up } from '../../shared/protocol/up.ts'
import type { Brought, TicketRules } from '../../shared/ticket/story.ts'
import { counted } from '../desk/working-time.ts'
import { type Env, THE_ONE } from '../env.ts'
import { objectOf, toOwner } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { Facts } from '../platform/facts.ts'
import { faultOf, log } from '../platform/log.ts'
import { migrate } from '../platform/migrations.ts'
import { nameOf } from '../platform/name.ts'
import { type Effect, Outbox, type Parked } from '../platform/outbox.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Teller } from '../platform/teller.ts'
import { whileNews } from '../push/notices.ts'
import { MIGRATIONS } from './migrations.ts'
import { type Around, type Delivery, TicketRoom } from './room.ts'
import { rulesOf, Settled } from './settled.ts'

type Commands = Effect['command'][]

/** The door of one ticket: calls from seats and other objects, and the alarm of its service levels. */
export class TicketObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #room: TicketRoom
  readonly #settled: Settled
  readonly #tellers = new Map<SeatId, Teller>()
  readonly #id: TicketId
  /** When the desk was last asked for what it promises; what it said is kept. */
  #lookedAt = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#id = nameOf(ctx) as TicketId
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#settled = new Settled(new Facts(this.#sql))
    this.#outbox = new Outbox(this.#sql, platformRandom, (parked) => this.#givenUp(parked))
    this.#room = new TicketRoom(this.#sql, this.#outbox, this.#id, platformRandom)
    this.#effects = new Effects(
      ctx,
      this.#outbox,
      whileNews(
        performer(
          (target) => objectOf(env, target),
          { kind: 'system', id: this.#id },
          (effect) => this.#refused(effect),
        ),
      ),
      () => this.#nextLook(),
    )
  }

  /** Commands from other objects' outboxes. */
  async take(actor: Actor, commands: Commands): Promise<Receipt[]> {
    // From the desk: what it promises has changed since it was asked.
    if (commands.some(({ type }) => type === 'look-at-levels')) this.#lookedAt = 0
    const read = await this.#readFor(commands)
    return this.#withRules(read, (around) => {
      const { receipts, deliveries } = this.#room.take(actor, commands, Date.now(), around)
      this.#deliver(deliveries, null)
      return receipts
    })
  }

  /** A frame from a seat that is there for some lines, none of them being all; the frames for it are the answer. */
  async relay(actor: Actor, lines: QueueId[], frame: Up): Promise<Down[]> {
    return this.#withRules({}, (around) => {
      const deliveries = this.#room.receive(actor, lines, frame, Date.now(), around)
      this.#deliver(deliveries, actor.kind === 'seat' ? actor.id : null)
      return deliveries.flatMap(({ to, frame }) => (to === 'sender' ? frame : []))
    })
  }

  /** For a ticket that this one becomes part of. */
  async brings(): Promise<Brought> {
    return this.#room.brings()
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#effects.afterCommit()
  }

  async health(): Promise<{ seq: number; rowsWritten: number; parked: ReturnType<Outbox['parked']> }> {
    return { seq: this.#room.state.seq, rowsWritten: this.#sql.rowsWritten(), parked: this.#outbox.parked() }
  }

  override async alarm(): Promise<void> {
    const due = this.#nextLook()
    if (due !== null && due <= Date.now()) await this.#withRules({}, (around) => this.#deliver(this.#room.look(Date.now(), around), null))
    await this.#effects.ring()
  }

  /** When the clocks come to something; and, while they run, when the desk may promise something else by now. */
  #nextLook(): number | null {
    const look = this.#room.nextLook()
    const { beginning, status } = this.#room.state
    if (beginning === null || status === 'closed' || status === 'resolved') return look
    const every = this.#settled.last ? LIMITS.policyLook : LIMITS.policyHolds
    const asked = Math.max(this.#lookedAt, this.#room.state.changedAt) + every
    return look === null ? asked : Math.min(look, asked)
  }

  /**
   * Does something by the rules of the desk. Where these have changed since the clocks were last set, both are told, and the new
   * ones are kept only when what follows from them is written.
   */
  async #withRules<Value>(read: Pick<Around, 'transcript' | 'brought'>, work: (around: Around) => Value): Promise<Value> {
    const told = await this.#told()
    const now = Date.now()
    const last = this.#settled.last
    const rules = told ?? last
    const changed = told !== null && last !== null && JSON.stringify(told) !== JSON.stringify(last)
    const around = { ...read, rules: rules && counted(rules, now) }
    if (changed) this.#deliver(this.#room.look(now, { ...around, was: counted(last, now) }), null)
    if (told && (changed || last === null)) this.#settled.keep(told)
    const value = work(around)
    this.#effects.afterCommit()
    return value
  }

  /** [T29] What the desk has settled, asked for now and then; null where it was asked a moment ago or cannot be reached. */
  async #told(): Promise<TicketRules | null> {
    const now = Date.now()
    if (now < this.#lookedAt + LIMITS.policyHolds) return null
    this.#lookedAt = now
    try {
      const desk = this.env.DESK.getByName(THE_ONE)
      const [policy, settings] = await Promise.all([desk.policy(), desk.settings()])
      return policy && settings && rulesOf(policy, settings)
    } catch (fault) {
      log('warn', 'policy-unknown', { ticket: this.#id, fault: faultOf(fault) })
      return null
    }
  }

  /** What a command needs of other objects, read before it is judged: whoever sent it tries again where that fails. */
  async #readFor(commands: Commands): Promise<Pick<Around, 'transcript' | 'brought'>> {
    const opening = commands.find(({ type }) => type === 'open-ticket')
    const absorbing = commands.find(({ type }) => type === 'absorb')
    if (opening?.conversation && !opening.transcript && this.#room.state.beginning === null) {
      const talk = this.env.CONVERSATION.getByName(opening.conversation as ConversationId)
      return { transcript: await talk.transcript() }
    }
    if (absorbing && absorbing.ticket !== this.#id)
      return { brought: (await this.env.TICKET.getByName(absorbing.ticket as TicketId).brings()) as Brought }
    return {}
  }

  /** A wish to become part of another ticket that no answer came to is over as one that was refused; of all else the owner is told. */
  #givenUp(parked: Parked): Effect[] {
    const { n, command, target } = parked
    if (command.type !== 'absorb') return toOwner({ kind: 'ticket', id: this.#id })(parked)
    this.#outbox.unpark(n, 'drop', Date.now())
    const { asker, note } = this.#refusal(command, target.slice('ticket:'.length) as TicketId)
    return [{ target: { kind: 'ticket', id: asker }, command: { ...note, unreached: true } }]
  }

  #refusal(command: Effect['command'], other: TicketId): { asker: TicketId; note: Effect['command'] } {
    const id = derivedCommandId(command.id, 'no')
    const asker = command.ticket as TicketId
    return { asker, note: { id, type: 'note-merge-refused', into: asker === this.#id ? other : this.#id } }
  }

  /** A wish to become part of another ticket that is refused is over, here or where it came from. */
  #refused({ target, command }: Effect): void {
    if (command.type !== 'absorb') return
    const { asker, note } = this.#refusal(command, target.id as TicketId)
    if (asker !== this.#id) return this.#outbox.append([{ target: { kind: 'ticket', id: asker }, command: note }], Date.now())
    const rules = this.#settled.last
    const around = { rules: rules && counted(rules, Date.now()) }
    this.#deliver(this.#room.take({ kind: 'system', id: this.#id }, [note], Date.now(), around).deliveries, null)
  }

  /** Seats that follow hear of it; the answers to the one that asks go back by hand. */
  #deliver(deliveries: readonly Delivery[], asker: SeatId | null): void {
    for (const { to, frame } of deliveries) if (to !== 'sender' && to !== asker) this.#tellerOf(to).tell(to, frame)
  }

  #tellerOf(seat: SeatId): Teller {
    const known = this.#tellers.get(seat)
    if (known) return known
    const teller = new Teller(this.ctx, (to, frames) => this.env.SEAT.getByName(to).deliver(frames))
    this.#tellers.set(seat, teller)
    return teller
  }
}
