import { parse } from '../base/schema.ts'
import { Article } from './article.ts'

/**
 * A sheet: articles of one category as Markdown that a person writes and reads. The templates are kept so, and a desk's
 * articles go out and come in so.
 *
 *     # Category
 *
 *     ## id-of-the-article
 *     question: …
 *     intents: return-goods, refund-progress      ("-" where there is none)
 *     source: Title · Section
 *     checked: 2026-11-21
 *     valid: 2026-01-01..2026-12-31               (may be left out, as may either day)
 *     wording: verbatim | shorten
 *     audience: everyone | staff                  (may be left out)
 *     owner: …                                    (may be left out)
 *     related: other-id, another-id
 *     phrasings:
 *     - …
 *     spoken: …
 *     answer:
 *     Markdown, up to the next "## ".
 */
export interface Sheet {
  category: string
  articles: Article[]
  faults: SheetFault[]
}

/** What is wrong with an article of a sheet, and where. The rest of the sheet is read all the same. */
export interface SheetFault {
  /** From 1. */
  line: number
  /** As it is written, be it an id or not. */
  article: string
  code: 'no-category' | 'unknown-field' | 'no-answer' | 'not-an-article' | 'id-twice'
  /** The field or the path that is meant. */
  detail: string
}

const FIELDS = ['question', 'intents', 'source', 'checked', 'valid', 'wording', 'audience', 'owner', 'related', 'phrasings', 'spoken']
const FIELD = /^([a-z]+):[ \t]*(.*)$/
const BETWEEN = ' · '

/** Reads a sheet. Never throws: what cannot be read is told with its line. */
export function parseSheet(text: string): Sheet {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const starts = lines.flatMap((line, at) => (line.startsWith('## ') ? [at] : []))
  const heading = lines.slice(0, starts[0] ?? lines.length).find((line) => line.startsWith('# '))
  const category = heading?.slice(2).trim() ?? ''
  const sheet: Sheet = { category, articles: [], faults: [] }
  if (category === '') sheet.faults.push({ line: 1, article: '', code: 'no-category', detail: '' })
  const seen = new Set<string>()
  for (const [index, start] of starts.entries()) {
    const id = lines[start]?.slice(3).trim() ?? ''
    const { fields, answer, unknown } = fieldsOf(lines, start + 1, starts[index + 1] ?? lines.length)
    const fault = (code: SheetFault['code'], detail: string, at = start) => sheet.faults.push({ line: at + 1, article: id, code, detail })
    for (const at of unknown) fault('unknown-field', lines[at]?.trim() ?? '', at)
    const made = parse(Article, articleOf(id, category, fields, answer ?? ''))
    if (seen.has(id)) fault('id-twice', id)
    else if (answer === null) fault('no-answer', id)
    else if (made.ok) sheet.articles.push(made.value)
    else fault('not-an-article', made.issues)
    seen.add(id)
  }
  return sheet
}

function fieldsOf(lines: readonly string[], from: number, to: number) {
  const fields = new Map<string, string>()
  const phrasings: string[] = []
  const unknown: number[] = []
  for (let at = from; at < to; at++) {
    const line = lines[at] ?? ''
    if (/^answer:/.test(line)) {
      const answer = [line.slice('answer:'.length), ...lines.slice(at + 1, to)].join('\n').trim()
      return { fields: fields.set('phrasings', phrasings.join('\n')), answer, unknown }
    }
    const [, name = '', value = ''] = FIELD.exec(line) ?? []
    if (FIELDS.includes(name)) fields.set(name, value.trim())
    else if (line.startsWith('- ')) phrasings.push(line.slice(2).trim())
    else if (line.trim() !== '') unknown.push(at)
  }
  return { fields, answer: null, unknown }
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '-')

/** Title and section: the last mark parts them, since a title may hold one. */
function partedAtLast(source: string): [string, string] {
  const at = source.lastIndexOf(BETWEEN)
  return at < 0 ? [source, ''] : [source.slice(0, at), source.slice(at + BETWEEN.length)]
}

/** An article as the fields tell it, whatever they tell: it is parsed afterwards. */
function articleOf(id: string, category: string, fields: ReadonlyMap<string, string>, answer: string): unknown {
  const [title, section] = partedAtLast(fields.get('source') ?? '')
  const [from = '', until = ''] = (fields.get('valid') ?? '').split('..').map((day) => day.trim())
  const told = (name: string) => (fields.get(name) ? { [name]: fields.get(name) } : {})
  return {
    id,
    category,
    question: fields.get('question'),
    phrasings: (fields.get('phrasings') ?? '').split('\n').filter((line) => line !== ''),
    answer,
    source: { title: title.trim(), section: section.trim() },
    updated: fields.get('checked'),
    related: listOf(fields.get('related')),
    intents: listOf(fields.get('intents')),
    ...told('spoken'),
    ...told('wording'),
    ...told('audience'),
    ...told('owner'),
    ...(from || until ? { valid: { from: from || null, until: until || null } } : {}),
  }
}

/** Writes a sheet that reads back as the same articles. */
export function printSheet(category: string, articles: readonly Article[]): string {
  return `# ${category}\n${articles.map((article) => `\n${printArticle(article)}`).join('')}`
}

function printArticle(article: Article): string {
  const { source, valid } = article
  const line = (name: string, value: string | undefined) => (value ? [`${name}: ${value.replace(/\s+/g, ' ')}`] : [])
  return [
    `## ${article.id}`,
    `question: ${article.question}`,
    `intents: ${article.intents?.join(', ') || '-'}`,
    `source: ${source.section || source.title.includes(BETWEEN) ? source.title + BETWEEN + source.section : source.title}`,
    `checked: ${article.updated}`,
    ...line('valid', valid && `${valid.from ?? ''}..${valid.until ?? ''}`),
    ...line('wording', article.wording),
    ...line('audience', article.audience),
    ...line('owner', article.owner),
    ...line('related', article.related.join(', ')),
    'phrasings:',
    ...article.phrasings.map((phrasing) => `- ${phrasing}`),
    ...line('spoken', article.spoken),
    'answer:',
    // What would begin an article is no heading in an answer.
    article.answer.replace(/^## /gm, ' ## '),
    '',
  ].join('\n')
}
