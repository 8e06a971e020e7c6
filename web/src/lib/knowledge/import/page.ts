import type { Block } from './block.ts'
import { BOUNDS } from './bounds.ts'
import { fileFault, type ImportFault } from './fault.ts'
import { attributesOf, type Token, tokensOfHtml } from './markup.ts'
import type { TableRow } from './table.ts'

/** What stands around the text of a page, and what is none. */
const SKIPPED = new Set(['nav', 'footer', 'aside', 'template', 'svg', 'select', 'math'])
const BREAKS = new Set(
  'p div section article main header blockquote pre address center hr dl dd ul ol table tr tbody thead details body html fieldset'.split(
    ' ',
  ),
)
/** A term, or the summary of a detail, asks what its definition answers. */
const ASKS = new Set(['dt', 'summary'])
const ASKS_LEVEL = 7

/** Reads HTML as blocks: headings, terms and summaries, paragraphs, lists, tables. Rows count blocks. Never fails. */
export function readPage(html: string): { blocks: Block[]; faults: ImportFault[] } {
  const reading = new Reading()
  let skipping = ''
  let depth = 0
  for (const token of tokensOfHtml(html)) {
    if (skipping !== '') {
      if (token.kind === 'open' && token.name === skipping && !token.empty) depth++
      if (token.kind === 'close' && token.name === skipping && --depth === 0) skipping = ''
    } else if (token.kind === 'open' && SKIPPED.has(token.name) && !token.empty) {
      skipping = token.name
      depth = 1
    } else reading.read(token)
    if (reading.blocks.length >= BOUNDS.blocks)
      return { blocks: reading.blocks, faults: [fileFault('too-many', String(BOUNDS.blocks), true)] }
  }
  reading.end()
  return { blocks: reading.blocks, faults: [] }
}

interface Table {
  rows: TableRow[]
  cells: string[] | null
  /** The lines of the cell that is open. */
  lines: string[] | null
}

class Reading {
  readonly blocks: Block[] = []
  #text = ''
  #heading = 0
  #lists: { ordered: boolean; count: number }[] = []
  #item: string | null = null
  #table: Table | null = null
  #nestedTables = 0
  #preformatted = 0

  read(token: Token): void {
    if (token.kind === 'text') this.#add(this.#preformatted > 0 ? token.text : token.text.replace(/\s+/g, ' '))
    else if (token.kind === 'open') this.#open(token.name, token.attributes)
    else this.#close(token.name)
  }

  end(): void {
    this.#flush()
    this.#endTable()
  }

  #add(text: string): void {
    this.#text += this.#text === '' || this.#text.endsWith('\n') ? text.replace(/^ +/, '') : text
  }

  #open(name: string, attributes: string): void {
    const level = levelOf(name)
    if (name === 'br') this.#add('\n')
    else if (name === 'img') this.#add(attributesOf(attributes).get('alt') ?? '')
    else if (level > 0) {
      this.#flush()
      this.#heading = level
    } else if (name === 'li') {
      this.#flush()
      const list = this.#lists.at(-1)
      if (list) list.count++
      this.#item = '  '.repeat(Math.max(0, this.#lists.length - 1)) + (list?.ordered ? `${list.count}. ` : '- ')
    } else if (this.#openTable(name)) return
    else if (BREAKS.has(name)) {
      this.#flush()
      if (name === 'ul' || name === 'ol') this.#lists.push({ ordered: name === 'ol', count: 0 })
      if (name === 'pre') this.#preformatted++
    }
  }

  #openTable(name: string): boolean {
    if (name === 'table' && this.#table) this.#nestedTables++
    else if (name === 'table') {
      this.#flush()
      this.#table = { rows: [], cells: null, lines: null }
    } else if (this.#nestedTables > 0 || !this.#table) return false
    else if (name === 'tr') this.#endRow()
    else if (name === 'td' || name === 'th') {
      this.#endCell()
      this.#table.cells ??= []
      this.#table.lines = []
    } else return false
    return true
  }

  #close(name: string): void {
    if (name === 'table' && this.#nestedTables > 0) this.#nestedTables--
    else if (name === 'table') this.#endTable()
    else if (this.#nestedTables === 0 && (name === 'td' || name === 'th')) this.#endCell()
    else if (this.#nestedTables === 0 && name === 'tr' && this.#table) this.#endRow()
    else if (levelOf(name) > 0 || BREAKS.has(name) || name === 'li') {
      this.#flush()
      if (name === 'ul' || name === 'ol') this.#lists.pop()
      if (name === 'pre' && this.#preformatted > 0) this.#preformatted--
    }
  }

  /** Ends a block; within a cell, a line. */
  #flush(): void {
    const text = linesOf(this.#text)
    const [heading, item] = [this.#heading, this.#item]
    this.#text = ''
    this.#heading = 0
    if (text === '') return
    this.#item = null
    if (this.#table?.lines) {
      this.#table.lines.push((item ?? '') + text)
      return
    }
    const row = this.blocks.length + 1
    if (heading > 0) this.blocks.push({ row, kind: 'heading', level: heading, text: text.replace(/\s+/g, ' ') })
    else if (item !== null) this.blocks.push({ row, kind: 'text', text: item + text.replace(/\n+/g, ' '), item: true })
    else this.blocks.push({ row, kind: 'text', text })
  }

  #endCell(): void {
    if (!this.#table?.lines) return
    this.#flush()
    this.#table.cells?.push(this.#table.lines.join('\n'))
    this.#table.lines = null
    this.#item = null
  }

  #endRow(): void {
    this.#endCell()
    const { cells, rows } = this.#table ?? { rows: [], cells: null }
    if (cells !== null) rows.push({ row: rows.length + 1, cells: cells.slice(0, BOUNDS.columns) })
    if (this.#table) this.#table.cells = null
    this.#text = ''
  }

  #endTable(): void {
    this.#endRow()
    const rows = this.#table?.rows ?? []
    this.#table = null
    if (rows.length > 0) this.blocks.push({ row: this.blocks.length + 1, kind: 'table', rows })
  }
}

const linesOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()

function levelOf(name: string): number {
  if (ASKS.has(name)) return ASKS_LEVEL
  return /^h[1-6]$/.test(name) ? Number(name[1]) : 0
}
