import { parse } from '../../shared/base/schema.ts'
import { type Delta, deltaBetween, type Pack, PackContent, type PackVersion, packVersion } from '../../shared/knowledge/pack.ts'
import type { Release } from '../../shared/knowledge/release.ts'
import type { Language } from '../../shared/language/language.ts'
import type { ReleaseEntry } from '../../shared/protocol/knowledge.ts'
import type { Sql } from '../platform/sql.ts'

/** Whom a pack is for. */
export type Readers = 'everyone' | 'staff'

/** A row holds at most 2 MB; 400,000 characters stay below it in any script. */
const PART_LENGTH = 400_000

/** Every pack that was ever published, since old answers name them, and the releases that made one or another current. */
export class Shelf {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Lays a content down under its own hash; twice is once, and for everybody where it is once for everybody. Throws on what is not a pack. */
  async lay(content: unknown, now: number, readers: Readers = 'everyone'): Promise<PackVersion> {
    const parsed = parse(PackContent, content)
    if (!parsed.ok) throw new Error(`not a pack: ${parsed.issues}`)
    const version = await packVersion(parsed.value, (bytes) => crypto.subtle.digest('SHA-256', bytes))
    const pack: Pack = { version, ...parsed.value }
    const text = JSON.stringify(pack)
    const bytes = await compressed(text)
    const counts = [pack.articles.length, pack.flows?.length ?? 0, bytes, pack.documents?.length ?? 0, pack.tables?.length ?? 0] as const
    this.#sql.transaction(() => {
      this.#sql.run(
        `INSERT INTO packs (version, language, published_at, articles, flows, bytes, documents, tables, audience)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET audience = CASE WHEN excluded.audience = 'everyone' THEN 'everyone' ELSE packs.audience END`,
        version,
        pack.language,
        now,
        ...counts,
        readers,
      )
      for (let part = 0; part * PART_LENGTH < text.length; part++)
        this.#sql.run(
          'INSERT INTO parts (version, part, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          version,
          part,
          text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
        )
    })
    return version
  }

  /** A pack as its JSON text; null where there is none for these readers. Members of staff may read every pack. */
  read(version: string, readers: Readers): string | null {
    const rows = this.#sql.run<{ text: string }>(
      "SELECT text FROM parts JOIN packs USING (version) WHERE version = ? AND (audience = 'everyone' OR ? = 'staff') ORDER BY part",
      version,
      readers,
    )
    return rows.length > 0 ? rows.map((row) => row.text).join('') : null
  }

  /** What a device that holds one pack lacks of another; null where either is unknown or they are of two languages. */
  delta(from: string, to: string, readers: Readers): Delta | null {
    const [old, next] = [from, to].map((version) => JSON.parse(this.read(version, readers) ?? 'null') as Pack | null)
    return old && next && old.language === next.language ? deltaBetween(old, next) : null
  }

  nextNumber(): number {
    const [row] = this.#sql.run<{ last: number | null }>('SELECT MAX(number) AS last FROM releases')
    return (row?.last ?? 0) + 1
  }

  release({ number, language, version, at, signature, audience }: Release, by: string): void {
    this.#sql.run(
      'INSERT INTO releases (number, language, version, at, by, signature, audience) VALUES (?, ?, ?, ?, ?, ?, ?)',
      number,
      language,
      version,
      at,
      by,
      signature,
      audience ?? 'everyone',
    )
  }

  /** The latest release of each language for some readers. */
  current(readers: Readers): Release[] {
    const rows = this.#sql.run<Omit<Release, 'audience'> & Record<string, unknown>>(
      `SELECT language, version, number, at, signature FROM releases
       WHERE number IN (SELECT MAX(number) FROM releases WHERE audience = ? GROUP BY language) ORDER BY language DESC`,
      readers,
    )
    return rows.map((row) => (readers === 'staff' ? { ...row, audience: 'staff' } : row))
  }

  /** Packs that were current before there were releases. */
  unreleased(): { language: Language; version: PackVersion }[] {
    return this.#sql.run<{ language: Language; version: PackVersion }>(
      'SELECT language, version FROM current WHERE language NOT IN (SELECT language FROM releases)',
    )
  }

  releases(limit: number): ReleaseEntry[] {
    const current = new Set(this.current('everyone').map(({ number }) => number))
    return this.#sql
      .run<Omit<ReleaseEntry, 'current'> & Record<string, unknown>>(
        `SELECT number, releases.language AS language, version, at, by, articles, flows, documents, tables, bytes FROM releases
         JOIN packs USING (version) WHERE releases.audience = 'everyone' ORDER BY number DESC LIMIT ?`,
        limit,
      )
      .map((entry) => ({ ...entry, current: current.has(entry.number) }))
  }

  versionOf(number: number): { language: Language; version: PackVersion } | null {
    const [row] = this.#sql.run<{ language: Language; version: PackVersion }>(
      "SELECT language, version FROM releases WHERE number = ? AND audience = 'everyone'",
      number,
    )
    return row ?? null
  }
}

/** How many bytes a text has as it travels. */
export async function compressed(text: string): Promise<number> {
  const zipped = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  let bytes = 0
  for await (const chunk of zipped) bytes += (chunk as Uint8Array).byteLength
  return bytes
}
