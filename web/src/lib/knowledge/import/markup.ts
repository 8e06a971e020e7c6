import { BOUNDS } from './bounds.ts'
import { entitiesOf } from './entities.ts'
import { Unreadable } from './fault.ts'

/** A piece of XML or HTML. Names are without their prefix: `w:p` is `p`. */
export type Token =
  | { kind: 'open'; name: string; attributes: string; empty: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

/** Of HTML: their content is no markup. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'noscript', 'iframe', 'xmp'])
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
const LONGEST_TEXT = 65_536
const LONGEST_ENTITY = 16

/**
 * Reads XML piece by piece, in constant memory. Declarations of a document type are passed over, so no entity that a file
 * declares is ever expanded. Throws Unreadable where XML ends within a mark.
 */
export function tokensOfXml(pieces: Iterable<string>): Generator<Token> {
  return tokensOf(pieces[Symbol.iterator](), false)
}

/** Reads HTML as leniently as people write it: what is no mark is text. */
export function tokensOfHtml(text: string): Generator<Token> {
  return tokensOf([text][Symbol.iterator](), true)
}

function* tokensOf(pieces: Iterator<string>, html: boolean): Generator<Token> {
  let buffer = ''
  let at = 0
  let ended = false
  const more = (): boolean => {
    const next = pieces.next()
    ended = next.done === true
    if (!ended) {
      buffer = buffer.slice(at) + next.value
      at = 0
    }
    return !ended
  }
  for (;;) {
    const mark = markFrom(buffer, at, html)
    const textEnd = mark < 0 ? (ended ? buffer.length : safeEnd(buffer, at)) : mark
    if (textEnd > at) yield { kind: 'text', text: entitiesOf(buffer.slice(at, textEnd), html) }
    at = Math.max(at, textEnd)
    if (mark < 0) {
      if (!more()) {
        if (at < buffer.length) continue
        return
      }
      continue
    }
    const end = endOfMark(buffer, at, html, ended)
    if (end < 0) {
      if (buffer.length - at > BOUNDS.markCharacters && !html) throw new Unreadable('too-large', 'mark')
      if (more()) continue
      if (!html) throw new Unreadable('unreadable-file', 'truncated')
      // No mark ends any more: what is left is text, but for a comment.
      if (!buffer.startsWith('<!--', at)) yield { kind: 'text', text: entitiesOf(buffer.slice(at), html) }
      return
    }
    const token = tokenOf(buffer.slice(at, end), html)
    at = end
    if (token) yield token
    if (html && token?.kind === 'open' && RAW.has(token.name)) at = endOfRaw(buffer, at, token.name)
  }
}

/** Where the next mark begins; in HTML a `<` before a space or a digit is a text. */
function markFrom(buffer: string, from: number, html: boolean): number {
  if (!html) return buffer.indexOf('<', from)
  for (let at = buffer.indexOf('<', from); at >= 0; at = buffer.indexOf('<', at + 1))
    if (/[A-Za-z/!?]/.test(buffer[at + 1] ?? '')) return at
  return -1
}

/** A long text is handed on before its end is seen, but no entity is cut in two. */
function safeEnd(buffer: string, from: number): number {
  if (buffer.length - from < LONGEST_TEXT) return from
  const entity = buffer.lastIndexOf('&')
  return entity > buffer.length - LONGEST_ENTITY ? Math.max(from, entity) : buffer.length
}

/** Where a mark ends, or -1 where its end is not there yet. */
function endOfMark(buffer: string, from: number, html: boolean, ended: boolean): number {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', html ? '>' : '?>'],
  ] as const) {
    if (!buffer.startsWith(opening, from)) continue
    const found = buffer.indexOf(closing, from + opening.length)
    return found < 0 ? -1 : found + closing.length
  }
  if (!ended && buffer.length - from < '<![CDATA['.length && buffer[from + 1] === '!') return -1
  if (!html && buffer.startsWith('<!', from)) return endOfDeclaration(buffer, from)
  for (let at = from + 1; at < buffer.length; at++) {
    const sign = buffer[at]
    if (sign === '>') return at + 1
    if (sign !== '"' && sign !== "'") continue
    if (html && !/=\s*$/.test(buffer.slice(Math.max(from, at - 4), at))) continue
    const closing = buffer.indexOf(sign, at + 1)
    if (closing < 0) return html ? buffer.indexOf('>', at) + 1 || -1 : -1
    at = closing
  }
  return -1
}

/** A document type may hold declarations between brackets. */
function endOfDeclaration(buffer: string, from: number): number {
  const end = buffer.indexOf('>', from)
  const bracket = buffer.indexOf('[', from)
  if (end < 0 || bracket < 0 || bracket > end) return end < 0 ? -1 : end + 1
  const closing = /\]\s*>/g
  closing.lastIndex = bracket
  return closing.exec(buffer) ? closing.lastIndex : -1
}

function tokenOf(mark: string, html: boolean): Token | null {
  if (mark.startsWith('<![CDATA[')) return { kind: 'text', text: mark.slice(9, -3) }
  if (mark.startsWith('<!') || mark.startsWith('<?')) return null
  const [, closes = '', written = '', attributes = ''] = /^<(\/?)\s*([^\s/>]+)([\s\S]*?)\/?>$/.exec(mark) ?? []
  const local = written.slice(written.indexOf(':') + 1)
  const name = html ? local.toLowerCase() : local
  if (name === '') return null
  if (closes) return { kind: 'close', name }
  return { kind: 'open', name, attributes, empty: mark.endsWith('/>') || (html && VOID.has(name)) }
}

function endOfRaw(buffer: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}`, 'gi')
  closing.lastIndex = from
  return closing.exec(buffer)?.index ?? buffer.length
}

/** The attributes of an open mark by their names without prefix. */
export function attributesOf(attributes: string): Map<string, string> {
  const found = attributes.matchAll(/(?<![^\s/"'])([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)
  return new Map(
    [...found].map(([, name = '', double, single, bare]) => [
      name.slice(name.indexOf(':') + 1),
      entitiesOf(double ?? single ?? bare ?? '', false),
    ]),
  )
}
