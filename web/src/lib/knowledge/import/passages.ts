import { BOUNDS } from './bounds.ts'
import type { Draft } from './draft.ts'

/** A question that stands for a passage is as long as one that somebody would read in a list. */
const LONGEST_TITLE = 60
const SENTENCE = /[^。！？!?\n；;.]*(?:[。！？!?；;]+[”’」』）)"']*|\.(?=\s|$)|\n+|\.|$)/gu

/**
 * Splits a text into pieces of at most 900 characters: between paragraphs where that is possible, else between sentences,
 * and only where a sentence is longer than a piece within it.
 */
export function splitText(text: string, longest: number = BOUNDS.passageCharacters): string[] {
  const pieces: string[] = []
  let piece = ''
  const add = (part: string, between: string) => {
    if (piece !== '' && piece.length + between.length + part.length <= longest) piece += between + part
    else {
      if (piece.trim() !== '') pieces.push(piece.trim())
      piece = part
    }
  }
  for (const paragraph of text.split(/\n{2,}/)) {
    if (paragraph.length <= longest) {
      add(paragraph, '\n\n')
      continue
    }
    let between = '\n\n'
    for (const [sentence] of paragraph.matchAll(SENTENCE)) {
      for (const part of slices(sentence, longest)) {
        add(part, between)
        between = ''
      }
    }
  }
  if (piece.trim() !== '') pieces.push(piece.trim())
  return pieces
}

/** Cuts no character in two. */
function slices(text: string, longest: number): string[] {
  const parts: string[] = []
  for (let from = 0; from < text.length; ) {
    let end = Math.min(text.length, from + longest)
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--
    parts.push(text.slice(from, end))
    from = end
  }
  return parts
}

/** What a passage is about, for a list and for the search: its first sentence. */
export function titleOf(passage: string): string {
  const line = passage.replace(/^\s*(?:[-*#>|]+|\d{1,3}[.、)])\s*/, '').replace(/\s+/g, ' ')
  const sentence = /^.*?[。！？!?；;]|^.*?\.(?=\s)/u.exec(line)?.[0] ?? line
  const bare = sentence.replace(/[。；;.]$/u, '').trim()
  return bare.length <= LONGEST_TITLE ? bare : `${bare.slice(0, LONGEST_TITLE).toWellFormed().replace('\ufffd', '')}…`
}

/** Questions that several drafts share get a number, so that each piece of a document can be told from the others. */
export function numbered(drafts: readonly Draft[]): Draft[] {
  const seen = new Map<string, number>()
  return drafts.map((draft) => {
    const count = (seen.get(draft.question) ?? 0) + 1
    seen.set(draft.question, count)
    return count === 1 ? draft : { ...draft, question: `${draft.question} (${count})` }
  })
}
