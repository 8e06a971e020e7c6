import type { Article } from '$shared/knowledge/article.ts'
import { printSheet } from '$shared/knowledge/sheet.ts'
import type { Language } from '$shared/language/language.ts'
import { type Field, headerOf } from './columns.ts'

const COLUMNS: readonly Field[] = [
  'id',
  'category',
  'question',
  'phrasings',
  'answer',
  'source',
  'section',
  'checked',
  'valid',
  'owner',
  'related',
  'intents',
  'spoken',
  'wording',
  'audience',
]

/** A spreadsheet program takes a cell that begins so for a formula, also behind an apostrophe that it drops (OWASP, CSV injection). */
const FORMULA = /^'*[=+\-@＝＋－＠\t\r]/

/**
 * Articles as CSV for spreadsheet programs: with a mark of UTF-8 (without which Excel reads Chinese wrongly), headed in a
 * language, and with an apostrophe before what would be a formula. It reads back as the same articles.
 */
export function printSeparated(articles: readonly Article[], language: Language): string {
  const rows = [
    COLUMNS.map((field) => headerOf(field, language)),
    ...articles.map((article) => COLUMNS.map((field) => textOf(article, field))),
  ]
  return `\ufeff${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`
}

function cellOf(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text
  return /[",;|\t\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

function textOf(article: Article, field: Field): string {
  const { source, valid } = article
  switch (field) {
    case 'phrasings':
      return linesOf(article.phrasings)
    case 'source':
      return source.title
    case 'section':
      return source.section
    case 'checked':
      return article.updated
    case 'valid':
      return valid && (valid.from || valid.until) ? `${valid.from ?? ''}..${valid.until ?? ''}` : ''
    case 'related':
      return article.related.join(', ')
    case 'intents':
      return article.intents?.join(', ') || (article.intents ? '-' : '')
    case 'from':
    case 'until':
      return ''
    default:
      return article[field] ?? ''
  }
}

/** A single wording that holds what parts wordings ends in a line break, so that it is read as one. */
function linesOf(phrasings: readonly string[]): string {
  const lines = phrasings.join('\n')
  return phrasings.length === 1 && /[|｜；;]/.test(lines) ? `${lines}\n` : lines
}

/** Articles as sheets, one below the other, category by category in the order in which they first come. */
export function printSheets(articles: readonly Article[]): string {
  const categories = new Map<string, Article[]>()
  for (const article of articles) categories.set(article.category, [...(categories.get(article.category) ?? []), article])
  return [...categories].map(([category, members]) => printSheet(category, members.map(plainMarks))).join('\n')
}

/** A line of an answer that begins as an article or a sheet does is set in by a space, which changes nothing that is shown. */
const plainMarks = (article: Article): Article => ({ ...article, answer: article.answer.replace(/^(?=##? )/gm, ' ') })

/** Articles as JSON, one a line. */
export function printJsonLines(articles: readonly Article[]): string {
  return articles.map((article) => `${JSON.stringify(article)}\n`).join('')
}
