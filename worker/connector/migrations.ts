import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  OUTBOX_TABLE,
  [
    // Every action that was asked for, once: an id that is known is never acted on again.
    `CREATE TABLE calls (
       id TEXT PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, route TEXT NOT NULL,
       outcome TEXT, fault TEXT, took INTEGER, tries INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
    'CREATE INDEX calls_by_time ON calls (at)',
    'CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
    // A table that is being sent lies beside the one that is asked, under a name of its own.
    `CREATE TABLE orders (
       upload TEXT NOT NULL, number TEXT NOT NULL, tail TEXT NOT NULL, body TEXT NOT NULL,
       PRIMARY KEY (upload, number)) WITHOUT ROWID`,
    'CREATE TABLE uploads (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE proofs (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL)',
  ],
]
