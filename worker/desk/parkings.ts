import { CommandId } from '../../shared/base/ids.ts'
import { parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Parking } from '../../shared/protocol/http.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Effect } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import type { Outcome } from './staff.ts'

const NoteParked = v.strictObject({
  id: CommandId,
  type: v.literal('note-parked'),
  origin: v.string(),
  n: v.number(),
  target: v.string(),
  what: v.string(),
  tries: v.number(),
  error: v.string(),
})

/** What objects gave up, until the owner has looked at it. */
export class Parkings {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** From an object's outbox. The place of the row makes a repeat harmless without a receipt. */
  take(actor: Actor, commands: readonly unknown[], now: number): Receipt[] {
    return commands.map((raw): Receipt => {
      const command = parse(NoteParked, raw)
      const id = (raw as { id: CommandId }).id
      if (!command.ok || actor.kind !== 'system') return { id, answer: { ok: false, code: 'not-allowed' } }
      const { origin, n, target, what, tries, error } = command.value
      this.#sql.run(
        'INSERT INTO parkings (origin, n, target, what, tries, error, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin, n) DO UPDATE SET tries = excluded.tries, error = excluded.error, at = excluded.at',
        origin,
        n,
        target,
        what,
        tries,
        error,
        now,
      )
      return { id, answer: { ok: true, seq: 0 } }
    })
  }

  list(): Parking[] {
    return this.#sql.run<Parking & Record<string, unknown>>(
      'SELECT origin, n, target, what, tries, error, at FROM parkings ORDER BY at DESC LIMIT 100',
    )
  }

  /** Has the object settle it, and only then forgets it: a failure on the way leaves it in the list. */
  async settle(origin: string, n: number, settle: (origin: Effect['target']) => Promise<void>): Promise<Outcome<null>> {
    if (this.#sql.run('SELECT 1 FROM parkings WHERE origin = ? AND n = ?', origin, n).length === 0) return { ok: false, error: 'not-found' }
    const [kind = '', id = ''] = origin.split(':')
    await settle({ kind, id })
    this.#sql.run('DELETE FROM parkings WHERE origin = ? AND n = ?', origin, n)
    return { ok: true, value: null }
  }
}
