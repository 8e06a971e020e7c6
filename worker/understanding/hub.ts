import { MINUTE } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'

const MOST_REDIRECTS = 4
/** Names that lead to the inside of a network, and numbers instead of names. */
const INSIDE = /^(?:localhost|[\d.]+|\[.*\]|.*\.(?:local|internal|localhost|lan|home|intranet))$/i

/**
 * Fetches a file from a hub, which sends on to where its files lie: over https, by name, to no inside of a network (from
 * this machine alone to this machine). Throws where it is out of reach, is a page instead of a file, or is too large.
 */
export async function askHub(address: string): Promise<ReadableStream<Uint8Array> | 'not-found'> {
  const controller = new AbortController()
  const first = new URL(address)
  const late = setTimeout(() => controller.abort(), MINUTE)
  let url = first
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      if (url.origin !== first.origin && (url.protocol !== 'https:' || INSIDE.test(url.hostname)))
        throw new Error('sent on to a strange address')
      const answer = await fetch(url, { signal: controller.signal, redirect: 'manual' })
      const next = answer.headers.get('location')
      if (answer.status >= 300 && answer.status < 400 && next) {
        url = new URL(next, url)
        continue
      }
      if (answer.status === 404) return 'not-found'
      const isPage = answer.headers.get('content-type')?.includes('text/html') ?? false
      if (!answer.ok || !answer.body || isPage) throw new Error(`answered with ${answer.status}${isPage ? ', a page' : ''}`)
      return answer.body.pipeThrough(bounded(LIMITS.hubFile))
    }
  } finally {
    // For the answer, not for its body, which takes as long as the link needs.
    clearTimeout(late)
  }
  throw new Error('sent on too often')
}

/** Ends with an error once more than so many bytes have passed. */
function bounded(most: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0
  return new TransformStream({
    transform(chunk, controller) {
      passed += chunk.byteLength
      if (passed > most) controller.error(new Error('too large'))
      else controller.enqueue(chunk)
    },
  })
}
