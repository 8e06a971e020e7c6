import { canonical } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { type Article, Articles } from './article.ts'

/** A pack is named by its content: 32 hexadecimal digits of the SHA-256 of its canonical JSON. */
export const PackVersion = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/), v.brand('PackVersion'))
export type PackVersion = v.InferOutput<typeof PackVersion>

export const PackContent = v.strictObject({ format: v.literal(1), language: Language, articles: Articles })
export type PackContent = Infer<typeof PackContent>

/** An immutable bundle of articles from which a device can answer. */
export const Pack = v.strictObject({ version: PackVersion, ...PackContent.entries })
export type Pack = Infer<typeof Pack>

/** Computes the name of a content. `sha256` is the platform's. */
export async function packVersion(
  content: PackContent,
  sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>,
): Promise<PackVersion> {
  const { format, language, articles } = content
  const bytes = Uint8Array.from(new TextEncoder().encode(canonical({ format, language, articles })))
  const hash = new Uint8Array(await sha256(bytes))
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('') as PackVersion
}

/** Finds the words of an article by its name, in a given pack. Handed to `decide`, so that a device only names them. */
export type Library = (version: PackVersion, articleId: string) => Article | undefined

export const emptyLibrary: Library = () => undefined
