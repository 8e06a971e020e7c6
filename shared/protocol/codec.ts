import { LIMITS } from '../base/limits.ts'
import { kindOf } from '../base/new-ids.ts'
import { parse } from '../base/schema.ts'
import { isWellFormed } from '../conversation/events.ts'
import { isWellFormed as isWellFormedOfTicket } from '../ticket/events.ts'
import { Down } from './down.ts'
import type { ErrorKind } from './error.ts'
import type { Feed } from './feed.ts'
import { Up } from './up.ts'

/** A ping and its answer are plain texts, so that a platform can answer without waking anybody. */
export const PING = 'ping'
export const PONG = 'pong'

export type ParsedFrame<Frame> = { ok: true; frame: Frame } | { ok: false; kind: ErrorKind }

/** Parses what came up a socket. Never throws: rubbish is answered with a kind. */
export function parseUp(text: string | ArrayBuffer): ParsedFrame<Up> {
  if (typeof text !== 'string') return { ok: false, kind: 'invalid-frame' }
  if (isTooLarge(text)) return { ok: false, kind: 'frame-too-large' }
  const parsed = parse(Up, readJson(text))
  return parsed.ok ? { ok: true, frame: parsed.value } : { ok: false, kind: 'invalid-frame' }
}

/** Parses what came down a socket, events included. */
export function parseDown(text: unknown): ParsedFrame<Down> {
  if (typeof text !== 'string') return { ok: false, kind: 'invalid-frame' }
  const parsed = parse(Down, readJson(text))
  if (!parsed.ok) return { ok: false, kind: 'invalid-frame' }
  if (parsed.value.type === 'feed' && !hasGoodEvents(parsed.value)) return { ok: false, kind: 'invalid-frame' }
  return { ok: true, frame: parsed.value }
}

export const write = (frame: Up | Down): string => JSON.stringify(frame)

/** [T51] Events of a ticket are held to their own schema: none of a conversation passes for one. */
const hasGoodEvents = ({ of, events }: Feed): boolean => events.every(kindOf(of) === 'ticket' ? isWellFormedOfTicket : isWellFormed)

/** UTF-8 takes at least as many bytes as UTF-16 units and at most three times as many; count only when it could matter. */
function isTooLarge(text: string): boolean {
  if (text.length > LIMITS.frameBytes) return true
  return text.length * 3 > LIMITS.frameBytes && new TextEncoder().encode(text).length > LIMITS.frameBytes
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
