import { type Infer, v } from '../base/schema.ts'
import { ArticleId, Audience, Day, Validity } from './article.ts'

/** The id of a document or a table: short enough for the ids of its parts to be those of articles. */
export const PaperId = v.pipe(ArticleId, v.maxLength(40))

const title = v.pipe(v.string(), v.minLength(1), v.maxLength(120))

/** What documents and tables have in common: what they are called, where they are from, how long they are true, for whom. */
export const PAPER = {
  id: PaperId,
  title,
  source: v.strictObject({
    title,
    section: v.optional(v.pipe(v.string(), v.maxLength(120))),
    url: v.optional(v.pipe(v.string(), v.maxLength(500), v.regex(/^https?:\/\/\S+$/))),
  }),
  /** The day on which it was last checked, ISO 8601. */
  updated: Day,
  valid: v.optional(Validity),
  audience: v.optional(Audience),
  /** Who answers for it in the desk, in the desk's own words. */
  owner: v.optional(v.pipe(v.string(), v.maxLength(60))),
}

/** A part of a document that is read, found and cited on its own. */
export const Passage = v.strictObject({
  heading: v.pipe(v.string(), v.maxLength(120)),
  /** Markdown of a small kind, as in answers. */
  text: v.pipe(v.string(), v.maxLength(2000)),
})
export type Passage = Infer<typeof Passage>

export const MOST_PASSAGES = 200

/** A text of the business in its passages: terms, a guide, a handbook. */
export const Document = v.strictObject({ ...PAPER, passages: v.pipe(v.array(Passage), v.minLength(1), v.maxLength(MOST_PASSAGES)) })
export type Document = Infer<typeof Document>
export const Documents = v.pipe(v.array(Document), v.maxLength(500))
