import type { Article } from './article.ts'

/** What went before a question: the article that was answered last, and what the customer asked then. */
export interface Before {
  article?: string | undefined
  question?: string | undefined
  /** What is being done: every question that is asked meanwhile leans on it. */
  matter?: string | undefined
}

/** What a question leans on. */
export interface Context {
  /** Words of before, and how much each counts. */
  text: string
  share: number
  previous: Article | undefined
}

/** Somebody who goes on: 那运费呢？, 还有发票, 要是丢了, what about shipping. */
const GOES_ON = /^(那|还有|另外|然后|要是|如果|假如|万一)|呢[?？。!！\s]*$|^(and|what about|how about|what if|then)\b/i
/** Fewer characters than this name no matter of their own, unless a verb of asking stands before them. */
const SHORT = 6
const ASKS = /(怎么|如何|咋).|^(how|what|where|when|can|do|is)\b/i
const SHARE = 0.25
const MATTER = 0.4

/** What a question leans on; null where it stands on its own. */
export function contextOf(question: string, before: Before | undefined, articles: readonly Article[]): Context | null {
  if (!before) return null
  if (before.matter) return { text: before.matter, share: MATTER, previous: undefined }
  const asked = question.trim()
  if (!GOES_ON.test(asked) && (asked.length > SHORT || ASKS.test(asked))) return null
  const previous = articles.find(({ id }) => id === before.article)
  const text = [before.question ?? '', previous?.question ?? ''].join(' ').trim()
  return text === '' ? null : { text, share: SHARE, previous }
}
