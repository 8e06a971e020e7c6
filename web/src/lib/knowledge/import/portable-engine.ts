import { BOUNDS } from './bounds.ts'
import { Unreadable } from './fault.ts'
import type { Line } from './page-lines.ts'

/** The part of a piece of text that is used. */
interface Piece {
  str?: string
  transform?: number[]
  height?: number
  hasEOL?: boolean
}

type CharacterMap = (name: string) => Promise<Uint8Array>

interface Port {
  addEventListener: (type: 'error', listener: () => void) => void
  terminate: () => void
}

type Library = typeof import('pdfjs-dist/legacy/build/pdf.mjs')
/** Outside a browser it is found by name; a name that stands in the import would make it part of the app. */
const LIBRARY = 'pdfjs-dist/legacy/build/pdf.mjs'

/** The library, loaded when a PDF comes; in a browser it reads in a thread of its own, which it may be stuck in alone. */
async function openLibrary() {
  const { Worker } = globalThis as unknown as { Worker?: new (url: URL, options: { type: 'module' }) => Port }
  if (!Worker) return { library: (await import(/* @vite-ignore */ LIBRARY)) as Library, port: null, thread: null }
  // As a file of its own and no part of the app: half a megabyte that no customer's phone should lay up.
  const url = new URL('pdfjs-dist/legacy/build/pdf.min.mjs', import.meta.url).href
  const library = (await import(/* @vite-ignore */ url)) as Library
  const port = new Worker(new URL('pdfjs-dist/legacy/build/pdf.worker.mjs', import.meta.url), { type: 'module' })
  return { library, port, thread: new library.PDFWorker({ port } as never) }
}

/**
 * The lines of each page of a PDF (ISO 32000), no more pages than the bound, and how many it has. Nothing of it is drawn and
 * no script of it runs. Throws Unreadable on what is no PDF, is locked, or takes too long.
 */
export async function readPortable(bytes: Uint8Array, characterMap?: CharacterMap): Promise<{ pages: Line[][]; count: number }> {
  const { library, port, thread } = await openLibrary()
  const task = library.getDocument({
    // The library takes the bytes away from whoever hands them over.
    data: bytes.slice(),
    ...(thread ? { worker: thread } : {}),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    disableWorkerRendering: true,
    maxImageSize: 0,
    ...(characterMap ? { cMapUrl: 'maps/', cMapPacked: true, BinaryDataFactory: factoryOf(characterMap) } : {}),
  } as never)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreadable('too-large', `${BOUNDS.pdfMilliseconds} ms`)), BOUNDS.pdfMilliseconds)
    port?.addEventListener('error', () => reject(new Unreadable('unreadable-file', 'no-reader')))
  })
  try {
    return await Promise.race([readPages(task.promise), late])
  } catch (fault) {
    if (fault instanceof Unreadable) throw fault
    throw new Unreadable('unreadable-file', (fault as Error).name === 'PasswordException' ? 'locked' : 'damaged')
  } finally {
    clearTimeout(timer)
    // A thread that is stuck never answers, so nobody waits for it.
    task.destroy().catch(() => undefined)
    thread?.destroy()
    port?.terminate()
  }
}

interface Pages {
  numPages: number
  getPage: (number: number) => Promise<{ getTextContent: () => Promise<{ items: unknown[] }>; cleanup: () => unknown }>
}

async function readPages(opening: Promise<unknown>): Promise<{ pages: Line[][]; count: number }> {
  const document = (await opening) as Pages
  const pages: Line[][] = []
  for (let number = 1; number <= Math.min(document.numPages, BOUNDS.pages); number++) {
    try {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      pages.push(linesOf(items as Piece[]))
      page.cleanup()
    } catch {
      // A broken page is one without text; the others are read.
      pages.push([])
    }
  }
  return { pages, count: document.numPages }
}

function linesOf(items: readonly Piece[]): Line[] {
  const lines: Line[] = []
  let open: Line | null = null
  for (const { str = '', transform = [], height = 0, hasEOL } of items) {
    if (str !== '') {
      open ??= { text: '', height: transform[5] ?? 0, size: height }
      open.text += str
      open.size = Math.max(open.size, height)
    }
    if (hasEOL && open) {
      lines.push(open)
      open = null
    }
  }
  return open ? [...lines, open] : lines
}

/** How the library asks for what it did not bring. */
function factoryOf(characterMap: CharacterMap) {
  return class {
    async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
      if (kind !== 'cMapUrl') throw new Error(kind)
      return characterMap(filename)
    }
  }
}
