import { type Infer, parse, v } from '../../shared/base/schema.ts'
import { Actor } from '../../shared/conversation/actor.ts'

/** The header in which the edge hands on who asks. */
export const SESSION_HEADER = 'x-evenkeel-session'

/** Who asks, as the edge proved it, on the way from a route to an object. */
const Session = v.object({ actor: Actor, signIn: v.string() })
export type Session = Infer<typeof Session>

/** The request for an object: the same upgrade, with what was proved. A header of that name from outside is overwritten. */
export function withSession(request: Request, session: Session): Request {
  const headers = new Headers(request.headers)
  headers.set(SESSION_HEADER, encodeURIComponent(JSON.stringify(session)))
  return new Request(request, { headers })
}

export function readSession(request: Request): Session | null {
  const header = request.headers.get(SESSION_HEADER)
  if (!header) return null
  const parsed = parse(Session, JSON.parse(decodeURIComponent(header)))
  return parsed.ok ? parsed.value : null
}
