import { DurableObject } from 'cloudflare:workers'
import { parse } from '../../shared/base/schema.ts'
import { type Pack, PackContent, type PackVersion, packVersion } from '../../shared/knowledge/pack.ts'
import type { Language } from '../../shared/language/language.ts'
import type { Env } from '../env.ts'
import { type Migration, migrate } from '../platform/migrations.ts'
import { durableSql, type Sql } from '../platform/sql.ts'

const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE packs (version TEXT PRIMARY KEY, language TEXT NOT NULL, published_at INTEGER NOT NULL) WITHOUT ROWID',
    'CREATE TABLE parts (version TEXT NOT NULL, part INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (version, part)) WITHOUT ROWID',
    'CREATE TABLE current (language TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID',
  ],
]

/** A row holds at most 2 MB; 400,000 characters stay below it in any script. */
const PART_LENGTH = 400_000

/** The packs of the desk: every version ever published, since old answers name them, and which one is current. */
export class KnowledgeObject extends DurableObject<Env> {
  readonly #sql: Sql

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
  }

  /** Publishes a content under its own hash and makes it current in its language. Throws on what is not a pack. */
  async publish(content: unknown): Promise<PackVersion> {
    const parsed = parse(PackContent, content)
    if (!parsed.ok) throw new Error(`not a pack: ${parsed.issues}`)
    const version = await packVersion(parsed.value, (bytes) => crypto.subtle.digest('SHA-256', bytes))
    const pack: Pack = { version, ...parsed.value }
    const text = JSON.stringify(pack)
    this.#sql.transaction(() => {
      this.#sql.run(
        'INSERT INTO packs (version, language, published_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        version,
        pack.language,
        Date.now(),
      )
      for (let part = 0; part * PART_LENGTH < text.length; part++)
        this.#sql.run(
          'INSERT INTO parts (version, part, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          version,
          part,
          text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
        )
      this.#sql.run(
        'INSERT INTO current (language, version) VALUES (?, ?) ON CONFLICT (language) DO UPDATE SET version = excluded.version',
        pack.language,
        version,
      )
    })
    return version
  }

  async current(): Promise<{ language: Language; version: PackVersion }[]> {
    return this.#sql.run<{ language: Language; version: PackVersion }>('SELECT language, version FROM current ORDER BY language DESC')
  }

  /** A pack as its JSON text, or null. */
  async read(version: string): Promise<string | null> {
    const rows = this.#sql.run<{ text: string }>('SELECT text FROM parts WHERE version = ? ORDER BY part', version)
    return rows.length > 0 ? rows.map((row) => row.text).join('') : null
  }
}
