import type { Passage } from '$shared/knowledge/document.ts'
import { splitText } from './import/passages.ts'

const HEADING = /^#{1,6}[ \t]+(.*)$/
const LONGEST_HEADING = 120
const LONGEST_TEXT = 2000

/** A document as one text, in which a line with `##` begins a passage: to be written, and pasted, in one field. */
export function textOf(passages: readonly Passage[]): string {
  const safe = (text: string) => text.replace(/^(\\*)(#{1,6}[ \t])/gm, '$1\\$2')
  return passages.map(({ heading, text }, at) => `${heading === '' && at === 0 ? '' : `## ${heading}\n\n`}${safe(text)}`).join('\n\n')
}

/** The passages of such a text. One that is longer than a passage may be becomes several, so that nothing is lost. */
export function passagesIn(text: string): Passage[] {
  const parts: { heading: string; lines: string[] }[] = [{ heading: '', lines: [] }]
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const heading = HEADING.exec(line)?.[1]?.trim()
    if (heading !== undefined) parts.push({ heading, lines: [] })
    else parts.at(-1)?.lines.push(line.replace(/^(\\*)\\(#{1,6}[ \t])/, '$1$2'))
  }
  return parts.flatMap(({ heading, lines }) => {
    const whole = lines.join('\n').trim()
    if (heading === '' && whole === '') return []
    const isLong = heading.length > LONGEST_HEADING
    const short = isLong ? `${heading.slice(0, LONGEST_HEADING - 6).toWellFormed()}…` : heading
    const pieces = splitText(isLong ? `${heading}\n\n${whole}` : whole, LONGEST_TEXT)
    return (pieces.length > 0 ? pieces : ['']).map((piece, at) => ({
      heading: at === 0 || short === '' ? short : `${short} (${at + 1})`,
      text: piece,
    }))
  })
}
