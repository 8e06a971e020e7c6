import type { TicketId } from './ids.ts'

/** What people call a ticket: the end of its id, short enough to be said on a telephone. */
export const ticketNumber = (ticket: TicketId): string => ticket.slice(-8).toUpperCase()
