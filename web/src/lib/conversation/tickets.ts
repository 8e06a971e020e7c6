import type { ConversationId, TicketId } from '$shared/base/ids.ts'
import { newCommandId } from '$shared/base/new-ids.ts'
import type { TicketWord } from '$shared/conversation/ticket-words.ts'
import type { Replica } from '../replica/db.ts'
import { enqueue } from '../replica/outbox.ts'
import { browserRandom } from '../replica/random.ts'
import { Draft } from './drafts.ts'

/** What a customer says to the tickets of a conversation, which may have ended: it does not become the one that goes on. */
export class TicketSaying {
  readonly #db: Replica
  readonly #conversation: ConversationId
  readonly #drafts = new Map<TicketId, Draft>()

  constructor(db: Replica, conversation: ConversationId) {
    this.#db = db
    this.#conversation = conversation
  }

  async say(ticket: TicketId, what: TicketWord, text: string): Promise<void> {
    const command = { id: newCommandId(browserRandom), type: 'say-to-ticket', ticket, what, text }
    const write = (draft: number) => enqueue(this.#db, this.#conversation, [command], Date.now(), { draft, draftOf: ticket })
    await this.#draftOf(ticket).sending(text, write)
  }

  /** The words to a ticket that were not sent. */
  draft(ticket: TicketId): Promise<string> {
    return this.#draftOf(ticket).read()
  }

  keepDraft(ticket: TicketId, text: string): Promise<void> {
    return this.#draftOf(ticket).keep(text)
  }

  #draftOf(ticket: TicketId): Draft {
    const known = this.#drafts.get(ticket)
    if (known) return known
    const made = new Draft(this.#db, ticket)
    this.#drafts.set(ticket, made)
    return made
  }
}
