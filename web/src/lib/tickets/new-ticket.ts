import type { QueueId } from '$shared/base/ids.ts'
import type { TicketSummary } from '$shared/protocol/tickets.ts'

/** What somebody at a seat says of a ticket that they make. */
export interface NewTicket {
  title: string
  ticketType: TicketSummary['type']
  urgency: TicketSummary['urgency']
  line: QueueId
  problem: string
  contact: string
}
