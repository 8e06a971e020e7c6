import type { TableRow } from './table.ts'

/** A document as a row of blocks, whatever its format was. */
export type Block = { row: number } & (
  | { kind: 'heading'; level: number; text: string }
  /** A paragraph, or an item of a list with its mark (`- `, `1. `). */
  | { kind: 'text'; text: string; item?: boolean }
  | { kind: 'table'; rows: TableRow[] }
)

/** Text of a block row as Markdown: items of one list stand line under line, all else is apart. */
export function joinTexts(blocks: readonly { text: string; item?: boolean }[]): string {
  return blocks
    .map(({ text, item }, at) => (at === 0 ? '' : item && blocks[at - 1]?.item ? '\n' : '\n\n') + text)
    .join('')
    .trim()
}

/** A table that holds no questions, as lines of a list. */
export function textOfTable(rows: readonly TableRow[]): string {
  return rows
    .map(({ cells }) => cells.map((cell) => cell.replace(/\s+/g, ' ').trim()).filter((cell) => cell !== ''))
    .filter((cells) => cells.length > 0)
    .map((cells) => `- ${cells.join(' | ')}`)
    .join('\n')
}
