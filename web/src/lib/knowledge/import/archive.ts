import { Inflate } from 'fflate'
import { BOUNDS } from './bounds.ts'
import { Unreadable } from './fault.ts'

/** The parts of a ZIP archive, each expanded only when it is asked for and only as far as it is read. */
export interface Archive {
  has(path: string): boolean
  /** The text of a part in pieces, UTF-8; nothing where there is no such part. Throws Unreadable. */
  read(path: string): Generator<string>
}

interface Entry {
  method: number
  encrypted: boolean
  from: number
  packed: number
  size: number
}

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_CENTRAL = 0x06054b50
const LONGEST_COMMENT = 65_535
const STORED = 0
const DEFLATED = 8
/** Deflate makes at most about a thousand bytes of one, so a slice makes a few megabytes at most. */
const SLICE = 4096

/**
 * Opens a ZIP archive (PKWARE APPNOTE 6.3.10, without ZIP64, of which a file of our size has no need). What the archive
 * says of its sizes is not believed: everything that is expanded counts, and reading ends at the bound.
 */
export function openArchive(bytes: Uint8Array): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = entriesOf(view)
  let left: number = BOUNDS.expandedBytes
  const spend = (count: number) => {
    left -= count
    if (left < 0) throw new Unreadable('too-large', `${BOUNDS.expandedBytes / 1024 / 1024} MB`)
  }
  return {
    has: (path) => entries.has(path),
    *read(path) {
      const entry = entries.get(path)
      if (!entry) return
      if (entry.encrypted) throw new Unreadable('unreadable-file', 'locked')
      const decoder = new TextDecoder('utf-8')
      for (const part of expand(bytes, entry, path)) {
        spend(part.length)
        const text = decoder.decode(part, { stream: true })
        if (text !== '') yield text
      }
      yield decoder.decode()
    },
  }
}

const broken = (detail: string) => new Unreadable('unreadable-file', detail)

function entriesOf(view: DataView): Map<string, Entry> {
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  if (count > BOUNDS.archiveEntries) throw new Unreadable('too-large', `${BOUNDS.archiveEntries} parts`)
  const entries = new Map<string, Entry>()
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL_HEADER) throw broken('truncated')
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number]
    if (at + 46 + name > view.byteLength) throw broken('truncated')
    const path = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, name)).replaceAll('\\', '/')
    entries.set(path, {
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      from: contentOf(view, view.getUint32(at + 42, true)),
    })
    at += 46 + name + extra + comment
  }
  return entries
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT)
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === END_OF_CENTRAL) return at
  throw broken('truncated')
}

function contentOf(view: DataView, header: number): number {
  if (header + 30 > view.byteLength || view.getUint32(header, true) !== LOCAL_HEADER) throw broken('truncated')
  return header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
}

function* expand(bytes: Uint8Array, { method, from, packed, size }: Entry, path: string): Generator<Uint8Array> {
  if (from + packed > bytes.length) throw broken('truncated')
  const content = bytes.subarray(from, from + packed)
  if (method === STORED) return yield content
  if (method !== DEFLATED) throw broken(`${path}: method ${method}`)
  let ready: Uint8Array[] = []
  let made = 0
  const inflate = new Inflate((chunk) => void ready.push(chunk))
  for (let at = 0; at < content.length; at += SLICE) {
    try {
      inflate.push(content.subarray(at, at + SLICE), at + SLICE >= content.length)
    } catch {
      throw broken(`${path}: damaged`)
    }
    for (const chunk of ready) {
      made += chunk.length
      yield chunk
    }
    ready = []
  }
  if (made !== size) throw broken(`${path}: damaged`)
}
