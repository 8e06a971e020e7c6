import { parse } from '$shared/base/schema.ts'
import { Article } from '$shared/knowledge/article.ts'
import { BOUNDS } from './bounds.ts'
import type { Found } from './draft.ts'
import { excerpt } from './fault.ts'
import { draftOfArticle } from './markdown.ts'

/** Reads articles as JSON, one a line, as we write them out. */
export function readJsonLines(text: string): Found {
  const found: Found = { drafts: [], faults: [] }
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const fault = (code: 'not-an-article' | 'too-many', detail: string) =>
      found.faults.push({ row: at + 1, field: 'row', code, detail, kept: false })
    if (at >= BOUNDS.rows) {
      fault('too-many', String(BOUNDS.rows))
      return found
    }
    const made = parse(Article, jsonOf(line))
    if (made.ok) found.drafts.push(draftOfArticle(made.value, at + 1))
    else fault('not-an-article', excerpt(made.issues))
  }
  return found
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
