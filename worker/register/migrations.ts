import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  OUTBOX_TABLE,
  [
    `CREATE TABLE tickets (
       n INTEGER PRIMARY KEY, ticket TEXT NOT NULL UNIQUE, changed_at INTEGER NOT NULL, status TEXT NOT NULL, line TEXT NOT NULL,
       owner TEXT, level TEXT NOT NULL, due INTEGER, told TEXT NOT NULL, body TEXT NOT NULL)`,
    'CREATE INDEX tickets_by_change ON tickets (changed_at)',
    // Words are cut by our own tokeniser and only kept here: a row has the number of its ticket or case.
    'CREATE VIRTUAL TABLE ticket_words USING fts5(words)',
    `CREATE TABLE cases (
       n INTEGER PRIMARY KEY, ticket TEXT NOT NULL UNIQUE, closed_at INTEGER NOT NULL, language TEXT NOT NULL, body TEXT NOT NULL)`,
    'CREATE INDEX cases_by_time ON cases (closed_at)',
    'CREATE VIRTUAL TABLE case_words USING fts5(words)',
    'CREATE TABLE links (one INTEGER NOT NULL, other INTEGER NOT NULL, score REAL NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID',
  ],
]
