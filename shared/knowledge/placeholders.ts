import { type Infer, is, v } from '../base/schema.ts'
import { Article } from './article.ts'
import { Flow } from './flow.ts'

/** What a template leaves open since only the business knows it: a name in double braces, `{{return-address}}`. */
export const PlaceholderKey = v.pipe(v.string(), v.regex(/^[a-z]+(-[a-z]+)*$/), v.maxLength(40))

const words = v.strictObject({ 'zh-CN': v.pipe(v.string(), v.maxLength(120)), en: v.pipe(v.string(), v.maxLength(160)) })

/** A placeholder as a template declares it: what the owner is asked, and what stands there when nothing is said. */
export const Placeholder = v.strictObject({
  key: PlaceholderKey,
  name: words,
  /** An example, or where to find it. */
  hint: words,
  /** What is usual, by language; null where nothing can be: the articles that need it are held back until it is told. */
  usual: v.nullable(words),
})
export type Placeholder = Infer<typeof Placeholder>
export const Placeholders = v.array(Placeholder)

/** What a desk says in place of them, by key. */
export const PlaceholderValues = v.record(PlaceholderKey, v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^[^\n{}]*$/)))
export type PlaceholderValues = Infer<typeof PlaceholderValues>

const OPEN = /\{\{([^{}]*)\}\}/g
const TEXTS = ['question', 'answer', 'spoken'] as const

/** The keys that an article leaves open, each once. */
export function openIn(article: Article): string[] {
  const found = TEXTS.flatMap((field) => [...(article[field] ?? '').matchAll(OPEN)].map(([, key = '']) => key.trim()))
  return [...new Set(found)]
}

/** The article with every value in its place, or the keys for which there is none. */
export function fillIn(article: Article, values: PlaceholderValues): { article: Article } | { missing: string[] } {
  const keys = openIn(article)
  const missing = keys.filter((key) => saidFor(values, key) === '')
  if (missing.length > 0) return { missing }
  if (keys.length === 0) return { article }
  const put = (text: string) => filled(text, values)
  const { spoken } = article
  const made = {
    ...article,
    question: put(article.question),
    answer: put(article.answer),
    ...(spoken === undefined ? {} : { spoken: put(spoken) }),
  }
  // A value may be so long that the article no longer is one: then it is as good as missing.
  return is(Article, made) ? { article: made } : { missing: keys }
}

/** A value is words and never a mark: two stars in it would begin bold type. */
const filled = (text: string, values: PlaceholderValues): string =>
  text.replace(OPEN, (_, key: string) => saidFor(values, key.trim()).replaceAll('**', ''))

/** What is said for a key; nothing for what only an object has by birth. */
const saidFor = (values: PlaceholderValues, key: string): string => (Object.hasOwn(values, key) ? (values[key]?.trim() ?? '') : '')

/** The keys that any piece leaves open, each once. */
export function openAnywhere(piece: object): string[] {
  return [...new Set([...JSON.stringify(piece).matchAll(OPEN)].map(([, key = '']) => key.trim()))]
}

/**
 * A piece with every value in its place, wherever in it, or the keys for which there is none: half a sentence is not said,
 * nor half a table.
 */
export function fillWhole<Schema extends v.GenericSchema>(
  schema: Schema,
  piece: Infer<Schema> & object,
  values: PlaceholderValues,
): { piece: Infer<Schema> } | { missing: string[] } {
  const keys = openAnywhere(piece)
  const missing = keys.filter((key) => saidFor(values, key) === '')
  if (missing.length > 0) return { missing }
  if (keys.length === 0) return { piece }
  const fill = (part: unknown): unknown => {
    if (typeof part === 'string') return filled(part, values)
    if (Array.isArray(part)) return part.map(fill)
    if (part !== null && typeof part === 'object')
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, fill(inner)]))
    return part
  }
  const made = fill(piece)
  return is(schema, made) ? { piece: made } : { missing: keys }
}

/** A flow with every value in its place; null where there is none for a key. */
export function fillFlow(flow: Flow, values: PlaceholderValues): Flow | null {
  const made = fillWhole(Flow, flow, values)
  return 'piece' in made ? made.piece : null
}

/** What is usual in a language, for all placeholders that have such a thing, with a desk's own values before it. */
export function valuesFor(placeholders: readonly Placeholder[], language: 'zh-CN' | 'en', own: PlaceholderValues): PlaceholderValues {
  const usual = placeholders.flatMap(({ key, usual }) => (usual ? [[key, usual[language]] as const] : []))
  return { ...Object.fromEntries(usual), ...Object.fromEntries(Object.entries(own).filter(([, value]) => value.trim() !== '')) }
}
