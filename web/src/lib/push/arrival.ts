import type { ConversationId } from '$shared/base/ids.ts'
import { parse } from '$shared/base/schema.ts'
import { EventsSince, type NoticeKind, PushPayload } from '$shared/protocol/push-notice.ts'
import { Seat } from '$shared/seat/state.ts'
import { Replica } from '../replica/db.ts'
import { takeFeed } from '../replica/feed.ts'
import { mark } from '../replica/outbox.ts'
import type { Kept } from '../replica/rows.ts'
import { customerSender } from '../sync/flush.ts'
import { type Brought, type Shown, shownOf } from './shown.ts'

/** What a service worker knows of the device around it. */
export interface Around {
  /** The names of the databases of this device: one that is not there must not be made by looking into it. */
  replicas(): Promise<readonly string[]>
  /** Whether a visible page shows a person the conversation; with null, whether one of theirs is visible at all. */
  isOnScreen(to: string, conversation: ConversationId | null): Promise<boolean>
}

/** What becomes of a push: a notice to show, nothing, or nothing and never again for whom it was. */
export type Arrival = { show: Shown } | 'nothing' | 'not-theirs'

/** What any page of the person's shows, whichever conversation is open there: the desk lists offers and tickets. */
const AT_THE_DESK = new Set<NoticeKind>(['offered', 'assigned-ticket', 'service-level'])

/** How long the fetch may take before the notice tells that it has no content yet. */
const PATIENCE = 10_000

/**
 * Takes a push: looks whose it is, fetches what it names, writes that into the replica as a page would, and only then
 * tells what to show. Whoever has signed out, or was cleared from this device, is neither fetched for nor named.
 */
export async function arrive(raw: unknown, around: Around): Promise<Arrival> {
  const parsed = parse(PushPayload, raw)
  if (!parsed.ok) return 'nothing'
  const payload = parsed.value
  const name = payload.to.startsWith('u_') ? 'evenkeel-customer' : `evenkeel-${payload.to}`
  if (!(await around.replicas()).includes(name)) return 'not-theirs'
  const db = new Replica(name)
  try {
    const choice = await choiceOf(db, payload.to)
    if (!choice) return 'not-theirs'
    const brought = await bring(db, payload)
    if (brought === 'ended') {
      await db.keep('notices', null)
      return 'not-theirs'
    }
    if (await around.isOnScreen(payload.to, AT_THE_DESK.has(payload.kind) ? null : (payload.conversation ?? null))) return 'nothing'
    // [N5] Somebody may have signed out, or cleared the device, while it was fetched.
    if (!(await around.replicas()).includes(name) || !(await choiceOf(db, payload.to))) return 'not-theirs'
    const show = await shownOf(db, payload, choice, brought)
    return show ? { show } : 'nothing'
  } finally {
    await db.close()
  }
}

/** How the person is told here, where it is still they who use the device. */
async function choiceOf(db: Replica, to: string): Promise<Kept['notices'] | undefined> {
  const choice = await db.recall('notices')
  if (!to.startsWith('u_')) return choice
  return (await db.recall('identity'))?.id === to ? choice : null
}

async function bring(db: Replica, payload: PushPayload): Promise<Brought | 'ended'> {
  try {
    if (payload.kind === 'offered') return await bringSeat(db)
    return payload.conversation ? await bringEvents(db, payload, payload.conversation) : 'fetched'
  } catch {
    return 'unreachable'
  }
}

async function bringEvents(db: Replica, { to }: PushPayload, conversation: ConversationId): Promise<Brought | 'ended'> {
  const side = to.startsWith('u_') ? 'customer' : 'seat'
  for (;;) {
    const since = (await db.head(conversation))?.state.seq ?? 0
    const path = `/api/push/${side}/events/${conversation}?since=${since}`
    let response = await ask(path)
    if (response.status === 401 && side === 'customer' && (await customerSender(db).prove())) response = await ask(path)
    if (response.status === 401) return side === 'seat' ? 'ended' : 'unreachable'
    if (response.status === 404) return 'gone'
    const answer = parse(EventsSince, response.ok ? await response.json() : null)
    if (!answer.ok) return 'unreachable'
    const { seq, events } = answer.value
    if (events.length === 0) return 'fetched'
    const { lastFrom, marks, seq: head } = await takeFeed(db, conversation, events)
    if (head < seq) continue
    // The words are on this device: whoever wrote them may be told so.
    const theirs = lastFrom[side === 'seat' ? 'customer' : 'seat']
    if (theirs > marks[side].delivered) await mark(db, conversation, theirs, 0)
    return 'fetched'
  }
}

async function bringSeat(db: Replica): Promise<Brought | 'ended'> {
  const response = await ask('/api/push/seat/state')
  if (response.status === 401) return 'ended'
  const seat = parse(Seat, response.ok ? await response.json() : null)
  if (!seat.ok) return 'unreachable'
  // A page may have heard of something later meanwhile.
  await db.revise('seat', (before) => (before && before.seq > seat.value.seq ? before : seat.value))
  return 'fetched'
}

const ask = (path: string): Promise<Response> => fetch(path, { signal: AbortSignal.timeout(PATIENCE) })
