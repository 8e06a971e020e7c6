import { canonical } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { type Article, ArticleId, Articles } from './article.ts'
import { type Flow, Flows } from './flow.ts'

/** A pack is named by its content: 32 hexadecimal digits of the SHA-256 of its canonical JSON. */
export const PackVersion = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/), v.brand('PackVersion'))
export type PackVersion = v.InferOutput<typeof PackVersion>

/** The first format had articles alone. */
export const PackContent = v.strictObject({
  format: v.picklist([1, 2]),
  language: Language,
  articles: Articles,
  flows: v.optional(Flows),
})
export type PackContent = Infer<typeof PackContent>

/** An immutable bundle of articles and flows from which a device can answer. */
export const Pack = v.strictObject({ version: PackVersion, ...PackContent.entries })
export type Pack = Infer<typeof Pack>

/** The platform's SHA-256. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>

/** Computes the name of a content. */
export async function packVersion(content: PackContent, sha256: Sha256): Promise<PackVersion> {
  const { format, language, articles, flows } = content
  const bytes = Uint8Array.from(new TextEncoder().encode(canonical({ format, language, articles, flows })))
  const hash = new Uint8Array(await sha256(bytes))
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('') as PackVersion
}

/** What makes one pack of another: what is new or other, what is gone, and the order of all that is there. */
export const Delta = v.strictObject({
  from: PackVersion,
  to: PackVersion,
  format: PackContent.entries.format,
  language: Language,
  articles: v.array(Articles.item),
  flows: v.optional(Flows),
  order: v.pipe(v.array(ArticleId), v.maxLength(5000)),
})
export type Delta = Infer<typeof Delta>

/** What a device that holds `from` lacks of `to`. Flows are few and small: they go whole. */
export function deltaBetween(from: Pack, to: Pack): Delta {
  const held = new Map(from.articles.map((article) => [article.id, canonical(article)]))
  return {
    from: from.version,
    to: to.version,
    format: to.format,
    language: to.language,
    articles: to.articles.filter((article) => held.get(article.id) !== canonical(article)),
    ...(to.flows ? { flows: to.flows } : {}),
    order: to.articles.map(({ id }) => id),
  }
}

/** The content that a delta makes of the pack it is from; null where it does not fit. Its hash is still to be checked. */
export function applyDelta(from: Pack, delta: Delta): PackContent | null {
  if (delta.from !== from.version) return null
  const known = new Map([...from.articles, ...delta.articles].map((article) => [article.id, article]))
  const articles = delta.order.flatMap((id) => known.get(id) ?? [])
  if (articles.length !== delta.order.length) return null
  return { format: delta.format, language: delta.language, articles, ...(delta.flows ? { flows: delta.flows } : {}) }
}

/** Finds what a turn names, in a given pack. Handed to `decide`, so that a device only names and never words. */
export interface Library {
  article(version: PackVersion, id: string): Article | undefined
  flow(version: PackVersion, id: string): Flow | undefined
}

export const emptyLibrary: Library = { article: () => undefined, flow: () => undefined }
