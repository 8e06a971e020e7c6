import { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Kept } from '../../shared/desk/weighing.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { VERDICTS_KEPT } from '../../shared/protocol/triage.ts'
import { Verdict } from '../../shared/triage/verdict.ts'
import type { Sql } from '../platform/sql.ts'

const NoteVerdict = v.strictObject({
  id: CommandId,
  type: v.literal('note-verdict'),
  conversation: ConversationId,
  at: v.number(),
  verdict: Verdict,
})

type Row = { conversation: string; at: number; body: string }

/** [R15] What the rules said of the latest conversations, for rules to be tried on before they go live. Holds no words. */
export class Verdicts {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** From a conversation's outbox. Of each only the last is kept, so that a repeat is harmless; the oldest make room. */
  take(actor: Actor, raw: { id: CommandId }): Receipt {
    const command = parse(NoteVerdict, raw)
    if (!command.ok || actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
    const { id, conversation, at, verdict } = command.value
    this.#sql.run(
      `INSERT INTO verdicts (conversation, at, body) VALUES (?, ?, ?)
       ON CONFLICT (conversation) DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at >= at`,
      conversation,
      at,
      JSON.stringify(verdict),
    )
    this.#sql.run(
      'DELETE FROM verdicts WHERE conversation IN (SELECT conversation FROM verdicts ORDER BY at DESC LIMIT -1 OFFSET ?)',
      VERDICTS_KEPT,
    )
    return { id, answer: { ok: true, seq: 0 } }
  }

  /** The latest, newest first. What an older version kept in another shape is passed over. */
  last(most: number): Kept[] {
    const rows = this.#sql.run<Row>('SELECT conversation, at, body FROM verdicts ORDER BY at DESC LIMIT ?', most)
    return rows.flatMap(({ body, ...row }) => {
      const verdict = parse(Verdict, JSON.parse(body))
      return verdict.ok ? [{ ...row, verdict: verdict.value }] : []
    })
  }
}
