import type { Body } from '$shared/conversation/thread.ts'
import type { Key, Params } from '../i18n/i18n.svelte.ts'

export type TicketBody = Extract<Body, { kind: 'ticket' | 'ticket-moved' | 'ticket-added' }>

export const isOfTicket = (body: Body): body is TicketBody =>
  body.kind === 'ticket' || body.kind === 'ticket-moved' || body.kind === 'ticket-added'

/** The words for a line of a ticket; its number is put in by whoever draws it. */
export function ticketWords(body: TicketBody): [Key, Params] {
  if (body.kind === 'ticket-added') return [`told.${body.what}`, {}]
  if (body.kind === 'ticket') return [`told.status-${body.status}`, {}]
  if (body.what === 'assigned' && body.seat) return ['told.assigned', { name: body.seat.name }]
  if (body.what === 'answer' || body.what === 'merged' || body.what === 'reopened') return [`told.${body.what}`, {}]
  return [`told.status-${body.status}`, {}]
}
