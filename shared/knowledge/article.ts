import { type Infer, v } from '../base/schema.ts'

/** The id of an article inside its desk: lower-case words with hyphens. */
export const ArticleId = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.maxLength(64))

/** One piece of knowledge: a question, other ways to ask it, the answer, and where the answer is from. */
export const Article = v.strictObject({
  id: ArticleId,
  category: v.pipe(v.string(), v.minLength(1), v.maxLength(24)),
  question: v.pipe(v.string(), v.minLength(2), v.maxLength(120)),
  phrasings: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(160))), v.maxLength(40)),
  /** Markdown of a small kind: paragraphs, lists, bold. */
  answer: v.pipe(v.string(), v.minLength(2), v.maxLength(4000)),
  source: v.strictObject({ title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)), section: v.pipe(v.string(), v.maxLength(120)) }),
  /** The day on which the answer was last checked, ISO 8601. */
  updated: v.pipe(v.string(), v.isoDate()),
  related: v.pipe(v.array(ArticleId), v.maxLength(8)),
})
export type Article = Infer<typeof Article>

export const Articles = v.pipe(v.array(Article), v.minLength(1), v.maxLength(5000))
