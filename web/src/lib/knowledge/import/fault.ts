/** What may be wrong with a file, a row or a cell of it. */
export type FaultCode =
  | 'unreadable-file'
  | 'wrong-extension'
  | 'wrong-encoding'
  | 'too-large'
  | 'too-many'
  | 'not-read'
  | 'no-text'
  | 'no-header'
  | 'unknown-column'
  | 'unclosed-quote'
  | 'no-question'
  | 'no-answer'
  | 'too-long'
  | 'bad-date'
  | 'id-twice'
  | 'question-twice'
  | 'phrasing-twice'
  | 'not-an-article'

/** One thing that is wrong with an imported file, where it is, and whether what it is about came in all the same. */
export interface ImportFault {
  /** From 1: the row of a table, the line of a text, the page of a PDF, the paragraph of a document; 1 for a whole file. */
  row: number
  /** The field of an article that is meant, or `file`, or `row`. */
  field: string
  code: FaultCode
  /** The id, the column, the word or the bound that is meant. */
  detail: string
  /** True where the article, or the file, was read in spite of it. */
  kept: boolean
}

/** Thrown inside the import where a file cannot be read any further; the door turns it into a fault. */
export class Unreadable extends Error {
  readonly code: FaultCode
  readonly detail: string
  constructor(code: FaultCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

/** A fault of the whole file. */
export const fileFault = (code: FaultCode, detail: string, kept = false): ImportFault => ({ row: 1, field: 'file', code, detail, kept })

/** A short piece of what an owner wrote, to be found again in the file. */
export const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text)
