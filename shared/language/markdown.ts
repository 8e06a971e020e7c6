/** A small Markdown: paragraphs, bold, bulleted and numbered lists. Everything else is text, so no page can be made from it. */
export type Inline = { bold: boolean; text: string }
export type Block = { kind: 'paragraph'; lines: Inline[][] } | { kind: 'list'; ordered: boolean; items: Inline[][] }

const BULLET = /^\s*[-*]\s+(.*)$/
const NUMBER = /^\s*\d{1,3}[.、)]\s*(.*)$/

/** Parses a text into blocks. Linear in its length; never fails. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  for (const line of text.split('\n')) {
    const bullet = BULLET.exec(line)
    const number = bullet ? null : NUMBER.exec(line)
    const item = bullet?.[1] ?? number?.[1]
    const last = blocks.at(-1)
    if (item !== undefined) {
      const ordered = number !== null
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(parseInline(item))
      else blocks.push({ kind: 'list', ordered, items: [parseInline(item)] })
    } else if (line.trim() === '') {
      blocks.push({ kind: 'paragraph', lines: [] })
    } else if (last?.kind === 'paragraph') last.lines.push(parseInline(line))
    else blocks.push({ kind: 'paragraph', lines: [parseInline(line)] })
  }
  return blocks.filter((block) => block.kind === 'list' || block.lines.length > 0)
}

function parseInline(text: string): Inline[] {
  return text
    .split('**')
    .map((part, index, parts) => ({ bold: index % 2 === 1 && index < parts.length - 1, text: part }))
    .filter((part) => part.text !== '')
}
