import { type Block, joinTexts, textOfTable } from './block.ts'
import { BOUNDS } from './bounds.ts'
import type { Draft, FileNames, Found } from './draft.ts'
import { excerpt, type ImportFault } from './fault.ts'
import { answerIn, hasPairs, questionIn, readPairs } from './pairs.ts'
import { numbered, splitText, titleOf } from './passages.ts'
import { isHeader, readTable } from './table.ts'

/** A heading that is longer is a paragraph in the dress of one. */
const LONGEST_HEADING = 110
const LONGEST_CATEGORY = 40

/**
 * Makes drafts of a document: of its tables of questions and answers; of marked questions and answers; else of its headings
 * (each a question) and the text below them; else passages that are cited by their place.
 */
export function readDocument(blocks: readonly Block[], names: FileNames): Found {
  const tables = blocks.flatMap((block) => (block.kind === 'table' && block.rows.some(({ cells }) => isHeader(cells)) ? [block] : []))
  const found = tables.map(({ rows }) => readTable(rows))
  const read = new Set<Block>(tables)
  const texts = blocks.filter((block) => !read.has(block)).map(plainHeading)
  const rest = hasPairs(texts) ? readPairs(texts, names) : readSections(texts, names, tables.length > 0)
  return {
    drafts: [...found.flatMap(({ drafts }) => drafts), ...rest.drafts],
    faults: [...found.flatMap(({ faults }) => faults), ...rest.faults],
    isText: true,
  }
}

function plainHeading(block: Block): Block {
  const tooLong = block.kind === 'heading' && block.text.length > LONGEST_HEADING
  return tooLong ? { row: block.row, kind: 'text', text: block.text } : block
}

interface Section {
  row: number
  level: number
  heading: string
  parent: Section | null
  /** Whether a deeper heading follows: a heading without text of its own is then no question. */
  holds: boolean
  texts: { text: string; item?: boolean }[]
}

function sectionsOf(blocks: readonly Block[]): Section[] {
  const begin: Section = { row: 1, level: 0, heading: '', parent: null, holds: true, texts: [] }
  const sections = [begin]
  let current = begin
  for (const block of blocks) {
    if (block.kind === 'heading') {
      let parent: Section | null = current
      while (parent && (parent.level >= block.level || parent.heading === '')) parent = parent.parent
      if (parent) parent.holds = true
      current = { row: block.row, level: block.level, heading: headingOf(block.text), parent, holds: false, texts: [] }
      sections.push(current)
    } else if (block.kind === 'table') current.texts.push({ text: textOfTable(block.rows) })
    else current.texts.push(block)
  }
  return sections
}

const headingOf = (text: string): string => (questionIn(text) ?? text).replace(/\s+/g, ' ').trim()

/** Where everything worth having stood in a table, what stands around it (a title, a greeting) is passed over. */
function readSections(blocks: readonly Block[], names: FileNames, besideTables: boolean): Found {
  const sections = sectionsOf(blocks)
  const faults: ImportFault[] = []
  const drafts: Draft[] = []
  const twice = repeated(sections.map(({ heading }) => heading))
  for (const section of sections) {
    const answer = joinTexts(section.texts)
    if (section.heading === '') {
      if (!besideTables) drafts.push(...passagesOf(answer, '', section.row, names))
    } else if (answer !== '') drafts.push(...articlesOf(section, answer, twice.has(section.heading), names))
    else if (!section.holds && !besideTables)
      faults.push({ row: section.row, field: 'answer', code: 'no-answer', detail: excerpt(section.heading), kept: false })
  }
  return { drafts: numbered(drafts), faults }
}

function repeated(names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.size === seen.add(name).size))
}

/** The text below a heading is one answer, or several pieces where it is long. */
function articlesOf(section: Section, answer: string, isTwice: boolean, names: FileNames): Draft[] {
  const parent = section.parent?.heading ?? ''
  const full = isTwice && parent !== '' ? `${parent} · ${section.heading}` : section.heading
  const question = full.length <= LONGEST_HEADING ? full : section.heading
  const category = (parent || names.category).slice(0, LONGEST_CATEGORY).toWellFormed()
  const source = { title: names.title, section: section.heading }
  const text = answer
    .split('\n')
    .map((line, at) => (at === 0 ? (answerIn(line) ?? line) : line))
    .join('\n')
  return splitText(text).map((piece) => ({ row: section.row, question, answer: piece, category, source }))
}

/** Cited pieces of a text that has no headings. */
export function passagesOf(text: string, section: string, row: number, names: FileNames): Draft[] {
  return splitText(text, BOUNDS.passageCharacters)
    .filter((piece) => titleOf(piece).length >= 2)
    .map((piece) => ({ row, question: titleOf(piece), answer: piece, source: { title: names.title, section } }))
}
