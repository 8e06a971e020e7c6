import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE settings (id INTEGER PRIMARY KEY, body TEXT NOT NULL)',
    'CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
    `CREATE TABLE staff (
       id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, capacity INTEGER NOT NULL,
       disabled INTEGER NOT NULL DEFAULT 0, password TEXT, created_at INTEGER NOT NULL)`,
    'CREATE TABLE invitations (fingerprint TEXT PRIMARY KEY, staff TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE sign_ins (id TEXT PRIMARY KEY, staff TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE tries (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT)',
  ],
  OUTBOX_TABLE,
  [
    `CREATE TABLE parkings (
       origin TEXT NOT NULL, n INTEGER NOT NULL, target TEXT NOT NULL, what TEXT NOT NULL, tries INTEGER NOT NULL,
       error TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (origin, n)) WITHOUT ROWID`,
  ],
  ['CREATE TABLE policy (id INTEGER PRIMARY KEY, body TEXT NOT NULL)', 'ALTER TABLE staff ADD COLUMN duty TEXT'],
]
