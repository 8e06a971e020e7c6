import { DAY, type Millis } from '../../shared/base/clock.ts'
import { digest } from '../../shared/base/digest.ts'
import { CommandId } from '../../shared/base/ids.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { GAP_DAYS, Gap, MOST_GAPS } from '../../shared/knowledge/gap.ts'
import type { Language } from '../../shared/language/language.ts'
import type { KeptGap, SetAside } from '../../shared/protocol/knowledge.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Sql } from '../platform/sql.ts'

const NoteGap = v.strictObject({ id: CommandId, type: v.literal('note-gap'), gap: Gap })

const dayOf = (at: Millis): string => new Date(at).toISOString().slice(0, 10)

/** [K24] Questions that the knowledge base did not answer: for a time, so many of each language, and nobody's. */
export class Gaps {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** From a conversation's outbox, at least once; the key makes it exact. What is kept of the id leads nobody to its conversation. */
  take(actor: Actor, raw: { id: CommandId }, now: Millis): Receipt {
    const command = parse(NoteGap, raw)
    if (!command.ok || actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
    const { id, gap } = command.value
    const { language, day, ...body } = gap
    this.#sql.transaction(() => {
      this.#sql.run(
        'INSERT INTO gaps (key, language, day, body) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING',
        digest(id),
        language,
        day,
        JSON.stringify(body),
      )
      this.forget(now)
      this.#sql.run(
        'DELETE FROM gaps WHERE n IN (SELECT n FROM gaps WHERE language = ? ORDER BY day DESC, n DESC LIMIT -1 OFFSET ?)',
        language,
        MOST_GAPS,
      )
    })
    return { id, answer: { ok: true, seq: 0 } }
  }

  /** Drops what is older than it may be. */
  forget(now: Millis): void {
    this.#sql.run('DELETE FROM gaps WHERE day < ?', dayOf(now - GAP_DAYS * DAY))
  }

  /** When the oldest gap has been kept long enough; null where there is none. */
  nextEnd(): Millis | null {
    const [row] = this.#sql.run<{ day: string | null }>('SELECT MIN(day) AS day FROM gaps')
    return row?.day ? Date.parse(row.day) + (GAP_DAYS + 1) * DAY : null
  }

  /** The latest first. */
  list(language: Language): KeptGap[] {
    return this.#sql
      .run<{ n: number; day: string; aside: number; body: string }>(
        'SELECT n, day, aside, body FROM gaps WHERE language = ? ORDER BY day DESC, n DESC',
        language,
      )
      .map(({ n, day, aside, body }) => ({
        ...(JSON.parse(body) as Omit<KeptGap, 'id' | 'day' | 'aside'>),
        id: n,
        day,
        aside: aside === 1,
      }))
  }

  setAside(language: Language, { ids, aside }: SetAside): void {
    this.#sql.run(
      'UPDATE gaps SET aside = ? WHERE language = ? AND n IN (SELECT value FROM json_each(?))',
      aside ? 1 : 0,
      language,
      JSON.stringify(ids),
    )
  }
}
