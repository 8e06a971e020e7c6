import { DurableObject } from 'cloudflare:workers'
import type { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { CustomerInfo } from '../../shared/protocol/http.ts'
import type { SubscribeBody } from '../../shared/protocol/push-notice.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Standing, Tier } from '../../shared/triage/customer.ts'
import type { Env } from '../env.ts'
import { objectOf } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { migrate } from '../platform/migrations.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { fingerprint } from '../platform/passwords.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Notices, type Whose } from '../push/notices.ts'
import { pushing } from '../push/pushing.ts'
import { MIGRATIONS } from './migrations.ts'
import { CustomerStanding } from './standing.ts'

/** Of so many conversations, the latest, one may wait in a line. */
const MAY_WAIT = 5

/** One customer: the proof of who they are, which conversations are theirs, and which devices are told of what happens. */
export class CustomerObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #notices: Notices
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #standing: CustomerStanding

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#standing = new CustomerStanding(this.#sql)
    const outbox = new Outbox(this.#sql, platformRandom)
    this.#notices = new Notices(this.#sql, outbox)
    this.#outbox = outbox
    const toObjects = performer((target) => objectOf(env, target), { kind: 'system', id: 'desk' })
    this.#effects = new Effects(ctx, outbox, pushing(env, this.#notices, toObjects))
  }

  override async alarm(): Promise<void> {
    await this.#effects.ring()
  }

  async subscribe(body: SubscribeBody, whose: Whose): Promise<void> {
    await this.#notices.put(body, whose, Date.now())
  }

  async unsubscribe(endpoint: string): Promise<void> {
    await this.#notices.drop(endpoint)
  }

  /** Remembers the first secret and afterwards knows only that one, so that a repeat after a lost answer is harmless. */
  async prove(secret: string): Promise<boolean> {
    const print = await fingerprint(secret)
    const [known] = this.#sql.run<{ fingerprint: string }>('SELECT fingerprint FROM proof WHERE id = 1')
    if (!known) this.#sql.run('INSERT INTO proof (id, fingerprint) VALUES (1, ?)', print)
    return !known || known.fingerprint === print
  }

  async info(): Promise<CustomerInfo> {
    const rows = this.#sql.run<{ id: ConversationId; opened_at: number }>(
      'SELECT id, opened_at FROM conversations ORDER BY opened_at DESC LIMIT 200',
    )
    return { conversations: rows.map((row) => ({ id: row.id, openedAt: row.opened_at })) }
  }

  /** For a conversation that is weighed. */
  async standing(except: ConversationId): Promise<Standing> {
    return this.#standing.of(except, Date.now())
  }

  /** Null where nobody ever proved to be this customer. */
  async tier(): Promise<Tier | null> {
    const [known] = this.#sql.run<{ id: number }>('SELECT id FROM proof WHERE id = 1')
    return known ? this.#standing.tier() : null
  }

  /** From the outboxes of conversations and tickets. What is noted is exact without receipts. */
  async take(actor: Actor, commands: { id: CommandId; type: string }[]): Promise<Receipt[]> {
    if (commands.every(({ type }) => type === 'notify')) {
      const receipts = this.#notices.take(actor, commands, Date.now())
      this.#effects.afterCommit()
      return receipts
    }
    const receipts = this.#sql.transaction(() => {
      const before = this.#standing.tier()
      const taken = commands.map((raw) => this.#standing.take(actor, raw))
      if (this.#standing.tier() !== before) this.#outbox.append(this.#weighAnew(), Date.now())
      return taken
    })
    this.#effects.afterCommit()
    return receipts
  }

  /** [R20] A customer who waits stands otherwise than when they began to. */
  #weighAnew(): Effect[] {
    const rows = this.#sql.run<{ id: ConversationId }>('SELECT id FROM conversations ORDER BY opened_at DESC LIMIT ?', MAY_WAIT)
    return rows.map(({ id }) => ({
      target: { kind: 'conversation', id },
      command: { id: newCommandId(platformRandom), type: 'weigh-anew' },
    }))
  }
}
