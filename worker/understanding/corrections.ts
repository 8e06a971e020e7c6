import { CommandId, SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { CorrectionState, JudgeCorrections, KeptCorrection } from '../../shared/protocol/understanding.ts'
import { Correction } from '../../shared/understanding/correction.ts'
import type { Sql } from '../platform/sql.ts'

const NoteCorrection = v.strictObject({
  id: CommandId,
  type: v.literal('note-correction'),
  seat: SeatId,
  at: v.number(),
  correction: Correction,
})

const COLUMNS = 'SELECT id, at, seat, body, state FROM corrections'
type Row = { id: string; at: number; seat: string; body: string; state: string }

/** Readings that staff corrected, for the owner to look at and to learn from. */
export class Corrections {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /**
   * From a seat's outbox. What a seat says of a message takes the place of what it said of it before, so a repeat is
   * harmless without a receipt; what it says of mood leaves what it said of the intent. The oldest make room.
   */
  take(actor: Actor, raw: { id: CommandId }): Receipt {
    const command = parse(NoteCorrection, raw)
    if (!command.ok || actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
    const { id, at, seat, correction } = command.value
    const [before] = this.#sql.run<Row>(`${COLUMNS} WHERE seat = ? AND message = ?`, seat, correction.message)
    if (before?.id === id) return { id, answer: { ok: true, seq: 0 } }
    const said = before ? (JSON.parse(before.body) as Correction) : null
    const body = { ...correction, intent: correction.intent ?? said?.intent ?? null, mood: correction.mood ?? said?.mood ?? null }
    this.#sql.run(
      `INSERT INTO corrections (id, at, seat, message, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (seat, message) DO UPDATE SET id = excluded.id, at = excluded.at, body = excluded.body, state = 'new'`,
      id,
      at,
      seat,
      correction.message,
      JSON.stringify(body),
    )
    this.#sql.run(
      'DELETE FROM corrections WHERE (seat, message) IN (SELECT seat, message FROM corrections ORDER BY at DESC LIMIT -1 OFFSET ?)',
      LIMITS.corrections,
    )
    return { id, answer: { ok: true, seq: 0 } }
  }

  /** Of one state or of all, what is new first, then the latest. What an older vocabulary named is passed over. */
  list(state: CorrectionState | null, most: number): KeptCorrection[] {
    const rows = this.#sql.run<Row>(
      `${COLUMNS} WHERE (?1 IS NULL OR state = ?1) ORDER BY state = 'new' DESC, at DESC LIMIT ?2`,
      state,
      most,
    )
    return rows.flatMap(({ body, ...row }) => {
      const correction = parse(Correction, JSON.parse(body))
      return correction.ok ? [{ ...row, correction: correction.value } as KeptCorrection] : []
    })
  }

  judge({ ids, state }: JudgeCorrections): void {
    for (const id of ids) this.#sql.run('UPDATE corrections SET state = ? WHERE id = ?', state, id)
  }
}
