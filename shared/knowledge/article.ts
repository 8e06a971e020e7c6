import { type Infer, v } from '../base/schema.ts'

/** The id of an article inside its desk: lower-case words with hyphens. */
export const ArticleId = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.maxLength(64))

/** A day in ISO 8601. */
export const Day = v.pipe(v.string(), v.isoDate())
const intent = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.maxLength(40))

/** Characters of the longest question and way to ask, and how many ways there may be. */
export const QUESTION_MOST = 120
export const PHRASING_MOST = 160
export const PHRASINGS_MOST = 40

/** From and to which day an article is true, both included, in the desk's time zone; null where there is no end to it. */
export const Validity = v.strictObject({ from: v.nullable(Day), until: v.nullable(Day) })
export type Validity = Infer<typeof Validity>

/** Who a piece is shown to: everybody, or members of staff alone. */
export const Audience = v.picklist(['everyone', 'staff'])

/**
 * One piece of knowledge: a question, other ways to ask it, the answer, and where the answer is from. What is optional
 * was not told by packs of the first format; it is never filled in by reading, since a pack is named by its content.
 */
export const Article = v.strictObject({
  id: ArticleId,
  category: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  question: v.pipe(v.string(), v.minLength(2), v.maxLength(QUESTION_MOST)),
  phrasings: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(PHRASING_MOST))), v.maxLength(PHRASINGS_MOST)),
  /** Markdown of a small kind: paragraphs, lists, bold. */
  answer: v.pipe(v.string(), v.minLength(2), v.maxLength(4000)),
  source: v.strictObject({ title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)), section: v.pipe(v.string(), v.maxLength(120)) }),
  /** The day on which the answer was last checked, ISO 8601. */
  updated: Day,
  related: v.pipe(v.array(ArticleId), v.maxLength(8)),
  /** The answer in one or two sentences without marks, for a voice or a small space. */
  spoken: v.optional(v.pipe(v.string(), v.minLength(2), v.maxLength(400))),
  /** Which readings of a message speak for this article. */
  intents: v.optional(v.pipe(v.array(intent), v.maxLength(4))),
  /** Said word for word, or may it be shortened (to what is spoken). */
  wording: v.optional(v.picklist(['verbatim', 'shorten'])),
  /** Shown to everybody, or to members of staff alone. */
  audience: v.optional(Audience),
  valid: v.optional(Validity),
  /** Who answers for it in the desk, in the desk's own words. */
  owner: v.optional(v.pipe(v.string(), v.maxLength(60))),
})
export type Article = Infer<typeof Article>

export const Articles = v.pipe(v.array(Article), v.minLength(1), v.maxLength(5000))
