import type { Article } from '$shared/knowledge/article.ts'
import { parseSheet, type SheetFault } from '$shared/knowledge/sheet.ts'
import type { Block } from './block.ts'
import { readDocument } from './document.ts'
import type { Draft, FileNames, Found } from './draft.ts'
import { excerpt, type FaultCode, type ImportFault } from './fault.ts'

const SHEET = /^## [^\n]*\n+question:/m
const LONGEST_HEADING = 1000
const CODES: Record<SheetFault['code'], FaultCode> = {
  'no-category': 'not-an-article',
  'unknown-field': 'unknown-column',
  'no-answer': 'no-answer',
  'not-an-article': 'not-an-article',
  'id-twice': 'id-twice',
}

/** Reads Markdown: sheets as we write them, or any other, whose headings are questions and the text below them answers. */
export function readMarkdown(text: string, names: FileNames): Found {
  const lines = text.replace(/\r\n?/g, '\n')
  return SHEET.test(lines) ? readSheets(lines, names) : readDocument(blocksOfMarkdown(lines), names)
}

/** A file may hold several sheets, each with its category above; the first may lack one. */
function readSheets(text: string, names: FileNames): Found {
  const lines = text.split('\n')
  // The next line that is not empty, for each line.
  const next: number[] = []
  for (let at = lines.length - 1, found = lines.length; at >= 0; at--) {
    next[at] = found
    if (lines[at]?.trim()) found = at
  }
  const isArticle = (at: number) => /^## /.test(lines[at] ?? '') && (lines[next[at] ?? -1] ?? '').startsWith('question:')
  const starts = lines.flatMap((line, at) => (/^# \S/.test(line) && isArticle(next[at] ?? -1) ? [at] : []))
  const [first = lines.length] = starts
  const hasBare = lines.slice(0, first).some((_, at) => isArticle(at))
  const found: Found = { drafts: [], faults: [] }
  for (const [index, start] of [...(hasBare ? [0] : []), ...starts].entries()) {
    const isBare = hasBare && index === 0
    const end = (isBare ? starts[0] : starts[index + (hasBare ? 0 : 1)]) ?? lines.length
    const part = lines.slice(start, end)
    const moved = isBare ? 1 : 0
    const sheet = parseSheet([...(isBare ? [`# ${names.category}`] : []), ...part].join('\n'))
    const rowOf = (line: number) => start + line - moved
    const rows = new Map(part.flatMap((line, at) => (line.startsWith('## ') ? [[line.slice(3).trim(), start + at + 1] as const] : [])))
    found.drafts.push(...sheet.articles.map((article) => draftOfArticle(article, rows.get(article.id) ?? start + 1)))
    found.faults.push(...sheet.faults.map((fault) => faultOf(fault, rowOf(fault.line))))
  }
  return found
}

const faultOf = ({ code, detail, article }: SheetFault, row: number): ImportFault => ({
  row,
  field: code === 'no-answer' ? 'answer' : 'row',
  code: CODES[code],
  detail: excerpt(detail || article),
  kept: code === 'unknown-field' || code === 'no-category',
})

/** An article that was read whole, as a draft that tells all of it. */
export function draftOfArticle(article: Article, row: number): Draft {
  const { updated, valid, spoken, intents, wording, audience, owner, ...rest } = article
  return {
    ...rest,
    row,
    checked: updated,
    period: valid ?? { from: null, until: null },
    ...(spoken === undefined ? {} : { spoken }),
    ...(intents === undefined ? {} : { intents }),
    ...(wording === undefined ? {} : { wording }),
    ...(audience === undefined ? {} : { audience }),
    ...(owner === undefined ? {} : { owner }),
    whole: true,
  }
}

/** Any Markdown as blocks (the headings, lists and tables of CommonMark and GitHub; the rest stays as it is written). */
export function blocksOfMarkdown(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let paragraph: { row: number; kind: 'text'; text: string } | null = null
  let fence = ''
  const heading = (row: number, level: number, title: string) =>
    blocks.push({ row, kind: 'heading', level, text: title.replace(/\*\*|__|`/g, '').trim() })
  for (let at = frontMatterEnd(lines); at < lines.length; at++) {
    const line = lines[at] ?? ''
    const row = at + 1
    const atx = fence === '' && line.length < LONGEST_HEADING ? /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/.exec(line) : null
    const fenced = /^ {0,3}(```|~~~)/.exec(line)?.[1]
    if (fenced) fence = fence === '' ? fenced : fence === fenced ? '' : fence
    const underline = paragraph && fence === '' && !fenced ? /^ {0,3}(=+|-{3,})\s*$/.exec(line)?.[1] : undefined
    if (atx?.[2]) {
      heading(row, atx[1]?.length ?? 1, atx[2])
      paragraph = null
    } else if (underline && paragraph && !paragraph.text.includes('\n')) {
      blocks.pop()
      heading(paragraph.row, underline[0] === '=' ? 1 : 2, paragraph.text)
      paragraph = null
    } else if (fence === '' && line.includes('|') && isDelimiter(lines[at + 1])) {
      const table = tableAt(lines, at)
      blocks.push({ row, kind: 'table', rows: table })
      at += table.length
      paragraph = null
    } else if (line.trim() === '' && fence === '') paragraph = null
    else if (fence === '' && /^(?:[-*_]\s*){3,}$/.test(line.trim())) paragraph = null
    else if (paragraph) paragraph.text += `\n${line.trimEnd()}`
    else {
      paragraph = { row, kind: 'text', text: line.trimEnd() }
      blocks.push(paragraph)
    }
  }
  return blocks
}

function frontMatterEnd(lines: readonly string[]): number {
  const end = lines[0]?.trim() === '---' ? lines.indexOf('---', 1) : -1
  return end < 0 ? 0 : end + 1
}

const isDelimiter = (line = ''): boolean => line.includes('-') && line.includes('|') && /^[\s|:-]+$/.test(line)

function tableAt(lines: readonly string[], from: number): { row: number; cells: string[] }[] {
  const cellsOf = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) =>
        cell
          .replaceAll('\\|', '|')
          .replace(/<br\s*\/?>/gi, '\n')
          .trim(),
      )
  let end = from
  while (lines[end]?.includes('|')) end++
  const rows = lines.slice(from, end).map((line, at) => ({ row: from + at + 1, cells: cellsOf(line) }))
  return rows.filter((_, at) => at !== 1)
}
