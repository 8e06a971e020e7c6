import type { SeatId, TicketId } from '../../shared/base/ids.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import type { NoticeKind, Notify } from '../../shared/protocol/push-notice.ts'
import type { TicketEvent } from '../../shared/ticket/events.ts'
import type { Ticket } from '../../shared/ticket/state.ts'
import type { Effect } from '../platform/outbox.ts'

type As = 'owner' | 'watcher' | 'task'

/** Which seats follow a ticket, and as what: whoever has it, who has a part of it, who watches. Nobody when it is closed. */
export function followers(state: Ticket): Map<SeatId, As> {
  const following = new Map<SeatId, As>()
  if (state.status === 'closed') return following
  for (const { id } of state.watchers) following.set(id, 'watcher')
  for (const { seat, outcome } of state.tasks) if (seat && outcome === 'open') following.set(seat.id, 'task')
  if (state.owner) following.set(state.owner.id, 'owner')
  return following
}

/** [T26] Seats are told what they follow from now on, and what no longer. */
export function followEffects(ticket: TicketId, event: TicketEvent, before: Ticket, after: Ticket): Effect[] {
  const [was, is] = [followers(before), followers(after)]
  const effects: Effect[] = []
  const say = (seat: SeatId, command: { type: string } & Record<string, unknown>) => {
    const id = derivedCommandId(event.cause, `f${event.seq.toString(36)}`)
    effects.push({ target: { kind: 'seat', id: seat }, command: { ...command, id, ticket } })
  }
  for (const [seat, as] of is) if (was.get(seat) !== as) say(seat, { type: 'follow-ticket', as, since: event.at })
  for (const seat of was.keys()) if (!is.has(seat)) say(seat, { type: 'drop-ticket' })
  return effects
}

/** What those who have or watch a ticket want to know, though they look at something else. */
function noticeOf(event: TicketEvent): NoticeKind | null {
  switch (event.name) {
    case 'ticket.v1.Assigned':
      // Who took it by themselves knows.
      return event.data.why ? 'assigned-ticket' : null
    case 'ticket.v1.CustomerSaid':
      return 'customer-answered'
    case 'ticket.v1.LevelWarned':
    case 'ticket.v1.LevelMissed':
    case 'ticket.v1.LeftUnanswered':
    case 'ticket.v1.Escalated':
      return 'service-level'
    default:
      return null
  }
}

/** [T26] Whoever has the ticket is told on their devices; of what was missed or escalated, those who watch are, too. */
export function noticeEffects(ticket: TicketId, event: TicketEvent, { owner, watchers }: Ticket): Effect[] {
  const kind = noticeOf(event)
  if (!kind) return []
  const all = event.name === 'ticket.v1.LevelMissed' || event.name === 'ticket.v1.Escalated' ? watchers : []
  const seats = new Set([...(owner ? [owner.id] : []), ...all.map(({ id }) => id)])
  const notify = { type: 'notify', kind, ticket, seq: event.seq, at: event.at } satisfies Omit<Notify, 'id'>
  return [...seats].map((seat) => {
    const id = derivedCommandId(event.cause, `y${event.seq.toString(36)}`)
    return { target: { kind: 'seat', id: seat }, command: { ...notify, id } }
  })
}
