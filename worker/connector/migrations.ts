import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  OUTBOX_TABLE,
  [
    // Every action that was asked for, once: an id that is known is never acted on again.
    `CREATE TABLE calls (
       id TEXT PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, route TEXT NOT NULL,
       outcome TEXT, fault TEXT, took INTEGER) WITHOUT ROWID`,
    'CREATE INDEX calls_by_time ON calls (at)',
  ],
]
