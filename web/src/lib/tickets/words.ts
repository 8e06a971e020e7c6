import type { Clock } from '$shared/levels/clocks.ts'
import type { TicketSummary } from '$shared/protocol/tickets.ts'
import type { TicketCommand, TicketStatus } from '$shared/ticket/commands.ts'
import type { Key } from '../i18n/i18n.svelte.ts'
import type { IconName } from '../ui/icons.ts'

export type Tone = 'calm' | 'good' | 'warn' | 'bad'

export const statusKey = (status: TicketStatus): Key => `ticket.status-${status}`
export const typeKey = (type: TicketSummary['type']): Key => `work.type-${type}`
export const urgencyKey = (urgency: TicketSummary['urgency']): Key => `tickets.urgency-${urgency}`
export const tierKey = (tier: TicketSummary['tier']): Key => `work.tier-${tier}`

/** What a seat asked for, as it is called; what only other objects say has no name. */
export const didKey = (type: TicketCommand['type']): Key => `tickets.did-${type}` as Key

/** How a status looks beside its name: no meaning hangs on the colour. */
export const STATUS_LOOK: Record<TicketStatus, { tone: Tone; icon: IconName }> = {
  received: { tone: 'warn', icon: 'inbox' },
  processing: { tone: 'calm', icon: 'steps' },
  'awaiting-customer': { tone: 'calm', icon: 'person' },
  'awaiting-third-party': { tone: 'calm', icon: 'users' },
  resolved: { tone: 'good', icon: 'check' },
  closed: { tone: 'good', icon: 'checks' },
}

export const URGENCY_LOOK: Record<TicketSummary['urgency'], { tone: Tone; icon: IconName }> = {
  low: { tone: 'calm', icon: 'down' },
  normal: { tone: 'calm', icon: 'forward' },
  high: { tone: 'warn', icon: 'up' },
  urgent: { tone: 'bad', icon: 'alert' },
}

/** What is said of a deadline: how much is left, by how much it was passed, that its clock stands still, or that there is none. */
export interface Countdown {
  say: 'left' | 'over' | 'paused' | 'none' | 'done'
  /** Milliseconds. */
  span: number
  tone: Tone
  icon: IconName
}

/** [T55] The nearest deadline of a ticket, in words that need no colour. */
export function countdownOf(ticket: { due: number | null; level: TicketSummary['level']; status: TicketStatus }, now: number): Countdown {
  if (ticket.status === 'resolved' || ticket.status === 'closed') return { say: 'done', span: 0, tone: 'good', icon: 'check' }
  if (ticket.due === null) {
    const paused = ticket.status === 'awaiting-customer' || ticket.status === 'awaiting-third-party'
    return { say: paused ? 'paused' : 'none', span: 0, tone: 'calm', icon: 'clock' }
  }
  const left = ticket.due - now
  if (left <= 0) return { say: 'over', span: -left, tone: 'bad', icon: 'alert' }
  return { say: 'left', span: left, tone: ticket.level === 'calm' ? 'calm' : 'warn', icon: 'clock' }
}

/** [T55] How much of a promise is used up, in percent, and what is said of it. `used` is working time in milliseconds. */
export function levelOf(clock: Clock, status: TicketStatus, used: number, now: number): Countdown & { percent: number } {
  const level = clock.missed ? 'breached' : clock.warned > 0 ? 'warned' : 'calm'
  const countdown = countdownOf({ due: clock.due, level, status: clock.since === null ? 'awaiting-customer' : status }, now)
  const percent = clock.missed || clock.working <= 0 ? 100 : Math.min(100, Math.floor((used / clock.working) * 100))
  return clock.missed && countdown.say !== 'over' ? { ...countdown, tone: 'bad', icon: 'alert', percent } : { ...countdown, percent }
}
