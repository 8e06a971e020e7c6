import { LEDGER_TABLES } from '../platform/ledger.ts'
import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  LEDGER_TABLES,
  OUTBOX_TABLE,
  ['CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID'],
]
