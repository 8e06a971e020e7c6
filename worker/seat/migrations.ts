import { LEDGER_TABLES } from '../platform/ledger.ts'
import type { Migration } from '../platform/migrations.ts'
import { OUTBOX_TABLE } from '../platform/outbox.ts'
import { PUSH_TABLES } from '../push/notices.ts'

/** Only ever added to at the end. */
export const MIGRATIONS: readonly Migration[] = [
  LEDGER_TABLES,
  OUTBOX_TABLE,
  // Since when no device is there: the grace goes on while the object sleeps.
  ['CREATE TABLE absence (id INTEGER PRIMARY KEY, since INTEGER NOT NULL)'],
  PUSH_TABLES,
]
