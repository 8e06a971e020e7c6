import { CommandId } from '../../shared/base/ids.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { MOST_PROPOSALS, Proposal } from '../../shared/knowledge/proposal.ts'
import type { Language } from '../../shared/language/language.ts'
import type { KeptProposal, SettleProposal } from '../../shared/protocol/knowledge.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Sql } from '../platform/sql.ts'

const ProposeArticle = v.strictObject({ id: CommandId, type: v.literal('propose-article'), proposal: Proposal })

/** [K41] Articles that settled tickets suggest, until somebody has taken or dropped them. */
export class Proposals {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** From the register's outbox. Its ticket is the key: told again it is the same, and with another solution it is open again. */
  take(actor: Actor, raw: { id: CommandId }): Receipt {
    const command = parse(ProposeArticle, raw)
    if (!command.ok || actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
    const { id, proposal } = command.value
    const { number, language, day, ...body } = proposal
    this.#sql.transaction(() => {
      this.#sql.run(
        `INSERT INTO proposals (number, language, day, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (number) DO UPDATE SET language = excluded.language, day = excluded.day, body = excluded.body, state = 'open'
         WHERE body <> excluded.body`,
        number,
        language,
        day,
        JSON.stringify(body),
      )
      this.#sql.run(
        `DELETE FROM proposals WHERE number IN
           (SELECT number FROM proposals WHERE language = ? ORDER BY state = 'open' DESC, day DESC LIMIT -1 OFFSET ?)`,
        language,
        MOST_PROPOSALS,
      )
    })
    return { id, answer: { ok: true, seq: 0 } }
  }

  /** What is open first, then the latest. */
  list(language: Language): KeptProposal[] {
    return this.#sql
      .run<{ number: string; day: string; state: string; body: string }>(
        "SELECT number, day, state, body FROM proposals WHERE language = ? ORDER BY state = 'open' DESC, day DESC, number",
        language,
      )
      .map(({ body, ...row }) => ({ ...JSON.parse(body), ...row }) as KeptProposal)
  }

  settle(language: Language, { number, state }: SettleProposal): void {
    this.#sql.run('UPDATE proposals SET state = ? WHERE language = ? AND number = ?', state, language, number)
  }
}
