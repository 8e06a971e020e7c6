import type { ConversationId, TicketId } from '../../shared/base/ids.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import type { ConversationEvent, StoredEvent } from '../../shared/conversation/events.ts'
import { isKnown } from '../../shared/conversation/known.ts'
import type { TicketSummary } from '../../shared/protocol/tickets.ts'
import { fold } from '../../shared/sync/replica.ts'
import type { TicketEvent } from '../../shared/ticket/events.ts'
import { applyStored, newTicket, type Ticket } from '../../shared/ticket/state.ts'
import type { Held } from './disk.ts'

type Told = { conversation: ConversationId; log: readonly ConversationEvent[] }

/**
 * [T28] What conversations told of tickets is what the desk has: each once, as it was told, with all that was said to it.
 * `listed` are the tickets as staff are shown them. Says what is not so.
 */
export function* judgeTickets(held: Held, listed: readonly TicketSummary[]): Iterable<string> {
  const openedIn = new Map<TicketId, Told>()
  for (const [conversation, events] of held.conversations) {
    const log = events.filter(isKnown)
    for (const event of log) {
      if (event.name !== 'v1.TicketOpened') continue
      if (openedIn.has(event.data.ticket)) yield `${event.data.ticket} was opened twice, in ${conversation} again`
      openedIn.set(event.data.ticket, { conversation, log })
    }
  }
  for (const id of held.tickets.keys()) if (!openedIn.has(id)) yield `${id} is at the desk, and no conversation opened it`
  for (const [id, told] of openedIn) {
    const log = (held.tickets.get(id) ?? []) as readonly TicketEvent[]
    const times = log.filter(({ name }) => name === 'ticket.v1.Opened').length
    if (times !== 1) yield `${id} of ${told.conversation} is at the desk ${times} times`
    if (times === 0) continue
    yield* history(id, told, log)
    yield* standing(id, told, (log as readonly StoredEvent[]).reduce(applyStored, newTicket), held)
  }
  yield* lists('the register', held.register, held.tickets)
  yield* lists('the list of tickets', listed, held.tickets)
}

/** What its customer said to it and what its people answered is on both sides, once. */
function* history(id: TicketId, { conversation, log: talk }: Told, log: readonly TicketEvent[]): Iterable<string> {
  for (const [index, { seq }] of log.entries()) if (seq !== index + 1) yield `${id} has ${seq} at place ${index + 1}`
  const added = talk.flatMap((event) => (event.name === 'v1.TicketAdded' && event.data.ticket === id ? event : []))
  const said = log.filter(({ name }) => name === 'ticket.v1.CustomerSaid')
  const wasSettled = log.some(({ name }) => name === 'ticket.v1.Resolved')
  for (const { cause, data } of added) {
    const times = said.filter((event) => event.cause === derivedCommandId(cause, 'said')).length
    // Pressed for when it was settled and its customer had not heard: there was nothing to press for any more.
    if (times === 0 && data.what === 'urge' && wasSettled) continue
    if (times !== 1) yield `${id} has the customer's ${data.what} ${cause} ${times} times`
  }
  if (said.length > added.length) yield `${id} has ${said.length} words of its customer, who said ${added.length} in ${conversation}`
  const answers = talk.flatMap((event) =>
    event.name === 'v1.TicketMoved' && event.data.ticket === id && event.data.what === 'answer' ? event : [],
  )
  const answered = log.flatMap((event) => (event.name === 'ticket.v1.Answered' ? event : []))
  for (const { cause, data } of answered) {
    const times = answers.filter((event) => event.data.text === data.text).length
    if (times !== 1) yield `the answer ${cause} of ${id} is in ${conversation} ${times} times`
  }
  if (answers.length > answered.length) yield `${conversation} has ${answers.length} answers of ${id}, which gave ${answered.length}`
}

/** Conversation, queue, seat and archive tell of it as it is. */
function* standing(id: TicketId, { conversation, log }: Told, ticket: Ticket, { queue, seats, cases }: Held): Iterable<string> {
  const { status, owner } = ticket
  const isOver = status === 'resolved' || status === 'closed'
  const told = fold(log).tickets.find((one) => one.id === id)?.status
  if (told !== status) yield `${conversation} tells that ${id} is ${told}, and it is ${status}`
  const holders = Object.values(queue.seats).flatMap((seat) => seat.tickets.flatMap((one) => (one === id ? seat.id : [])))
  const wanted = owner && !isOver ? [owner.id] : []
  if (holders.join() !== wanted.join())
    yield `the queue counts ${id} with ${holders.join(', ') || 'nobody'}, and ${wanted[0] ?? 'nobody'} has it to do`
  const isPlaced = queue.tickets[id] !== undefined
  if (isPlaced === isOver) yield `${id} is ${status}, and the queue ${isPlaced ? 'still has' : 'does not have'} it`
  for (const [seat, { tickets }] of seats) {
    const times = tickets.filter((one) => one.ticket === id && one.as === 'owner').length
    const right = status !== 'closed' && owner?.id === seat ? 1 : 0
    if (times !== right) yield `seat ${seat} has ${id} before it ${times} times, and it should be ${right}`
  }
  const left = cases.filter((one) => one === id).length
  const wasClosed = ticket.closedAt !== null || ticket.reopened > 0
  if (left > 1 || (status === 'closed' && left === 0) || (left === 1 && !wasClosed)) yield `${id} is ${status} and left ${left} cases`
}

/** Whatever lists tickets has each once, as it is, and none beside. */
function* lists(name: string, shown: readonly TicketSummary[], tickets: Held['tickets']): Iterable<string> {
  for (const { ticket } of shown) if (!tickets.has(ticket)) yield `${name} shows ${ticket}, which is not there`
  for (const [id, log] of tickets) {
    const found = shown.filter(({ ticket }) => ticket === id)
    if (found.length !== 1) yield `${name} shows ${id} ${found.length} times`
    const { status, owner } = log.reduce(applyStored, newTicket)
    for (const summary of found)
      if (summary.status !== status || summary.owner?.id !== owner?.id)
        yield `${name} shows ${id} as ${summary.status} of ${summary.owner?.id ?? 'nobody'}, and it is ${status} of ${owner?.id ?? 'nobody'}`
  }
}
