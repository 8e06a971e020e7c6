import { DurableObject } from 'cloudflare:workers'
import type { SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { ConnectorState, OrderRow, SetRoute, Tested } from '../../shared/protocol/connector.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { type Env, THE_ONE } from '../env.ts'
import { objectOf, toOwner } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { migrate } from '../platform/migrations.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Act, Acting, OUTSIDE } from './acting.ts'
import { MIGRATIONS } from './migrations.ts'

/** Characters of an answer that the owner is shown after a test. */
const SHOWN = 300

/** Asks the desk's own systems on behalf of conversations. There is one. */
export class ConnectorObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #acting: Acting

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#outbox = new Outbox(this.#sql, platformRandom, toOwner({ kind: 'connector', id: THE_ONE }))
    this.#acting = new Acting(this.#sql, this.#outbox)
    const toObjects = performer((target) => objectOf(env, target), { kind: 'system', id: 'connector' })
    this.#effects = new Effects(ctx, this.#outbox, async (effect) => {
      if (effect.target.kind !== OUTSIDE) return toObjects(effect)
      await this.#acting.call(effect.command as unknown as Act, await this.#deskName(), () => Date.now())
    })
  }

  override async alarm(): Promise<void> {
    await this.#effects.ring()
  }

  /** From conversations' outboxes: the action's id is the command's, so that it is done once however often it is asked. */
  async take(actor: Actor, commands: Effect['command'][]): Promise<Receipt[]> {
    const receipts = this.#sql.transaction(() => commands.map((raw) => this.#take(actor, raw)))
    this.#effects.afterCommit()
    return receipts
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#effects.afterCommit()
  }

  /** The actions that somebody here can do. */
  async connected(): Promise<string[]> {
    return Object.keys(this.#acting.settings.routes).filter((action) => this.#acting.routeOf(action) !== 'none')
  }

  async state(): Promise<ConnectorState> {
    const { settings, orders, calls } = this.#acting
    const { table } = orders
    return {
      routes: settings.routes,
      table: table && { rows: table.rows, at: table.at, by: table.by },
      http: { url: settings.url, secretAt: settings.secretAt },
      calls: calls.latest(LIMITS.callsShown),
    }
  }

  async setRoute(by: SeatId, change: SetRoute): Promise<void> {
    this.#note(by, `${change.action} to ${change.route}`)
    this.#acting.settings.setRoute(change)
  }

  /** False where it is no address to send anything to. */
  async setUrl(by: SeatId, url: string): Promise<boolean> {
    this.#note(by, 'address')
    return this.#acting.settings.setUrl(url, this.env.CONNECTOR_LOCAL === '1')
  }

  async renewSecret(by: SeatId): Promise<string> {
    this.#note(by, 'secret')
    return this.#acting.settings.renewSecret(Date.now())
  }

  async tryOut(): Promise<Tested> {
    const begun = Date.now()
    const { status, text, result } = await this.#acting.ping(newCommandId(platformRandom), await this.#deskName(), begun)
    const fault = result.ok ? null : result.fault
    return { ok: result.ok, took: Date.now() - begun, status, fault, answer: text.slice(0, SHOWN).toWellFormed() }
  }

  async layOrders(upload: string, rows: OrderRow[]): Promise<boolean> {
    return this.#acting.orders.lay(upload, rows, Date.now())
  }

  async commitOrders(by: { id: SeatId; name: string }, upload: string, rows: number): Promise<boolean> {
    this.#note(by.id, `table of ${rows}`)
    return this.#acting.orders.commit(upload, rows, by.name, Date.now())
  }

  async dropOrders(by: SeatId): Promise<void> {
    this.#note(by, 'no table')
    this.#acting.orders.drop()
  }

  #take(actor: Actor, raw: Effect['command']): Receipt {
    const act = parse(Act, raw)
    if (!act.ok || actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
    this.#acting.take(act.value, Date.now())
    return { id: raw.id, answer: { ok: true, seq: 0 } }
  }

  async #deskName(): Promise<string> {
    return (await this.env.DESK.getByName(THE_ONE).settings())?.name ?? ''
  }

  #note(by: SeatId, what: string): void {
    this.#sql.run('INSERT INTO audit (at, who, what) VALUES (?, ?, ?)', Date.now(), by, what)
  }
}
