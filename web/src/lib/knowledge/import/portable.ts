import type { Block } from './block.ts'
import { BOUNDS } from './bounds.ts'
import { passagesOf } from './document.ts'
import type { FileNames, Found, ImportContext } from './draft.ts'
import type { ImportFault } from './fault.ts'
import { type Line, paragraphsOf, withoutRunningLines } from './page-lines.ts'
import { hasPairs, readPairs } from './pairs.ts'
import { numbered } from './passages.ts'
import { readPortable } from './portable-engine.ts'

/**
 * Reads a PDF: marked questions and answers, else passages, each with its page as the section of its source. A page without
 * text (a scan) is told. Throws Unreadable.
 */
export async function readPdf(bytes: Uint8Array, context: ImportContext, names: FileNames): Promise<Found> {
  const { pages, count } = await readPortable(bytes, context.characterMap)
  const faults: ImportFault[] = []
  if (count > BOUNDS.pages)
    faults.push({ row: BOUNDS.pages + 1, field: 'row', code: 'too-many', detail: `${count} > ${BOUNDS.pages}`, kept: false })
  const texts = withoutRunningLines(pages).map(paragraphsOf)
  for (const [at, paragraphs] of texts.entries())
    if (paragraphs.length === 0 || isGarbled(pages[at] ?? []))
      faults.push({ row: at + 1, field: 'row', code: 'no-text', detail: sectionOf(at + 1, context), kept: false })
  const readable = texts.map((paragraphs, at) => (isGarbled(pages[at] ?? []) ? [] : paragraphs))
  const blocks = readable.flatMap((paragraphs, at) => paragraphs.map((text): Block => ({ row: at + 1, kind: 'text', text })))
  if (hasPairs(blocks)) {
    const found = readPairs(blocks, names)
    const drafts = found.drafts.map((draft) => ({ ...draft, source: { title: names.title, section: sectionOf(draft.row, context) } }))
    return { drafts, faults: [...faults, ...found.faults], isText: true }
  }
  const drafts = readable.flatMap((paragraphs, at) => passagesOf(paragraphs.join('\n\n'), sectionOf(at + 1, context), at + 1, names))
  return { drafts: numbered(drafts), faults, isText: true }
}

const sectionOf = (page: number, { language }: ImportContext): string => (language === 'zh-CN' ? `第 ${page} 页` : `Page ${page}`)

/** Characters for private use and of control: the font does not tell what its signs mean. */
function isGarbled(lines: readonly Line[]): boolean {
  const text = lines.map((line) => line.text).join('')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd\ue000-\uf8ff]/g)?.length ?? 0
  return odd > text.length / 4
}
