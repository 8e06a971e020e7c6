import type { ConversationId, TicketId } from '../../shared/base/ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { TicketSummary } from '../../shared/protocol/tickets.ts'
import { applyStored, newTicket } from '../../shared/ticket/state.ts'
import type { Edge } from './edge.ts'

type LogOf = (edge: Edge, kind: string, name: string) => { seq: number; name: string; cause: string }[]

/** [T28] What conversations told of tickets is what tickets were told, once each, and what the register shows of them. */
export function* tickets(edge: Edge, logs: ReadonlyMap<ConversationId, StoredEvent[]>, logOf: LogOf): Iterable<string> {
  const opened = new Map<TicketId, { conversation: ConversationId; additions: number }>()
  for (const [conversation, log] of logs)
    for (const event of log) {
      const { ticket } = event.data as { ticket: TicketId }
      if (event.name === 'v1.TicketOpened') {
        if (opened.has(ticket)) yield `${ticket} is opened twice`
        opened.set(ticket, { conversation, additions: 0 })
      }
      const known = event.name === 'v1.TicketAdded' && opened.get(ticket)
      if (known) known.additions++
    }
  const shown = new Map(
    edge
      .names('REGISTER')
      .flatMap((name) => edge.rows<{ body: string }>('REGISTER', name, 'SELECT body FROM tickets'))
      .map(({ body }) => JSON.parse(body) as TicketSummary)
      .map((summary) => [summary.ticket, summary] as const),
  )
  const here = new Set(edge.names('TICKET') as TicketId[])
  for (const id of here) if (!opened.has(id)) yield `${id} was opened by nobody`
  for (const [id, { conversation, additions }] of opened) {
    const log = here.has(id) ? (logOf(edge, 'TICKET', id) as StoredEvent[]) : []
    const count = (name: string) => log.filter((event) => event.name === `ticket.v1.${name}`).length
    if (count('Opened') !== 1) yield `${id} of ${conversation} is there ${count('Opened')} times`
    if (count('CustomerSaid') !== additions) yield `${id} was told ${additions} additions and has ${count('CustomerSaid')}`
    const { status, owner } = log.reduce(applyStored, newTicket)
    const summary = shown.get(id)
    if (summary?.status !== status || summary.owner?.id !== owner?.id)
      yield `the register shows ${summary?.status} of ${id}, which is ${status}`
  }
}
