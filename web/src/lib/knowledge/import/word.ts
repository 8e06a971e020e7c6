import { openArchive } from './archive.ts'
import type { Block } from './block.ts'
import { BOUNDS } from './bounds.ts'
import { fileFault, type ImportFault, Unreadable } from './fault.ts'
import { attributesOf, type Token, tokensOfXml } from './markup.ts'
import type { TableRow } from './table.ts'
import { headingLevelOf, headingStylesOf, numberedListsOf } from './word-styles.ts'

const DOCUMENT = 'word/document.xml'
/** What was struck out, what is drawn for older programs, and what is no text. */
const SKIPPED = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'pict', 'oMath'])

interface Paragraph {
  row: number
  text: string
  /** Null: no heading; 0: passed over. */
  level: number | null
  list: string
  depth: number
}

interface Table {
  row: number
  /** The first paragraph of the row that is open. */
  begin: number
  rows: TableRow[]
  cells: string[]
  cell: string[]
}

/**
 * Reads a document (ECMA-376, WordprocessingML) as blocks: headings by their style or outline level, lists by their
 * numbering, tables. Tracked deletions are left out, insertions are in. Rows count paragraphs. Throws Unreadable.
 */
export function readWord(bytes: Uint8Array): { blocks: Block[]; faults: ImportFault[] } {
  const archive = openArchive(bytes)
  if (!archive.has(DOCUMENT)) throw new Unreadable('unreadable-file', DOCUMENT)
  const reading = new Reading(headingStylesOf(archive.read('word/styles.xml')), numberedListsOf(archive.read('word/numbering.xml')))
  let skipping = 0
  for (const token of tokensOfXml(archive.read(DOCUMENT))) {
    const isSkipped = token.kind !== 'text' && SKIPPED.has(token.name)
    if (isSkipped && token.kind === 'open' && !token.empty) skipping++
    else if (isSkipped && token.kind === 'close') skipping--
    else if (skipping === 0) reading.read(token)
    if (reading.blocks.length >= BOUNDS.blocks)
      return { blocks: reading.blocks, faults: [fileFault('too-many', String(BOUNDS.blocks), true)] }
  }
  return { blocks: reading.blocks, faults: [] }
}

/** Text boxes put paragraphs into paragraphs and tables into cells, so both are stacks. */
class Reading {
  readonly blocks: Block[] = []
  #paragraphs: Paragraph[] = []
  #tables: Table[] = []
  #count = 0
  #inText = false
  #numbers = new Map<string, number>()
  #styles: ReadonlyMap<string, number>
  #isNumbered: (id: string, level: number) => boolean

  constructor(styles: ReadonlyMap<string, number>, isNumbered: (id: string, level: number) => boolean) {
    this.#styles = styles
    this.#isNumbered = isNumbered
  }

  read(token: Token): void {
    const paragraph = this.#paragraphs.at(-1)
    if (token.kind === 'text') {
      if (this.#inText && paragraph) paragraph.text += token.text
    } else if (token.name === 't') this.#inText = token.kind === 'open' && !token.empty
    else if (token.kind === 'close') this.#close(token.name)
    else {
      this.#open(token.name, token.attributes, paragraph)
      if (token.empty) this.#close(token.name)
    }
  }

  #open(name: string, attributes: string, paragraph: Paragraph | undefined): void {
    const value = () => attributesOf(attributes).get('val') ?? ''
    if (name === 'p') this.#paragraphs.push({ row: ++this.#count, text: '', level: null, list: '', depth: 0 })
    else if (name === 'tbl') this.#tables.push({ row: this.#count + 1, begin: 0, rows: [], cells: [], cell: [] })
    else if (name === 'tr') this.#beginRow()
    else if (!paragraph) return
    else if (name === 'pStyle') paragraph.level ??= this.#styles.get(value()) ?? headingLevelOf(value().replace(/(\d)$/, ' $1'))
    else if (name === 'outlineLvl' && Number(value()) < 9) paragraph.level = Number(value()) + 1
    else if (name === 'numId') paragraph.list = value() === '0' ? '' : value()
    else if (name === 'ilvl') paragraph.depth = Math.min(8, Number(value()) || 0)
    else if (name === 'br' || name === 'cr') paragraph.text += '\n'
    else if (name === 'noBreakHyphen') paragraph.text += '-'
    else if (name === 'tab' && paragraph.text !== '') paragraph.text += ' '
  }

  #beginRow(): void {
    const table = this.#tables.at(-1)
    if (table) table.begin = this.#count + 1
  }

  #close(name: string): void {
    const table = this.#tables.at(-1)
    if (name === 'p') this.#keep(this.#paragraphs.pop())
    else if (name === 'tc' && table) {
      table.cells.push(table.cell.join('\n'))
      table.cell = []
    } else if (name === 'tr' && table) {
      table.rows.push({ row: table.begin, cells: table.cells })
      table.cells = []
    } else if (name === 'tbl') this.#keepTable(this.#tables.pop())
  }

  #keep(paragraph: Paragraph | undefined): void {
    const text = paragraph?.text.trim() ?? ''
    if (!paragraph || text === '' || paragraph.level === 0) return
    const { row, level, list, depth } = paragraph
    const item = list !== '' && level === null
    const shown = item ? `${this.#markOf(list, depth)}${text.replace(/\s+/g, ' ')}` : text
    const table = this.#tables.at(-1)
    if (!item) this.#numbers.clear()
    if (table) table.cell.push(shown)
    else if (level !== null) this.blocks.push({ row, kind: 'heading', level, text: text.replace(/\s+/g, ' ') })
    else this.blocks.push({ row, kind: 'text', text: shown, item })
  }

  /** A list counts on from paragraph to paragraph, until one that is of none. */
  #markOf(list: string, depth: number): string {
    const indent = '  '.repeat(depth)
    if (!this.#isNumbered(list, depth)) return `${indent}- `
    const key = `${list}.${depth}`
    const number = (this.#numbers.get(key) ?? 0) + 1
    this.#numbers.set(key, number)
    return `${indent}${number}. `
  }

  #keepTable(table: Table | undefined): void {
    if (!table || table.rows.length === 0) return
    const outer = this.#tables.at(-1)
    if (outer) outer.cell.push(...table.rows.map(({ cells }) => cells.join(' | ')))
    else this.blocks.push({ row: table.row, kind: 'table', rows: table.rows })
  }
}
