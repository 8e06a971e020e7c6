import { fileFault, type ImportFault, Unreadable } from './fault.ts'

export interface Decoded {
  text: string
  faults: ImportFault[]
}

const LINE_FEED = 0x0a
type Wide = 'utf-16le' | 'utf-16be'
const SAMPLE = 65_536
const ASCII = /[\t\n\r -~]/g
/** Letters of Latin, signs of Chinese, and their marks. */
const WRITTEN = /[\t\n\r -~\u00a0-\u024f\u2000-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/g
const WRITTEN_SHARE = 0.9

/**
 * Decodes a text whose encoding nobody told: UTF-8, UTF-16 (with or without a mark) or GB18030, which holds GBK and GB2312.
 * A file put together from two encodings is decoded line by line. What is in neither becomes U+FFFD, and its row is told.
 * Throws Unreadable on what is no text.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const wide = wideEncodingOf(bytes)
  if (wide) return { text: new TextDecoder(wide).decode(bytes), faults: [] }
  if (bytes.includes(0)) throw new Unreadable('unreadable-file', 'binary')
  const text = strictly('utf-8', bytes) ?? (hasUtf8Line(bytes) ? null : strictly('gb18030', bytes))
  return text === null ? decodeLines(bytes) : { text: text.replace(/^\ufeff/, ''), faults: [] }
}

/** By the mark; without one, by how much of the text is what people write, and of that by how much is ASCII. */
function wideEncodingOf(bytes: Uint8Array): Wide | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.length % 2 === 1 || !bytes.includes(0)) return null
  const sample = bytes.subarray(0, SAMPLE)
  const [best] = (['utf-16le', 'utf-16be'] as const)
    .map((encoding) => ({ encoding, text: new TextDecoder(encoding).decode(sample) }))
    .filter(({ text }) => (text.match(WRITTEN)?.length ?? 0) > text.length * WRITTEN_SHARE)
    .map(({ encoding, text }) => ({ encoding, ascii: text.match(ASCII)?.length ?? 0 }))
    .sort((one, other) => other.ascii - one.ascii)
  return best && best.ascii > 0 ? best.encoding : null
}

/** The text, or null where a byte of it is not of the encoding. */
function strictly(encoding: 'utf-8' | 'gb18030', bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Neither encoding uses a line feed inside a character, so lines can be told apart before they are decoded. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, from)
    const end = found < 0 ? bytes.length : found + 1
    yield bytes.subarray(from, end)
    from = end
  }
}

/** Chinese in GBK is by accident valid UTF-8 only of two-byte characters; those of three bytes are a sign of UTF-8. */
const looksUtf8 = (line: Uint8Array): boolean => line.some((byte) => byte >= 0xe0) && strictly('utf-8', line) !== null

function hasUtf8Line(bytes: Uint8Array): boolean {
  for (const line of linesOf(bytes)) if (looksUtf8(line)) return true
  return false
}

function decodeLines(bytes: Uint8Array): Decoded {
  const counts = { 'utf-8': 0, gb18030: 0, neither: 0 }
  const first = { 'utf-8': 0, gb18030: 0, neither: 0 }
  const parts: string[] = []
  let number = 0
  for (const line of linesOf(bytes)) {
    number++
    const ascii = line.every((byte) => byte < 0x80)
    const utf8 = ascii || looksUtf8(line) ? strictly('utf-8', line) : null
    const text = utf8 ?? strictly('gb18030', line)
    parts.push(text ?? new TextDecoder('utf-8').decode(line))
    if (ascii) continue
    const encoding = text === null ? 'neither' : utf8 === null ? 'gb18030' : 'utf-8'
    if (counts[encoding]++ === 0) first[encoding] = number
  }
  const rarer = counts.gb18030 < counts['utf-8'] ? 'gb18030' : 'utf-8'
  const mixed = counts[rarer] > 0 ? [{ ...fileFault('wrong-encoding', `${rarer}: ${counts[rarer]}`, true), row: first[rarer] }] : []
  const broken = counts.neither > 0 ? [{ ...fileFault('wrong-encoding', `?: ${counts.neither}`, true), row: first.neither }] : []
  return { text: parts.join('').replace(/^\ufeff/, ''), faults: [...mixed, ...broken] }
}
