import { HOUR } from '../base/clock.ts'
import { LIMITS } from '../base/limits.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Author } from '../conversation/actor.ts'
import { cleanText } from '../language/normalise.ts'
import { URGENCIES } from '../understanding/work.ts'
import type { TicketCommand } from './commands.ts'
import type { Ticket } from './state.ts'
import type { Story } from './story.ts'

/** The conversation counts the day by when it was told; its word may have been longer on the way the day before. */
const ON_THE_WAY = HOUR

const CUSTOMER: Author = { kind: 'customer' }

/** The next higher urgency; null at the top. */
export const oneStepUp = ({ urgency }: Pick<Ticket, 'urgency'>) => URGENCIES[URGENCIES.indexOf(urgency) + 1] ?? null

/** Whether a ticket that was settled or closed may still be taken up again. */
export const mayReopen = ({ status, closedAt }: Ticket, now: number): boolean =>
  status === 'resolved' || (status === 'closed' && closedAt !== null && now <= closedAt + LIMITS.ticketReopen)

/** [T5 T6] What the customer says is always kept, unless it is empty or pressed for too often. */
export function hear(story: Story, { what, text: raw }: Extract<TicketCommand, { type: 'customer-said' }>): RefusalCode | null {
  const { status, urges, urgedAt, merged } = story.state
  const { now } = story.around
  const text = cleanText(raw).trim()
  if (text.length > LIMITS.messageText) return 'text-too-long'
  if (text === '' && what === 'addition') return 'text-empty'
  const isOver = status === 'resolved' || status === 'closed'
  if (what === 'urge' && merged === null) {
    if (isOver) return 'ticket-step'
    if (urgedAt !== null && now < urgedAt + LIMITS.urgeEvery - ON_THE_WAY) return 'urged-too-soon'
  }
  story.tell({ name: 'ticket.v1.CustomerSaid', data: { what, text } }, CUSTOMER)
  // It goes on to the ticket that this one is part of.
  if (merged !== null) return null
  if (what === 'urge') {
    const urgency = oneStepUp(story.state)
    if (urges === 0 && urgency) story.tell({ name: 'ticket.v1.Corrected', data: { urgency, why: 'urged' } })
    return null
  }
  if (isOver) {
    if (mayReopen(story.state, now)) story.tell({ name: 'ticket.v1.Reopened', data: { reason: '' } }, CUSTOMER)
    return null
  }
  if (status === 'awaiting-customer') {
    const next = story.state.owner ? 'processing' : 'received'
    story.tell({ name: 'ticket.v1.StatusChanged', data: { status: next, note: '' } }, CUSTOMER)
  }
  return null
}
