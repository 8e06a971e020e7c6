import { type Infer, v } from '../base/schema.ts'
import { Language } from '../language/language.ts'
import { mask } from '../language/mask.ts'
import { cleanText } from '../language/normalise.ts'
import { ArticleId, PHRASING_MOST } from './article.ts'
import { PackVersion } from './pack.ts'

/** Why a question is one that the knowledge base did not answer: nothing was known, or what was said did not help. */
export const GAP_REASONS = ['unknown', 'unhelpful'] as const
export const GapReason = v.picklist(GAP_REASONS)
export type GapReason = v.InferOutput<typeof GapReason>

/** A question that the knowledge base did not answer. Nothing in it tells who asked. */
export const Gap = v.strictObject({
  /** As `gapText` made it. */
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(PHRASING_MOST)),
  language: Language,
  why: GapReason,
  /** The article that did not help; null where none was given as the answer. */
  article: v.nullable(ArticleId),
  /** The digest of what it said: it is another answer when this is another. */
  said: v.nullable(v.pipe(v.string(), v.maxLength(20))),
  /** The pack that was answered from; null where nothing was. */
  pack: v.nullable(PackVersion),
  /** ISO 8601. The hour would tell more than is needed. */
  day: v.pipe(v.string(), v.isoDate()),
})
export type Gap = Infer<typeof Gap>

/** Days for which a gap is kept, and how many of one language; the oldest make room. */
export const GAP_DAYS = 90
export const MOST_GAPS = 5000

/** Numbers of orders, parcels and contracts are no personal data to those who serve, but they lead to a person. */
const NUMBERS = /[a-z]{0,6}-?\p{Nd}(?:[ -]?\p{Nd}){5,}[a-z]{0,2}|(?<![a-z\d-])(?=(?:[a-z-]*\d){4})[a-z\d-]{8,}/giu
/** What a mask leaves to those who serve: the last digits. */
const LAST_DIGITS = /\*{3}\d{1,4}/g
const STARS = '***'
/** What a text has to say at least, see `saysEnough`: 怎么退 and "no refund" do, 好的 and "ok" do not. */
const LEAST = 3

/** A text without what leads to whoever it is of, the last digits and the numbers of orders included. */
export const withoutTraces = (text: string): string => mask(cleanText(text)).replace(LAST_DIGITS, STARS).replace(NUMBERS, STARS)

/** A question as it may be kept: without what tells who asked, on one line, no longer than a phrasing. Null where too little is left. */
export function gapText(text: string): string | null {
  const line = withoutTraces(text).replace(/\s+/g, ' ').trim()
  // Half a character at the cut is none.
  const cut = line.slice(0, PHRASING_MOST).replace(/[\ud800-\udbff]$/, '')
  return saysEnough(cut) ? cut : null
}

/** A Latin word says about as much as two Chinese characters; what is said again says nothing more. */
function saysEnough(text: string): boolean {
  const characters = new Set(text.match(/\p{Script=Han}/gu))
  const words = new Set(text.toLowerCase().match(/[a-z]{2,}/g))
  return characters.size + 2 * words.size >= LEAST
}
