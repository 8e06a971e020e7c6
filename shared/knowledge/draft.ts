import { canonical, digest } from '../base/digest.ts'
import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { Article, ArticleId } from './article.ts'

/** A change to an article that is not published yet: written, or written and handed to somebody else to look at. */
export const Draft = v.strictObject({
  language: Language,
  id: ArticleId,
  state: v.picklist(['draft', 'review']),
  /** What it is to become; null where it is to be taken out. */
  article: v.nullable(Article),
  /** What it was when the change was begun, as `fingerprintOf` tells; null where there was none. */
  base: v.nullable(v.string()),
  at: v.number(),
  by: v.strictObject({ id: v.string(), name: v.string() }),
})
export type Draft = Infer<typeof Draft>

/** Tells whether an article is still what it was. */
export const fingerprintOf = (article: Article | undefined): string | null => (article ? digest(canonical(article)) : null)

/** What a change does to one field, for reading. */
export interface FieldChange {
  field: (typeof FIELDS)[number]
  before: string
  after: string
}

const FIELDS = [
  'question',
  'phrasings',
  'answer',
  'spoken',
  'category',
  'intents',
  'source',
  'updated',
  'valid',
  'wording',
  'audience',
  'owner',
  'related',
] as const satisfies readonly (keyof Article)[]

/** Field by field, what is other. Lists are compared line by line. */
export function changesOf(before: Article | null, after: Article | null): FieldChange[] {
  return FIELDS.map((field) => ({ field, before: wordsOf(before?.[field]), after: wordsOf(after?.[field]) })).filter(
    (change) => change.before !== change.after,
  )
}

function wordsOf(value: Article[keyof Article]): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.join('\n')
  return Object.values(value)
    .filter((part) => part !== null && part !== '')
    .join(' · ')
}

/** A question that the knowledge is tried with before each publication, and the article that has to answer it. */
export const TestQuestion = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  /** Null where nothing should answer. */
  article: v.nullable(ArticleId),
})
export type TestQuestion = Infer<typeof TestQuestion>
