import type { TicketId } from '$shared/base/ids.ts'
import { LIMITS } from '$shared/base/limits.ts'
import { ticketNumber } from '$shared/base/ticket-number.ts'
import type { ToldStatus } from '$shared/conversation/ticket-words.ts'
import type { ToldTicket } from '$shared/conversation/told-tickets.ts'
import type { ViewItem } from '$shared/sync/replica.ts'
import type { Key, Params } from '../i18n/i18n.svelte.ts'
import type { IconName } from '../ui/icons.ts'

/** How a status looks beside its name: no meaning hangs on the colour. */
export const STATUS_LOOK: Record<ToldStatus, { tone: 'calm' | 'good' | 'warn'; icon: IconName }> = {
  received: { tone: 'calm', icon: 'inbox' },
  processing: { tone: 'calm', icon: 'steps' },
  'awaiting-customer': { tone: 'warn', icon: 'person' },
  'awaiting-third-party': { tone: 'calm', icon: 'users' },
  resolved: { tone: 'good', icon: 'check' },
  closed: { tone: 'good', icon: 'checks' },
}

/** A step of a ticket, as its customer reads it. */
export interface TicketLine {
  key: string
  at: number
  say: Key
  params: Params
  text: string
  /** It has not reached the desk yet. */
  waits: boolean
}

/** [T60] The timeline of one ticket out of its conversation, oldest first. */
export function ticketLines(ticket: TicketId, items: readonly ViewItem[]): TicketLine[] {
  return items.flatMap((item): TicketLine[] => {
    const { body, key, at } = item
    if (!('ticket' in body) || body.ticket !== ticket) return []
    const told = stepOf(body)
    return told ? [{ key, at, waits: item.stage !== 'confirmed', ...told }] : []
  })
}

/** [T60] A step in words; null where it says nothing that its customer does not see anyway. */
export function stepOf(body: ViewItem['body']): Pick<TicketLine, 'say' | 'params' | 'text'> | null {
  if (body.kind === 'ticket') return { say: `ticket.opened-${body.reason}`, params: { number: ticketNumber(body.ticket) }, text: '' }
  if (body.kind === 'ticket-added') return { say: `ticket.said-${body.what}`, params: {}, text: body.text }
  if (body.kind !== 'ticket-moved') return null
  const name = body.seat?.name ?? ''
  switch (body.what) {
    case 'answer':
      return { say: 'ticket.answered', params: { name }, text: body.text }
    case 'assigned':
      return name ? { say: 'ticket.assigned', params: { name }, text: '' } : null
    case 'status':
      return { say: `ticket.became-${body.status}`, params: {}, text: body.text }
    default:
      return { say: `ticket.moved-${body.what}`, params: { title: body.title }, text: body.text }
  }
}

/** [T61] Whether what was settled may still be taken up again. */
export const mayReopenNow = ({ status, since }: ToldTicket, now: number): boolean =>
  status === 'resolved' || (status === 'closed' && now <= since + LIMITS.ticketReopen)
