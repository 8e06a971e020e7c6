import type { Millis } from '../../shared/base/clock.ts'
import type { QueueId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { ticketNumber } from '../../shared/base/ticket-number.ts'
import type { TicketCounts } from '../../shared/protocol/register.ts'
import type { TicketList, TicketSummary, TicketView } from '../../shared/protocol/tickets.ts'
import type { Sql } from '../platform/sql.ts'
import { allOf, wordsOf } from './words.ts'

/** Who looks: their seat and the lines they are there for; null: they may see every ticket. */
export interface Viewer {
  seat: SeatId
  lines: QueueId[]
  seesAll: boolean
}

/** For what is done without anybody looking. */
export const EVERYTHING: Viewer = { seat: '' as SeatId, lines: [], seesAll: true }

export interface Wish {
  view: TicketView
  line: QueueId | null
  query: string
  /** What changed before. */
  before: Millis | null
}

type Row = { changed_at: number; body: string }

/** So many are told at a time. */
const PAGE = 50
/** So many more may have changed in the moment of the last of them. */
const TIES = 150

/** What each list holds. `?1` is the seat, `?2` its lines as JSON, `?3` the time. */
const WHERE: Readonly<Record<TicketView, string>> = {
  mine: "owner = ?1 AND status <> 'closed'",
  watched: "status <> 'closed' AND EXISTS (SELECT 1 FROM json_each(body, '$.watchers') WHERE value = ?1)",
  unassigned: "owner IS NULL AND status NOT IN ('resolved', 'closed')",
  lines: "status <> 'closed' AND (json_array_length(?2) = 0 OR line IN (SELECT value FROM json_each(?2)))",
  overdue: "status NOT IN ('resolved', 'closed') AND (level = 'breached' OR due <= ?3)",
  closed: "status = 'closed'",
  all: '1',
}

/** [T40] Agents see the tickets of their lines, their own and those that they watch. */
const MAY_SEE = `(?4 = 1 OR owner = ?1 OR json_array_length(?2) = 0 OR line IN (SELECT value FROM json_each(?2))
  OR EXISTS (SELECT 1 FROM json_each(body, '$.watchers') WHERE value = ?1))`

/** The tickets of the desk as lists show them: each one's own object tells how it stands. */
export class Tickets {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Keeps what a ticket tells of itself. An older word that comes late, or again, changes nothing. */
  note(summary: TicketSummary): void {
    const { ticket, changedAt, status, line, owner, level, due, title, problem } = summary
    const told = `${title}\n${problem}`
    const [before] = this.#sql.run<{ n: number; changed_at: number; told: string }>(
      'SELECT n, changed_at, told FROM tickets WHERE ticket = ?',
      ticket,
    )
    if (before && before.changed_at > changedAt) return
    const fields = [changedAt, status, line, owner?.id ?? null, level, due, told, JSON.stringify(summary)] as const
    const [row] = this.#sql.run<{ n: number }>(
      `INSERT INTO tickets (ticket, changed_at, status, line, owner, level, due, told, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (ticket) DO UPDATE SET changed_at = excluded.changed_at, status = excluded.status, line = excluded.line,
         owner = excluded.owner, level = excluded.level, due = excluded.due, told = excluded.told, body = excluded.body
       RETURNING n`,
      ticket,
      ...fields,
    )
    if (!row || before?.told === told) return
    this.#sql.run('DELETE FROM ticket_words WHERE rowid = ?', row.n)
    this.#sql.run('INSERT INTO ticket_words (rowid, words) VALUES (?, ?)', row.n, wordsOf(ticketNumber(ticket), title, problem))
  }

  /** [T41] A list, the latest change first; those that changed in one moment are never parted by the end of a page. */
  list({ seat, lines, seesAll }: Viewer, { view, line, query, before }: Wish, now: Millis): TicketList {
    const words = allOf(query)
    if (words === null && query.trim() !== '') return { tickets: [], more: false }
    const rows = this.#sql.run<Row>(
      `SELECT changed_at, body FROM tickets
       WHERE (${WHERE[view]}) AND ${MAY_SEE} AND (?5 IS NULL OR line = ?5) AND (?6 IS NULL OR changed_at < ?6)
         AND ${words === null ? '?7 IS NULL' : 'n IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?7)'}
       ORDER BY changed_at DESC LIMIT ?8`,
      seat,
      JSON.stringify(lines),
      now,
      seesAll ? 1 : 0,
      line,
      before,
      words,
      PAGE + TIES,
    )
    const last = rows[PAGE - 1]?.changed_at
    const shown = last === undefined ? rows : rows.filter(({ changed_at }, at) => at < PAGE || changed_at === last)
    return { tickets: shown.map(({ body }) => JSON.parse(body) as TicketSummary), more: shown.length < rows.length }
  }

  /** So many that are not settled, in the order in which they were first heard of, and where to go on; null: that was all. */
  openAfter(after: number, most: number): { tickets: TicketId[]; next: number | null } {
    const rows = this.#sql.run<{ n: number; ticket: string }>(
      "SELECT n, ticket FROM tickets WHERE n > ? AND status NOT IN ('resolved', 'closed') ORDER BY n LIMIT ?",
      after,
      most,
    )
    return { tickets: rows.map(({ ticket }) => ticket as TicketId), next: rows.length < most ? null : (rows.at(-1)?.n ?? null) }
  }

  /** For somebody who looks, only where they may see it. */
  get(ticket: TicketId, { seat, lines, seesAll }: Viewer = EVERYTHING): TicketSummary | null {
    const query = `SELECT changed_at, body FROM tickets WHERE ticket = ?3 AND ${MAY_SEE}`
    const [row] = this.#sql.run<Row>(query, seat, JSON.stringify(lines), ticket, seesAll ? 1 : 0)
    return row ? (JSON.parse(row.body) as TicketSummary) : null
  }

  /** How many there are of each standing and level, for those who look after all of it. */
  counts(now: Millis): TicketCounts {
    const counted = (column: string, where: string): Record<string, number> =>
      Object.fromEntries(
        this.#sql
          .run<{ name: string; count: number }>(
            `SELECT ${column} AS name, COUNT(*) AS count FROM tickets WHERE ${where} GROUP BY ${column}`,
          )
          .map(({ name, count }) => [name, count]),
      )
    const open = "status NOT IN ('resolved', 'closed')"
    const [late] = this.#sql.run<{ count: number }>(
      `SELECT COUNT(*) AS count FROM tickets WHERE ${open} AND (level = 'breached' OR due <= ?)`,
      now,
    )
    const [free] = this.#sql.run<{ count: number }>(`SELECT COUNT(*) AS count FROM tickets WHERE ${open} AND owner IS NULL`)
    return {
      status: counted('status', '1'),
      level: counted('level', open),
      line: counted('line', open),
      overdue: late?.count ?? 0,
      unassigned: free?.count ?? 0,
    }
  }
}
