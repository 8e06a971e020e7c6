import type { TicketId } from '$shared/base/ids.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import { isKnown } from '$shared/ticket/known.ts'
import { applyStored, newTicket, type Ticket } from '$shared/ticket/state.ts'
import type { Replica } from './db.ts'
import { newIn, settle } from './feed.ts'
import { wholeLog } from './queries.ts'
import type { OutboxRow, TicketHeadRow } from './rows.ts'

/** How many of the tickets that were opened last are followed. */
const LOOKED = 20

/** Takes events of a ticket that came down, in one transaction, as `takeFeed` does those of a conversation. */
export async function takeTicketFeed(db: Replica, ticket: TicketId, events: readonly StoredEvent[]): Promise<void> {
  await db.write(['ticketEvents', 'ticketHeads', 'outbox'], async (transaction) => {
    const [stored, heads] = [transaction.objectStore('ticketEvents'), transaction.objectStore('ticketHeads')]
    const head = await heads.get(ticket)
    const from: Ticket = head?.state ?? newTicket
    const fresh = newIn(events, from.seq)
    if (fresh.length === 0) return
    const state = fresh.reduce(applyStored, from)
    for (const event of fresh) await stored.put({ ticket, seq: event.seq, event })
    await settle(transaction.objectStore('outbox'), ticket, fresh)
    await heads.put({ ticket, state, lastAt: fresh.at(-1)?.at ?? 0, ...textsOf(fresh, head) })
  })
}

/** What is wrong, and what settled it: the state does not hold texts. */
function textsOf(events: readonly StoredEvent[], before: TicketHeadRow | undefined): Pick<TicketHeadRow, 'problem' | 'solution'> {
  const texts = { problem: before?.problem ?? '', solution: before?.solution ?? '' }
  for (const event of events.filter(isKnown)) {
    if (event.name === 'ticket.v1.Opened') texts.problem = event.data.matter.problem
    if (event.name === 'ticket.v1.Resolved') texts.solution = event.data.solution
  }
  return texts
}

export interface TicketMaterials {
  events: StoredEvent[]
  pending: OutboxRow[]
}

/** Everything a screen folds to show one ticket. */
export function ticketMaterialsOf(db: Replica, ticket: TicketId): Promise<TicketMaterials> {
  return db.read(['ticketEvents', 'outbox'], async (transaction) => {
    const events = await transaction.objectStore('ticketEvents').getAll(wholeLog(ticket) as never)
    return { events: events.map(({ event }) => event), pending: await transaction.objectStore('outbox').index('to').getAll(ticket) }
  })
}

/** The tickets on this device, those that changed last first. */
export function ticketHeadsOf(db: Replica): Promise<TicketHeadRow[]> {
  return db.read(['ticketHeads'], async (transaction) => (await transaction.objectStore('ticketHeads').index('lastAt').getAll()).reverse())
}

/** Notes that a ticket was opened on this device: it is followed from now on, and can be read without a network. */
export const lookAt = (db: Replica, ticket: TicketId): Promise<void> =>
  db.revise('looked', (before = []) => [ticket, ...before.filter((one) => one !== ticket)].slice(0, LOOKED))
