import type { Article, Validity } from '$shared/knowledge/article.ts'
import type { Document } from '$shared/knowledge/document.ts'
import type { Table } from '$shared/knowledge/table.ts'
import type { Language } from '$shared/language/language.ts'
import type { ImportFault } from './fault.ts'
import type { Papers } from './papers.ts'
import type { TableRow } from './table.ts'

/** What an import is read against. */
export interface ImportContext {
  language: Language
  /** The articles of the desk, which an import may replace. */
  existing: readonly Article[]
  documents?: readonly Document[]
  tables?: readonly Table[]
  /** ISO 8601: an answer of which nobody tells when it was checked is checked on the day on which it comes in. */
  today: string
  /**
   * Fetches a character map of pdfjs-dist (`UniGB-UCS2-H.bcmap`) for Chinese PDFs that embed none. Without it the text of
   * such a PDF cannot be read, and its pages are told.
   */
  characterMap?: (name: string) => Promise<Uint8Array>
}

/** What a file can come in as. */
export type Shape = 'articles' | 'document' | 'table'

/** What came of a file. */
export interface Imported {
  articles: Article[]
  faults: ImportFault[]
  /** The ids of existing articles that come in anew. What the file does not tell of them stays as it was. */
  replaced: string[]
  /** The same file as a document or as a table, where it can be one. */
  documents?: Papers<Document>
  tables?: Papers<Table>
  /** What it most likely is. */
  shape: Shape
}

/** An article as a file tells it. A field that is absent was not told; one that is empty was told to be empty. */
export interface Draft {
  row: number
  question: string
  answer: string
  id?: string
  category?: string
  phrasings?: string[]
  source?: { title: string; section: string }
  checked?: string
  /** As it is written. */
  valid?: string
  /** As parsed, where the file has it in two parts. */
  period?: Validity
  owner?: string
  related?: string[]
  intents?: string[]
  spoken?: string
  wording?: string
  audience?: string
  /** Whether it is all of the article: what it does not tell is not there, also where it replaces one that has it. */
  whole?: boolean
}

/** What a reader of one format finds. */
export interface Found {
  drafts: Draft[]
  faults: ImportFault[]
  /** It is a text in its order, which can be one document too. */
  isText?: boolean
  /** The rows of a table whose heading is that of no articles. */
  grid?: readonly TableRow[]
}

/** What is said of an article where the file does not tell it. */
export interface FileNames {
  /** The source of an article: the name of the file. */
  title: string
  /** The category of an article: the name of the file without its extension. */
  category: string
}

/** Names for what comes out of a file. */
export function namesOf(file: string): FileNames {
  const title = file.replace(/^.*[\\/]/, '').trim() || 'file'
  const category = title.replace(/\.[A-Za-z0-9]{1,8}$/, '').trim() || title
  return { title: title.slice(0, 120).toWellFormed(), category: category.slice(0, 40).toWellFormed() }
}
