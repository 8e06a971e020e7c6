import { DurableObject } from 'cloudflare:workers'
import { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { type Infer, parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { ActionName, ParameterName, UNAVAILABLE } from '../../shared/knowledge/actions.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Env } from '../env.ts'
import { objectOf, toOwner } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { migrate } from '../platform/migrations.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Calls } from './calls.ts'
import { MIGRATIONS } from './migrations.ts'
import { settlingOf } from './settling.ts'

const Act = v.strictObject({
  id: CommandId,
  type: v.literal('act'),
  conversation: ConversationId,
  action: ActionName,
  parameters: v.record(ParameterName, v.string()),
  at: v.number(),
})
type Act = Infer<typeof Act>

/** Asks the desk's own systems on behalf of conversations. There is one. */
export class ConnectorObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #calls: Calls

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#outbox = new Outbox(this.#sql, platformRandom, toOwner({ kind: 'connector', id: 'the' }))
    this.#effects = new Effects(
      ctx,
      this.#outbox,
      performer((target) => objectOf(env, target), { kind: 'system', id: 'connector' }),
    )
    this.#calls = new Calls(this.#sql)
  }

  /** The actions that somebody here can do. */
  async connected(): Promise<string[]> {
    return []
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

  #take(actor: Actor, raw: Effect['command']): Receipt {
    const act = parse(Act, raw)
    if (!act.ok || actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
    if (this.#calls.begin(act.value.id, act.value.action, 'none', Date.now())) this.#settle(act.value, UNAVAILABLE, {}, null)
    return { id: raw.id, answer: { ok: true, seq: 0 } }
  }

  /** Remembers what came of it and tells the conversation, in one transaction with the rest. */
  #settle({ id, conversation }: Act, outcome: string, facts: Record<string, string>, fault: string | null): void {
    const now = Date.now()
    this.#calls.settle(id, outcome, fault, now)
    this.#outbox.append([settlingOf(conversation, id, outcome, facts)], now)
  }
}
