import type { TicketId } from '../../shared/base/ids.ts'
import { buildIndex, search } from '../../shared/knowledge/index.ts'
import { mask } from '../../shared/language/mask.ts'
import type { FoundCase } from '../../shared/protocol/register.ts'
import type { TicketCase } from '../../shared/protocol/tickets.ts'
import type { Sql } from '../platform/sql.ts'
import { EVERYTHING, type Viewer } from './tickets.ts'
import { anyOf, wordsOf } from './words.ts'

type Row = { n: number; body: string }

/** [T42] Agents are told of what was a ticket of their lines, or theirs: `?1` is the viewer as JSON. */
const MAY_SEE = (column: string) => `(?1 ->> '$.seesAll' OR json_array_length(?1, '$.lines') = 0
  OR ${column}.body ->> '$.line' IN (SELECT value FROM json_each(?1, '$.lines'))
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.ticket = ${column}.ticket AND tickets.owner = ?1 ->> '$.seat'))`

/** How like a case must be to be told as similar, and how many are told. */
const LIKE = 0.2
const MOST = 5
/** So many that share words are weighed. */
const WEIGHED = 40

/** [T42] What closed tickets left behind: problem and solution without personal data, each tied to those like it. */
export class Cases {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Keeps a case, in the place of what the ticket left when it was closed before. Gives it as it is kept. */
  keep(told: TicketCase): TicketCase {
    const kept = { ...told, title: mask(told.title), problem: mask(told.problem), solution: mask(told.solution) }
    const [row] = this.#sql.run<{ n: number }>(
      `INSERT INTO cases (ticket, closed_at, language, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (ticket) DO UPDATE SET closed_at = excluded.closed_at, language = excluded.language, body = excluded.body
       RETURNING n`,
      kept.ticket,
      kept.closedAt,
      kept.language,
      JSON.stringify(kept),
    )
    if (!row) throw new Error('a case was not kept')
    this.#sql.run('DELETE FROM case_words WHERE rowid = ?', row.n)
    this.#sql.run('INSERT INTO case_words (rowid, words) VALUES (?, ?)', row.n, wordsOf(kept.title, kept.problem))
    this.#sql.run('DELETE FROM links WHERE one = ?1 OR other = ?1', row.n)
    for (const { n, score } of this.#like(kept, row.n))
      this.#sql.run('INSERT INTO links (one, other, score) VALUES (?1, ?2, ?3), (?2, ?1, ?3)', row.n, n, score)
    return kept
  }

  get(viewer: Viewer, ticket: TicketId): TicketCase | null {
    const query = `SELECT n, body FROM cases WHERE ticket = ?2 AND ${MAY_SEE('cases')}`
    const [row] = this.#sql.run<Row>(query, JSON.stringify(viewer), ticket)
    return row ? caseOf(row) : null
  }

  /** Cases like a ticket: those that its own is tied to, or, while it is open, those that would be. */
  similar(viewer: Viewer, told: Pick<TicketCase, 'ticket' | 'title' | 'problem'>): FoundCase[] {
    const tied = this.#sql.run<Row & { score: number }>(
      `SELECT other.n, other.body, links.score FROM cases AS own JOIN links ON links.one = own.n JOIN cases AS other ON other.n = links.other
       WHERE own.ticket = ?2 AND ${MAY_SEE('other')} ORDER BY links.score DESC LIMIT ?3`,
      JSON.stringify(viewer),
      told.ticket,
      MOST,
    )
    const found = tied.length > 0 ? tied : this.#like(told, -1, viewer)
    return found.map((row) => ({ ...caseOf(row), score: row.score }))
  }

  /** Cases that fit a question, best first; without one, the latest. */
  find(viewer: Viewer, query: string): FoundCase[] {
    if (query.trim() !== '') return this.#weighed(query, -1, viewer).map((row) => ({ ...caseOf(row), score: row.score }))
    return this.#sql
      .run<Row>(`SELECT n, body FROM cases WHERE ${MAY_SEE('cases')} ORDER BY closed_at DESC LIMIT ?2`, JSON.stringify(viewer), WEIGHED)
      .map((row) => ({ ...caseOf(row), score: 0 }))
  }

  #like(
    { ticket, title, problem }: Pick<TicketCase, 'ticket' | 'title' | 'problem'>,
    self: number,
    viewer: Viewer = EVERYTHING,
  ): (Row & { score: number })[] {
    const found = this.#weighed(mask(`${title}\n${problem}`), self, viewer)
    return found.filter((row) => row.score >= LIKE && caseOf(row).ticket !== ticket).slice(0, MOST)
  }

  /** Those that share words are found by the database, and weighed as articles are, against each other. */
  #weighed(question: string, self: number, viewer: Viewer): (Row & { score: number })[] {
    const words = anyOf(question)
    if (words === null) return []
    const rows = this.#sql.run<Row>(
      `SELECT cases.n, cases.body FROM case_words JOIN cases ON cases.n = case_words.rowid
       WHERE case_words MATCH ?2 AND cases.n <> ?3 AND ${MAY_SEE('cases')} ORDER BY bm25(case_words) LIMIT ?4`,
      JSON.stringify(viewer),
      words,
      self,
      WEIGHED,
    )
    const index = buildIndex(rows.map(articleOf))
    return search(index, question, WEIGHED).flatMap(({ article, score }) => {
      const row = rows[Number(article.id)]
      return row ? [{ ...row, score: Math.round(score * 100) / 100 }] : []
    })
  }
}

const caseOf = ({ body }: Row): TicketCase => JSON.parse(body) as TicketCase

/** A case in the shape that is searched: what was wrong is how it is asked for. */
function articleOf(row: Row, at: number) {
  const { title, problem, solution } = caseOf(row)
  const source = { title: '', section: '' }
  return { id: String(at), category: '', question: title, phrasings: [problem], answer: solution, source, updated: '', related: [] }
}
