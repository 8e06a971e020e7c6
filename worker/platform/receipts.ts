import { canonical, digest } from '../../shared/base/digest.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import type { Answer } from '../../shared/protocol/receipt.ts'
import type { Sql } from './sql.ts'

type RawCommand = { id: CommandId } & Record<string, unknown>
type Row = { command_id: string; digest: string; answer: string }

/**
 * The receipts that one push meets and leaves: read with one statement, or not at all where its commands are taken for
 * new, and written with one, whatever its length. Used inside the transaction of the push; writing one that is there
 * already throws, see `isKnownAlready`.
 */
export class Receipts {
  readonly #sql: Sql
  readonly #known: Map<string, Row>
  readonly #fresh: Row[] = []

  constructor(sql: Sql, commands: readonly RawCommand[] = []) {
    this.#sql = sql
    this.#known = new Map(read(sql, commands).map((row) => [row.command_id, row]))
  }

  /** The answer that a command was given before, or null; the same id with other content is refused. */
  answerTo(command: RawCommand): Answer | null {
    const row = this.#known.get(command.id)
    if (!row) return null
    if (row.digest !== digest(canonical(command))) return { ok: false, code: 'same-id-other-content' }
    return JSON.parse(row.answer) as Answer
  }

  remember(command: RawCommand, answer: Answer): void {
    const row = { command_id: command.id, digest: digest(canonical(command)), answer: JSON.stringify(answer) }
    // An id may come twice in one push.
    this.#known.set(command.id, row)
    this.#fresh.push(row)
  }

  write(): void {
    const [row] = this.#fresh
    if (!row) return
    if (this.#fresh.length === 1) {
      this.#sql.run('INSERT INTO receipts (command_id, digest, answer) VALUES (?, ?, ?)', row.command_id, row.digest, row.answer)
      return
    }
    const rows = this.#fresh.map((fresh) => [fresh.command_id, fresh.digest, fresh.answer])
    this.#sql.run(
      'INSERT INTO receipts (command_id, digest, answer) SELECT value->>0, value->>1, value->>2 FROM json_each(?)',
      JSON.stringify(rows),
    )
  }
}

/** Whether a transaction failed since one of its commands had a receipt. */
export const isKnownAlready = (fault: unknown): boolean => /UNIQUE constraint failed: receipts\.command_id/.test(String(fault))

function read(sql: Sql, commands: readonly RawCommand[]): Row[] {
  const [command] = commands
  if (!command) return []
  if (commands.length === 1) return sql.run<Row>('SELECT command_id, digest, answer FROM receipts WHERE command_id = ?', command.id)
  const ids = JSON.stringify(commands.map(({ id }) => id))
  return sql.run<Row>('SELECT command_id, digest, answer FROM receipts WHERE command_id IN (SELECT value FROM json_each(?))', ids)
}
