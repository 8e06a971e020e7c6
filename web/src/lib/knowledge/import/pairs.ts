import { type Block, joinTexts } from './block.ts'
import type { Draft, FileNames, Found } from './draft.ts'
import { excerpt, type ImportFault } from './fault.ts'

const NUMBER = String.raw`(?:[（(]?\d{1,4}[.、)）:：]?\s*)?`
const QUESTION = new RegExp(
  String.raw`^[\s*#>\-]*${NUMBER}(?:(?:Q|question|问题|提问|问)\s{0,3}\d{0,4}\s{0,3}[:：]|(?:Q\d{1,4}|问题\s?\d{1,4})\s?[.、)）]|【\s?(?:问题|问|Q)\s?\d{0,4}\s?】)\**\s*`,
  'iu',
)
const ANSWER = new RegExp(
  String.raw`^[\s*>\-]*${NUMBER}(?:(?:A|answer|答案|回答|答复|答)\s{0,3}\d{0,4}\s{0,3}[:：]|A\d{1,4}\s?[.、)）]|【\s?(?:答案|回答|答|A)\s?\d{0,4}\s?】)\**\s*`,
  'iu',
)
const LONGEST_TITLE = 60

/** The question in a line such as `Q: …`, `问：…`, `3. 问题：…`; null where it is none. */
export const questionIn = (line: string): string | null => rest(QUESTION, line)
/** The answer in a line such as `A: …`, `答：…`; null where it is none. */
export const answerIn = (line: string): string | null => rest(ANSWER, line)

function rest(mark: RegExp, line: string): string | null {
  const found = mark.exec(line)
  return found
    ? line
        .slice(found[0].length)
        .replace(/\*\*\s*$/, '')
        .trim()
    : null
}

/** Whether a document is written as questions and answers that are marked as such. */
export function hasPairs(blocks: readonly Block[]): boolean {
  const lines = blocks.flatMap((block) => (block.kind === 'table' ? [] : block.text.split('\n')))
  return lines.some((line) => questionIn(line) !== null) && lines.some((line) => answerIn(line) !== null)
}

interface Open {
  row: number
  question: string
  category: string
  answer: { text: string; item?: boolean }[] | null
}

/** Reads marked questions and answers. A heading between them is the category of what follows. */
export function readPairs(blocks: readonly Block[], names: FileNames): Found {
  const drafts: Draft[] = []
  const faults: ImportFault[] = []
  let open: Open | null = null
  let category = names.category
  const fault = (row: number, field: string, code: ImportFault['code'], text: string) =>
    faults.push({ row, field, code, detail: excerpt(text), kept: false })
  const close = () => {
    if (!open) return
    const section = open.category === names.category ? '' : open.category
    const answer = joinTexts(open.answer ?? [])
    drafts.push({ row: open.row, question: open.question, answer, category: open.category, source: { title: names.title, section } })
    open = null
  }
  const read = (row: number, line: string, item: boolean) => {
    const question = questionIn(line)
    const answer = answerIn(line)
    if (question !== null) {
      close()
      open = { row, question, category, answer: null }
    } else if (answer !== null) {
      if (open === null) fault(row, 'question', 'no-question', line)
      else if (open.answer === null) open.answer = [{ text: answer }]
      else open.answer.push({ text: answer })
    } else if (open?.answer) open.answer.push({ text: line, item })
    else if (open) open.question = `${open.question} ${line.trim()}`
    else if (line.trim().length > LONGEST_TITLE) fault(row, 'row', 'not-an-article', line)
  }
  for (const block of blocks) {
    if (block.kind === 'table') continue
    if (block.kind === 'heading' && questionIn(block.text) === null) {
      close()
      category = block.text.slice(0, 40).toWellFormed()
    } else readLines(block, read)
  }
  close()
  return { drafts, faults }
}

/** A paragraph may hold a question and its answer in lines of their own; lines of neither stay together. */
function readLines(block: Exclude<Block, { kind: 'table' }>, read: (row: number, line: string, item: boolean) => void): void {
  const item = block.kind === 'text' && block.item === true
  let held: string[] = []
  const flush = () => {
    if (held.length > 0) read(block.row, held.join('\n'), item)
    held = []
  }
  for (const line of block.text.split('\n')) {
    if (questionIn(line) !== null || answerIn(line) !== null) flush()
    held.push(line)
  }
  flush()
}
