import { DurableObject } from 'cloudflare:workers'
import { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { CustomerInfo } from '../../shared/protocol/http.ts'
import type { SubscribeBody } from '../../shared/protocol/push-notice.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Env } from '../env.ts'
import { Effects } from '../platform/effects.ts'
import { type Migration, migrate } from '../platform/migrations.ts'
import { type Effect, OUTBOX_TABLE, Outbox } from '../platform/outbox.ts'
import { fingerprint } from '../platform/passwords.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Notices, PUSH_TABLES, type Whose } from '../push/notices.ts'
import { pushing } from '../push/pushing.ts'

const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE proof (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL)',
    'CREATE TABLE conversations (id TEXT PRIMARY KEY, opened_at INTEGER NOT NULL) WITHOUT ROWID',
  ],
  OUTBOX_TABLE,
  PUSH_TABLES,
]

const NoteConversation = v.strictObject({
  id: CommandId,
  type: v.literal('note-conversation'),
  conversation: ConversationId,
  at: v.number(),
})

/** A customer's object tells nobody but devices. */
const nowhere = async ({ target }: Effect): Promise<void> => {
  throw new Error(`a customer has nothing to tell a ${target.kind}`)
}

/** One customer: the proof of who they are, which conversations are theirs, and which devices are told of what happens. */
export class CustomerObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #notices: Notices
  readonly #effects: Effects

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    const outbox = new Outbox(this.#sql, platformRandom)
    this.#notices = new Notices(this.#sql, outbox)
    this.#effects = new Effects(ctx, outbox, pushing(env, this.#notices, nowhere))
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

  /** From the outboxes of conversations and tickets. A primary key makes a repeat harmless without a receipt. */
  async take(actor: Actor, commands: { id: CommandId; type: string }[]): Promise<Receipt[]> {
    if (commands.every(({ type }) => type === 'notify')) {
      const receipts = this.#notices.take(actor, commands, Date.now())
      this.#effects.afterCommit()
      return receipts
    }
    return commands.map((raw): Receipt => {
      const command = parse(NoteConversation, raw)
      const { id } = raw
      if (!command.ok || actor.kind !== 'system') return { id, answer: { ok: false, code: 'not-allowed' } }
      this.#sql.run(
        'INSERT INTO conversations (id, opened_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
        command.value.conversation,
        command.value.at,
      )
      return { id, answer: { ok: true, seq: 0 } }
    })
  }
}
