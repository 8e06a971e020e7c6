import type { MiddlewareHandler } from 'hono'
import { no } from './answer.ts'

/**
 * Whatever changes something, and every socket, must come from our own pages: a browser always names the origin there.
 * A program that is no browser names none and carries no stranger's cookies either.
 */
export function sameOrigin(): MiddlewareHandler {
  return async function sameOriginMiddleware(c, next) {
    const safe = (c.req.method === 'GET' || c.req.method === 'HEAD') && c.req.header('upgrade')?.toLowerCase() !== 'websocket'
    const origin = c.req.header('origin')
    if (!safe && origin !== undefined && !isOwn(origin, c.req.url)) return no(c, 'wrong-origin')
    return next()
  }
}

/** Compares hosts: the scheme may differ where TLS ends before the worker. */
function isOwn(origin: string, url: string): boolean {
  try {
    return new URL(origin).host === new URL(url).host
  } catch {
    return false
  }
}
