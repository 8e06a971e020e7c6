import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'
import { PUSH_TABLES } from '../push/notices.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE proof (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL)',
    'CREATE TABLE conversations (id TEXT PRIMARY KEY, opened_at INTEGER NOT NULL) WITHOUT ROWID',
  ],
  OUTBOX_TABLE,
  PUSH_TABLES,
  [
    'CREATE TABLE standing (id INTEGER PRIMARY KEY, tier TEXT NOT NULL)',
    // Who served a conversation last and how it was rated; and the tickets that are open.
    'ALTER TABLE conversations ADD COLUMN seat TEXT',
    'ALTER TABLE conversations ADD COLUMN served_at INTEGER',
    'ALTER TABLE conversations ADD COLUMN score INTEGER',
    'ALTER TABLE conversations ADD COLUMN rated_at INTEGER',
    'CREATE TABLE tickets (id TEXT PRIMARY KEY, open INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID',
  ],
]
