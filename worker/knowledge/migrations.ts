import type { Migration } from '../platform/migrations.ts'

export const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE packs (version TEXT PRIMARY KEY, language TEXT NOT NULL, published_at INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE parts (version TEXT NOT NULL, part INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (version, part)) WITHOUT ROWID',
    'CREATE TABLE current (language TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID',
  ],
  [
    'ALTER TABLE packs ADD COLUMN articles INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE packs ADD COLUMN flows INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE packs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0',
    'CREATE TABLE releases (number INTEGER PRIMARY KEY, language TEXT NOT NULL, version TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, signature TEXT NOT NULL)',
    'CREATE TABLE working (language TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (language, id)) WITHOUT ROWID',
    'CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
    'CREATE TABLE drafts (language TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (language, id)) WITHOUT ROWID',
  ],
  // Drafts were of articles alone, and flows were one fact of each language.
  [
    'CREATE TABLE pieces (language TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (language, kind, id)) WITHOUT ROWID',
    "INSERT INTO pieces SELECT language, 'article', id, place, text FROM working",
    "INSERT INTO pieces SELECT substr(facts.key, 7), 'flow', json_extract(each.value, '$.id'), each.key, each.value FROM facts, json_each(facts.value) AS each WHERE facts.key LIKE 'flows:%'",
    "DELETE FROM facts WHERE key LIKE 'flows:%'",
    'DROP TABLE working',
    'ALTER TABLE drafts RENAME TO article_drafts',
    'CREATE TABLE drafts (language TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (language, kind, id)) WITHOUT ROWID',
    "INSERT INTO drafts SELECT language, 'article', id, json_remove(json_set(text, '$.kind', 'article', '$.piece', json_extract(text, '$.article')), '$.article') FROM article_drafts",
    'DROP TABLE article_drafts',
  ],
  // Packs that members of staff alone may have, and how much there is of documents and tables.
  [
    "ALTER TABLE packs ADD COLUMN audience TEXT NOT NULL DEFAULT 'everyone'",
    'ALTER TABLE packs ADD COLUMN documents INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE packs ADD COLUMN tables INTEGER NOT NULL DEFAULT 0',
    "ALTER TABLE releases ADD COLUMN audience TEXT NOT NULL DEFAULT 'everyone'",
  ],
  [
    // The key tells a repeat; a number of its own names a gap to those who read, so that nothing leads back to a conversation.
    'CREATE TABLE gaps (n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, language TEXT NOT NULL, day TEXT NOT NULL, aside INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL)',
    'CREATE INDEX gaps_by_day ON gaps (day)',
  ],
  // Articles that settled tickets suggest, by the ticket's number.
  [
    `CREATE TABLE proposals (
       number TEXT PRIMARY KEY, language TEXT NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open', body TEXT NOT NULL) WITHOUT ROWID`,
  ],
]
