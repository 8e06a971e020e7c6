import type { Migration } from '../platform/migrations.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  [
    // Readings that staff corrected, masked, until somebody has looked at them; models that the desk reads with instead of ours.
    `CREATE TABLE corrections (
       id TEXT NOT NULL, at INTEGER NOT NULL, seat TEXT NOT NULL, message TEXT NOT NULL, body TEXT NOT NULL,
       state TEXT NOT NULL DEFAULT 'new', PRIMARY KEY (seat, message)) WITHOUT ROWID`,
    'CREATE INDEX corrections_by_time ON corrections (at)',
    'CREATE TABLE intents (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID',
    'CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL)',
    'CREATE TABLE models (kind TEXT PRIMARY KEY, revision TEXT NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL)',
  ],
  [
    'CREATE TABLE verdicts (conversation TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID',
    'CREATE INDEX verdicts_by_time ON verdicts (at)',
  ],
]
