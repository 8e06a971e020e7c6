import type { Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { parse } from '../../shared/base/schema.ts'
import { isOutcome } from '../../shared/knowledge/registry.ts'
import { type Call, CallAnswer, HEADERS, PING } from '../../shared/protocol/connector-call.ts'
import { signatureOf } from './signature.ts'

/** What came back of a call: an answer that can be gone on with, or why it is none. */
export interface Called {
  status: number | null
  /** The beginning of what came, for the owner's own eyes. */
  text: string
  result: { ok: true; answer: CallAnswer } | { ok: false; fault: string }
}

/**
 * Sends a signed call to the business's own system. It is not followed to elsewhere, has a time, and is read no further
 * than its bound. Faults are codes: `timeout`, `unreachable`, `redirected`, `status-500`, `too-large`, `malformed`,
 * `unknown-outcome`.
 */
export async function send(url: string, secrets: readonly string[], call: Call, now: Millis): Promise<Called> {
  const body = JSON.stringify(call)
  const timestamp = Math.floor(now / 1000)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Evenkeel',
    [HEADERS.key]: call.id,
    [HEADERS.timestamp]: String(timestamp),
    [HEADERS.signature]: await signatureOf(secrets, timestamp, body),
  }
  const no = (fault: string, status: number | null = null, text = ''): Called => ({ status, text, result: { ok: false, fault } })
  const signal = AbortSignal.timeout(LIMITS.callTimeout)
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const { status } = response
    if (status >= 300 && status < 400) {
      await response.body?.cancel()
      return no('redirected', status)
    }
    const text = await textOf(response)
    if (text === null) return no('too-large', status)
    if (!response.ok) return no(`status-${status}`, status, text)
    const answer = parse(CallAnswer, readJson(text))
    if (!answer.ok) return no('malformed', status, text)
    const isKnown = call.action === PING || isOutcome(call.action, answer.value.outcome)
    return isKnown ? { status, text, result: { ok: true, answer: answer.value } } : no('unknown-outcome', status, text)
  } catch (fault) {
    return no(signal.aborted || (fault instanceof Error && fault.name === 'TimeoutError') ? 'timeout' : 'unreachable')
  }
}

/** The text of an answer, or null where it goes on beyond its bound. */
async function textOf(response: Response): Promise<string | null> {
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) break
    length += part.value.byteLength
    if (length > LIMITS.callAnswer) {
      await reader?.cancel()
      return null
    }
    parts.push(part.value)
  }
  const decoder = new TextDecoder()
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
