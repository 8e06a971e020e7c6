import type { Block } from './block.ts'
import { answerIn, questionIn } from './pairs.ts'

/** A chapter of a regulation or a handbook, as it stands in a text without marks: 第三章 …, 二、…, （一）…. */
const CHAPTER = /^(?:第[一二三四五六七八九十百零〇\d]{1,6}[章节编篇部]|[一二三四五六七八九十]{1,3}、)\s*\S/u
const SUBCHAPTER = /^[（(][一二三四五六七八九十]{1,3}[）)]\s*\S/u
const LONGEST_HEADING = 40
const SENTENCE_END = /[。；;，,：:!！]$/u
const ITEM = /^\s*(?:[-*•·●◆■]|\d{1,3}[.、)）])\s*\S/u

/** Reads a text without marks: paragraphs between blank lines, or a line each where it has none; chapters are headings. */
export function blocksOfText(text: string): Block[] {
  const lines = text.split(/\r\n|\r|\n/)
  const isSpaced = lines.some((line, at) => line.trim() === '' && (lines[at - 1] ?? '').trim() !== '' && at < lines.length - 1)
  const blocks: Block[] = []
  let open: { row: number; kind: 'text'; text: string } | null = null
  for (const [at, line] of lines.entries()) {
    const trimmed = line.trim()
    const row = at + 1
    const marked = questionIn(line) !== null || answerIn(line) !== null
    const level = marked ? 0 : levelOf(trimmed)
    if (trimmed === '') open = null
    else if (level > 0) {
      blocks.push({ row, kind: 'heading', level, text: trimmed })
      open = null
    } else if (ITEM.test(line) && !marked) {
      blocks.push({ row, kind: 'text', text: trimmed.replace(/^[•·●◆■*]\s*/u, '- '), item: true })
      open = null
    } else if (open && isSpaced && !marked) open.text += `\n${trimmed}`
    else {
      open = { row, kind: 'text', text: trimmed }
      blocks.push(open)
    }
  }
  return blocks
}

function levelOf(line: string): number {
  if (line.length > LONGEST_HEADING || SENTENCE_END.test(line)) return 0
  return CHAPTER.test(line) ? 1 : SUBCHAPTER.test(line) ? 2 : 0
}
