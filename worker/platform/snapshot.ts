import type { Sql } from './sql.ts'

/**
 * Characters in one row of a snapshot. The platform takes rows of 2 MB; a character is up to three bytes of UTF-8, and a pair of two
 * is four.
 */
const PART = 500_000

interface Snapshot {
  state: { seq: number }
  version: number
}

/** The snapshot as it was written last, whatever its version; null where there is none, or it is not whole. */
export function readSnapshot(sql: Sql): { state: unknown; version: number } | null {
  const rows = sql.run<{ state_version: number; state: string }>('SELECT state_version, state FROM snapshot ORDER BY id')
  const [first] = rows
  return first ? { state: JSON.parse(rows.map(({ state }) => state).join('')), version: first.state_version } : null
}

/** Writes a snapshot over the one before, in as many rows as it needs. Call inside the transaction of its events. */
export function writeSnapshot(sql: Sql, { state, version }: Snapshot): void {
  const text = JSON.stringify(state)
  const parts = partsOf(text)
  for (const [index, part] of parts.entries())
    sql.run(
      'INSERT INTO snapshot (id, seq, state_version, state) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, state_version = excluded.state_version, state = excluded.state',
      index + 1,
      state.seq,
      version,
      part,
    )
  sql.run('DELETE FROM snapshot WHERE id > ?', parts.length)
}

/** Never cut within a pair of surrogates: half of one cannot be written as UTF-8. */
function partsOf(text: string): string[] {
  const parts: string[] = []
  for (let from = 0; from < text.length; ) {
    const to = from + PART
    const end = /[\ud800-\udbff]/.test(text.charAt(to - 1)) ? to - 1 : to
    parts.push(text.slice(from, end))
    from = end
  }
  return parts
}
