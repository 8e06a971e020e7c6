import { answerIn, questionIn } from './pairs.ts'

/** A line of a printed page. */
export interface Line {
  text: string
  /** From the foot of the page, in its units. */
  height: number
  /** How high its letters are. */
  size: number
}

const SENTENCE_END = /[。！？!?：:；;.]["”’」』）)]*$/u
const BEGINS =
  /^(?:[-•·●◆■▪]|[（(]?\d{1,3}[.、)）]|第[一二三四五六七八九十百\d]{1,5}[章节条款]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])/u
const PAGE_NUMBER = /^[-–—\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-–—\s]*$|^page\s+\d+(?:\s+of\s+\d+)?$/i
const WIDE_GAP = 1.9
const FEWEST_PAGES = 3

/**
 * Leaves out the numbers of pages, and what stands at the head or the foot of most pages: the same words, and in the
 * outermost lines the same words about another number.
 */
export function withoutRunningLines(pages: readonly (readonly Line[])[]): Line[][] {
  const edges = pages.map(edgesOf)
  const counts = new Map<string, number>()
  for (const keys of edges) for (const key of new Set(keys.values())) counts.set(key, (counts.get(key) ?? 0) + 1)
  const isRunning = (key: string) => pages.length >= FEWEST_PAGES && (counts.get(key) ?? 0) > pages.length / 2
  return pages.map((lines, at) =>
    lines.filter((line) => {
      const key = edges[at]?.get(line)
      return key === undefined || !(PAGE_NUMBER.test(line.text) || isRunning(key))
    }),
  )
}

/** The first and the last two lines of a page, by what they would be the same as on another. */
function edgesOf(lines: readonly Line[]): Map<Line, string> {
  const inner = [lines[1], lines.at(-2)].flatMap((line) => (line ? [[line, line.text] as const] : []))
  const outer = [lines[0], lines.at(-1)].flatMap((line) => (line ? [[line, line.text.replace(/\d+/g, '#')] as const] : []))
  return new Map([...inner, ...outer].map(([line, text]) => [line, text.replace(/\s+/g, '')]))
}

/**
 * Puts lines that a printer broke together again. A paragraph ends after a sentence whose line is short, before a wide gap,
 * and before what begins a list, a chapter, a question or an answer.
 */
export function paragraphsOf(lines: readonly Line[]): string[] {
  const widest = Math.max(0, ...lines.map(({ text }) => widthOf(text)))
  const paragraphs: string[] = []
  let before: Line | null = null
  for (const line of lines) {
    const text = line.text.trim()
    if (text === '') continue
    const last = paragraphs.at(-1)
    if (last === undefined || before === null || isApart(before, line, widest)) paragraphs.push(text)
    else paragraphs[paragraphs.length - 1] = joined(last, text)
    before = line
  }
  return paragraphs
}

function isApart(before: Line, line: Line, widest: number): boolean {
  const text = line.text.trim()
  if (questionIn(text) !== null || answerIn(text) !== null || BEGINS.test(text)) return true
  if (before.height - line.height > WIDE_GAP * Math.max(before.size, line.size)) return true
  const isShort = widthOf(before.text) < widest * 0.8
  return isShort && (SENTENCE_END.test(before.text.trim().slice(-8)) || questionIn(before.text) !== null)
}

/** A Chinese sign is as wide as two letters. */
const widthOf = (text: string): number => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)

function joined(before: string, next: string): string {
  if (/[A-Za-z]-$/.test(before) && /^[a-z]/.test(next)) return before.slice(0, -1) + next
  return /[\u2e80-\uffef]$/u.test(before) || /^[\u2e80-\uffef]/u.test(next) ? before + next : `${before} ${next}`
}
