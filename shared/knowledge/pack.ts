import { canonical } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import type { ActionWords } from './action-words.ts'
import { type Article, ArticleId, Articles } from './article.ts'
import { Documents } from './document.ts'
import { type Flow, Flows } from './flow.ts'
import { Tables } from './table.ts'

/** A pack is named by its content: 32 hexadecimal digits of the SHA-256 of its canonical JSON. */
export const PackVersion = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/), v.brand('PackVersion'))
export type PackVersion = v.InferOutput<typeof PackVersion>

/** The first format had articles alone, the second flows beside them; the third is that of packs with documents or tables. */
export const PackContent = v.strictObject({
  format: v.picklist([1, 2, 3]),
  language: Language,
  articles: Articles,
  flows: v.optional(Flows),
  documents: v.optional(Documents),
  tables: v.optional(Tables),
})
export type PackContent = Infer<typeof PackContent>

/** An immutable bundle of articles, flows, documents and tables from which a device can answer. */
export const Pack = v.strictObject({ version: PackVersion, ...PackContent.entries })
export type Pack = Infer<typeof Pack>

/** The platform's SHA-256. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>

/** Computes the name of a content. */
export async function packVersion(content: PackContent, sha256: Sha256): Promise<PackVersion> {
  const { format, language, articles, flows, documents, tables } = content
  const text = canonical({ format, language, articles, flows, documents, tables })
  const bytes = Uint8Array.from(new TextEncoder().encode(text))
  const hash = new Uint8Array(await sha256(bytes))
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('') as PackVersion
}

const orderOf = (most: number) => v.pipe(v.array(ArticleId), v.maxLength(most))

/** What makes one pack of another: what is new or other, what is gone, and the order of all that is there. */
export const Delta = v.strictObject({
  from: PackVersion,
  to: PackVersion,
  format: PackContent.entries.format,
  language: Language,
  articles: v.array(Articles.item),
  flows: v.optional(Flows),
  order: orderOf(5000),
  documents: v.optional(v.strictObject({ other: v.array(Documents.item), order: orderOf(500) })),
  tables: v.optional(v.strictObject({ other: v.array(Tables.item), order: orderOf(200) })),
})
export type Delta = Infer<typeof Delta>

interface Named {
  id: string
}

/** What a device that holds `from` lacks of `to`. Flows are few and small: they go whole. */
export function deltaBetween(from: Pack, to: Pack): Delta {
  const { other: articles, order } = otherIn(from.articles, to.articles)
  return {
    from: from.version,
    to: to.version,
    format: to.format,
    language: to.language,
    articles,
    ...(to.flows ? { flows: to.flows } : {}),
    order,
    ...(to.documents ? { documents: otherIn(from.documents, to.documents) } : {}),
    ...(to.tables ? { tables: otherIn(from.tables, to.tables) } : {}),
  }
}

function otherIn<Piece extends Named>(from: readonly Piece[] = [], to: readonly Piece[]): { other: Piece[]; order: string[] } {
  const held = new Map(from.map((piece) => [piece.id, canonical(piece)]))
  return { other: to.filter((piece) => held.get(piece.id) !== canonical(piece)), order: to.map(({ id }) => id) }
}

/** The content that a delta makes of the pack it is from; null where it does not fit. Its hash is still to be checked. */
export function applyDelta(from: Pack, delta: Delta): PackContent | null {
  if (delta.from !== from.version) return null
  const articles = made(from.articles, { other: delta.articles, order: delta.order })
  const documents = delta.documents && made(from.documents, delta.documents)
  const tables = delta.tables && made(from.tables, delta.tables)
  if (articles === null || documents === null || tables === null) return null
  const { format, language, flows } = delta
  return { format, language, articles, ...(flows ? { flows } : {}), ...(documents ? { documents } : {}), ...(tables ? { tables } : {}) }
}

/** Pieces in their order, out of those that were there and those that are other; null where one of them is neither. */
function made<Piece extends Named>(from: readonly Piece[] = [], { other, order }: { other: Piece[]; order: string[] }): Piece[] | null {
  const known = new Map([...from, ...other].map((piece) => [piece.id, piece]))
  const pieces = order.flatMap((id) => known.get(id) ?? [])
  return pieces.length === order.length ? pieces : null
}

/** Finds what a turn names, in a given pack. Handed to `decide`, so that a device only names and never words. */
export interface Library {
  /** An article, a passage of a document or a row of a table, by its id (`expand`). */
  article(version: PackVersion, id: string): Article | undefined
  flow(version: PackVersion, id: string): Flow | undefined
  /** What actions are called and what they bring. A device goes without: the room alone says what came back. */
  actions?: ActionWords
}

export const emptyLibrary: Library = { article: () => undefined, flow: () => undefined }
