import type { Trouble } from './messages.ts'

export interface RemoteFile {
  url: string
  bytes: number
  /** In hexadecimal. */
  sha256: string
}

/** Why a file could not be had. */
export class FileTrouble extends Error {
  readonly code: Trouble

  constructor(code: Trouble, url: string) {
    super(`${url}: ${code}`)
    this.code = code
  }
}

const CACHE = 'models'
/** A link that has brought nothing for so long is taken for dead; milliseconds. */
const LONGEST_SILENCE = 30_000

/** Whether all of them are on this device already. */
export async function areHere(files: readonly RemoteFile[]): Promise<boolean> {
  const cache = await caches.open(CACHE)
  const found = await Promise.all(files.map(({ url }) => cache.match(url)))
  return found.every((answer) => answer !== undefined)
}

/** A kept file, or null. */
export async function kept(url: string): Promise<Response | null> {
  return (await (await caches.open(CACHE)).match(url)) ?? null
}

/**
 * A kept file, or what is fetched, kept where it is a file: a path that is not there is answered with the app's own page, and
 * that is none.
 */
export async function keptOrFetched(url: string, signal?: AbortSignal): Promise<Response> {
  const here = await kept(url)
  if (here) return here
  const answer = await fetch(url, signal ? { signal } : {})
  if (answer.headers.get('content-type')?.includes('text/html')) return new Response(null, { status: 404 })
  if (answer.ok) await keep(url, answer.clone())
  return answer
}

/** A device that is full keeps nothing, and goes on with what it has in memory. */
async function keep(url: string, answer: Response): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(url, answer)
  } catch {
    // It is fetched again the next time.
  }
}

/** Lets go of what belongs to no model that is in use. */
export async function letGo(isWanted: (path: string) => boolean): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const request of await cache.keys()) if (!isWanted(new URL(request.url).pathname)) await cache.delete(request)
}

/**
 * Fetches what is not here yet, one after another, and keeps each file once it is whole and as it was published. Tells
 * how many bytes of all are here. Throws FileTrouble, or AbortError where `signal` says so.
 */
export async function bring(
  files: readonly RemoteFile[],
  signal: AbortSignal,
  tell: (received: number, total: number) => void,
): Promise<void> {
  const cache = await caches.open(CACHE)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let received = 0
  for (const file of files) {
    if (await cache.match(file.url)) {
      received += file.bytes
      continue
    }
    const before = received
    const answer = await fetched(file, signal, (part) => {
      received = Math.min(before + file.bytes, received + part)
      tell(received, total)
    })
    received = before + file.bytes
    await keep(file.url, answer)
    tell(received, total)
  }
}

async function fetched(file: RemoteFile, signal: AbortSignal, tell: (bytes: number) => void): Promise<Response> {
  const bytes = new Uint8Array(file.bytes)
  let length = 0
  let type = ''
  const stalled = new AbortController()
  let watch = setTimeout(() => stalled.abort(), LONGEST_SILENCE)
  try {
    const answer = await fetch(file.url, { signal: AbortSignal.any([signal, stalled.signal]) })
    if (!answer.ok || !answer.body) throw new FileTrouble('unreachable', file.url)
    type = answer.headers.get('content-type') ?? ''
    const reader = answer.body.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (length + part.value.length > bytes.length) throw new FileTrouble('damaged', file.url)
      bytes.set(part.value, length)
      length += part.value.length
      clearTimeout(watch)
      watch = setTimeout(() => stalled.abort(), LONGEST_SILENCE)
      tell(part.value.length)
    }
  } catch (fault) {
    if (fault instanceof FileTrouble || signal.aborted) throw fault
    throw new FileTrouble('unreachable', file.url)
  } finally {
    clearTimeout(watch)
  }
  if (length !== bytes.length || (await sha256(bytes)) !== file.sha256) throw new FileTrouble('damaged', file.url)
  return new Response(bytes, { headers: { 'content-type': type } })
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
