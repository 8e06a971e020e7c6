import { DurableObject } from 'cloudflare:workers'
import { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { CustomerInfo } from '../../shared/protocol/http.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Env } from '../env.ts'
import { type Migration, migrate } from '../platform/migrations.ts'
import { fingerprint } from '../platform/passwords.ts'
import { durableSql, type Sql } from '../platform/sql.ts'

const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE proof (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL)',
    'CREATE TABLE conversations (id TEXT PRIMARY KEY, opened_at INTEGER NOT NULL) WITHOUT ROWID',
  ],
]

const NoteConversation = v.strictObject({
  id: CommandId,
  type: v.literal('note-conversation'),
  conversation: ConversationId,
  at: v.number(),
})

/** One customer: the proof of who they are, and which conversations are theirs. */
export class CustomerObject extends DurableObject<Env> {
  readonly #sql: Sql

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
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

  /** From a conversation's outbox. Its primary key makes a repeat harmless without a receipt. */
  async take(actor: Actor, commands: unknown[]): Promise<Receipt[]> {
    return commands.map((raw): Receipt => {
      const command = parse(NoteConversation, raw)
      const id = (raw as { id: CommandId }).id
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
