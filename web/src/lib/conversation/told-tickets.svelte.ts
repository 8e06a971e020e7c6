import type { ConversationId } from '$shared/base/ids.ts'
import type { ToldTicket } from '$shared/conversation/told-tickets.ts'
import { type ViewItem, viewOf } from '$shared/sync/replica.ts'
import { library, openNamed } from '../knowledge/shelf.ts'
import type { Replica } from '../replica/db.ts'
import { identityOf } from '../replica/identity.ts'
import { Live } from '../replica/live.svelte.ts'
import { outboxOf } from '../replica/outbox.ts'
import { headsOf, materialsOf } from '../replica/queries.ts'
import { TicketSaying } from './tickets.ts'

/** A ticket with the conversation that it is told in. */
export interface OwnTicket {
  conversation: ConversationId
  ticket: ToldTicket
  items: readonly ViewItem[]
  saying: TicketSaying
}

/** [T62] The tickets of this device's conversations, those that changed last first; what has not arrived is among them. */
export class OwnTickets {
  readonly #db: Replica
  readonly #all: Live<OwnTicket[]>

  constructor(db: Replica) {
    this.#db = db
    this.#all = new Live(db, ['heads', 'events', 'outbox'], () => this.#read())
  }

  /** Undefined until they have been read. */
  get all(): OwnTicket[] | undefined {
    return this.#all.current
  }

  async #read(): Promise<OwnTicket[]> {
    const [heads, outbox, { id }] = [await headsOf(this.#db), await outboxOf(this.#db), await identityOf(this.#db)]
    const told = heads.filter(({ state }) => state.tickets.length > 0).map(({ conversation }) => conversation)
    const all: OwnTicket[] = []
    for (const conversation of new Set([...told, ...outbox.map(({ to }) => to as ConversationId)])) {
      const { events, pending } = await materialsOf(this.#db, conversation)
      await openNamed(
        this.#db,
        pending.map(({ command }) => command),
      )
      const { state, items } = viewOf(events, pending, { kind: 'customer', id }, library)
      const saying = new TicketSaying(this.#db, conversation)
      all.push(...state.tickets.map((ticket) => ({ conversation, ticket, items, saying })))
    }
    return all.sort((one, other) => other.ticket.since - one.ticket.since)
  }
}
