import { soundsLikeAsking } from '$shared/assistant/hearing.ts'
import { openArchive } from './archive.ts'
import { BOUNDS } from './bounds.ts'
import { readDocument } from './document.ts'
import { type FileNames, type Found, type ImportContext, type Imported, namesOf } from './draft.ts'
import { decodeText } from './encoding.ts'
import { fileFault, type ImportFault, Unreadable } from './fault.ts'
import { gather } from './gather.ts'
import { readJsonLines } from './json-lines.ts'
import { readMarkdown } from './markdown.ts'
import { readPage } from './page.ts'
import { documentsOf, tablesOf } from './papers.ts'
import { blocksOfText } from './plain.ts'
import { readPdf } from './portable.ts'
import { parseSeparated, separatorOf } from './separated.ts'
import { isHeader, readTable } from './table.ts'
import { readWord } from './word.ts'
import { readWorkbook } from './workbook.ts'

type Kind = 'csv' | 'tsv' | 'xlsx' | 'docx' | 'pdf' | 'md' | 'html' | 'txt' | 'jsonl'

const KIND_OF: Record<string, Kind> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  docx: 'docx',
  docm: 'docx',
  pdf: 'pdf',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
  txt: 'txt',
  text: 'txt',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
}
const TEXT_KINDS: readonly (Kind | undefined)[] = ['csv', 'tsv', 'md', 'html', 'txt', 'jsonl']

/**
 * Turns a file that an owner chose into articles, by its content first and its name second. All that is good comes in, all
 * that is not is told with its place; never throws. Pure but for the library that reads PDFs, which is loaded when one
 * comes. Large files take seconds: call it in a worker where the page must stay responsive.
 */
export async function readImport(name: string, bytes: Uint8Array, context: ImportContext): Promise<Imported> {
  const faults: ImportFault[] = []
  const names = namesOf(name)
  try {
    if (bytes.length === 0) throw new Unreadable('unreadable-file', 'empty')
    if (bytes.length > BOUNDS.fileBytes) throw new Unreadable('too-large', `${BOUNDS.fileBytes / 1024 / 1024} MB`)
    const found = await readContent(name, bytes, context, names, faults)
    const all = { ...found, faults: [...faults, ...found.faults] }
    const imported = { ...gather(all, context, names), ...shapesOf(all, context, names) }
    const isSilent = imported.articles.length === 0 && imported.faults.every(({ kept }) => kept)
    return isSilent ? { ...imported, faults: [...imported.faults, fileFault('no-text', names.title)] } : imported
  } catch (fault) {
    const told = fault instanceof Unreadable ? fileFault(fault.code, fault.detail) : fileFault('unreadable-file', 'damaged')
    return { articles: [], faults: [...faults, told], replaced: [], shape: 'articles' }
  }
}

/** So much text in which hardly anything is asked is there to be read, not to be asked for. */
const LONG_TEXT = 1200
const FEW_QUESTIONS = 1 / 3

/** What else a file can come in as, and what it most likely is. */
function shapesOf(found: Found, context: ImportContext, names: FileNames): Pick<Imported, 'documents' | 'tables' | 'shape'> {
  if (found.grid) {
    const { papers, faults } = tablesOf(found.grid, context, names)
    const others = found.faults.filter(({ code }) => code !== 'no-header')
    return {
      tables: { papers, faults: [...others, ...faults].sort((one, other) => one.row - other.row) },
      shape: papers.length > 0 ? 'table' : 'articles',
    }
  }
  if (!found.isText || found.drafts.length === 0) return { shape: 'articles' }
  const { papers, faults } = documentsOf(found.drafts, context, names)
  const asking = found.drafts.filter(({ question }) => soundsLikeAsking(question)).length
  const length = found.drafts.reduce((sum, { answer }) => sum + answer.length, 0)
  const isProse = length >= LONG_TEXT && asking < found.drafts.length * FEW_QUESTIONS
  return { documents: { papers, faults: [...found.faults, ...faults] }, shape: isProse ? 'document' : 'articles' }
}

async function readContent(
  name: string,
  bytes: Uint8Array,
  context: ImportContext,
  names: FileNames,
  faults: ImportFault[],
): Promise<Found> {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const told = KIND_OF[extension]
  const packed = packedKindOf(bytes)
  const text = packed ? '' : decodeInto(bytes, faults)
  const kind = packed ?? textKindOf(text, told)
  if (kind !== told) faults.push(fileFault('wrong-extension', kind, true))
  if (kind === 'pdf') return readPdf(bytes, context, names)
  if (kind === 'xlsx') {
    const { rows, faults: found } = readWorkbook(bytes)
    faults.push(...found)
    return readTable(rows)
  }
  if (kind === 'docx' || kind === 'html') {
    const { blocks, faults: found } = kind === 'docx' ? readWord(bytes) : readPage(text)
    faults.push(...found)
    return readDocument(blocks, names)
  }
  if (kind === 'csv' || kind === 'tsv') return readSeparated(text, kind, faults)
  if (kind === 'jsonl') return readJsonLines(text)
  return kind === 'md' ? readMarkdown(text, names) : readDocument(blocksOfText(text), names)
}

function decodeInto(bytes: Uint8Array, faults: ImportFault[]): string {
  const decoded = decodeText(bytes)
  faults.push(...decoded.faults)
  return decoded.text
}

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean => signature.every((byte, at) => bytes[at] === byte)

/** What a file is that is no text, by its first bytes. Throws Unreadable on what cannot be read. */
function packedKindOf(bytes: Uint8Array): 'xlsx' | 'docx' | 'pdf' | null {
  if (startsWith(bytes, [0x50, 0x4b])) {
    const archive = openArchive(bytes)
    if (archive.has('xl/workbook.xml')) return 'xlsx'
    if (archive.has('word/document.xml')) return 'docx'
    throw new Unreadable('unreadable-file', 'zip')
  }
  // A workbook or document of before 2007, or one that is locked with a password.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new Unreadable('unreadable-file', 'old-or-locked')
  const head = String.fromCharCode(...bytes.subarray(0, 1024))
  if (head.startsWith('{\\rtf')) throw new Unreadable('unreadable-file', 'rtf')
  return head.includes('%PDF-') ? 'pdf' : null
}

function textKindOf(text: string, told: Kind | undefined): Kind {
  const head = text.slice(0, 4096)
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|table)\b/i.test(head)) return 'html'
  if (told && TEXT_KINDS.includes(told)) return told
  const [first] = parseSeparated(`${head.split(/\r\n|\r|\n/, 1)[0]}\n`).rows
  if (first && isHeader(first.cells)) return separatorOf(text) === '\t' ? 'tsv' : 'csv'
  return 'txt'
}

function readSeparated(text: string, kind: 'csv' | 'tsv', faults: ImportFault[]): Found {
  // A file that ends in .tsv and has commas is read by what it has.
  const { rows, faults: found } = parseSeparated(text, kind === 'tsv' && separatorOf(text) === '\t' ? '\t' : undefined)
  faults.push(...found)
  return readTable(rows)
}
