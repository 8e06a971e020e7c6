import type { CommandId, ConversationId, ObjectId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, isTicket, newCommandId } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { Me } from '../../shared/protocol/http.ts'
import type { Answer } from '../../shared/protocol/receipt.ts'
import type { Seat } from '../../shared/seat/state.ts'
import type { LinkState } from '../../shared/sync/link-state.ts'
import { Http } from './http.ts'
import { nodeRandom, TerminalLink } from './link.ts'

/** A member of staff at a terminal: signs in, takes what is offered when told to, and answers. */
export class TerminalSeat {
  readonly http: Http
  readonly conversations = new Map<ConversationId, StoredEvent[]>()
  /** Of the tickets that it has, has a part of or watches, or did. */
  readonly tickets = new Map<TicketId, StoredEvent[]>()
  seat: Seat | null = null
  id: SeatId | null = null
  #link: TerminalLink | null = null
  readonly #onFrame: (frame: Down) => void
  readonly #onState: (state: LinkState) => void

  constructor(base: string, options: { http?: Http; onFrame?: (frame: Down) => void; onState?: (state: LinkState) => void } = {}) {
    this.http = options.http ?? new Http(base)
    this.#onFrame = options.onFrame ?? (() => {})
    this.#onState = options.onState ?? (() => {})
  }

  async signIn(email: string, password: string): Promise<void> {
    const { status } = await this.http.send('POST', '/api/sign-in', { email, password })
    if (status !== 200) throw new Error(`not signed in: ${status}`)
  }

  async connect(): Promise<void> {
    const me = parse(Me, (await this.http.send('GET', '/api/me')).body)
    if (!me.ok) throw new Error('sign in first')
    this.id = me.value.id
    this.#link = new TerminalLink({
      http: this.http,
      path: '/api/connect/seat',
      deliver: (frame) => this.#deliver(frame),
      forget: (of) => this.#logOf(of)?.splice(0),
      changed: this.#onState,
    })
    this.#link.link.follow(this.id, 0)
    this.#link.link.start(true)
  }

  /** Commands not answered yet. */
  get waiting(): number {
    return this.#link?.waiting ?? 0
  }

  setStatus(status: Seat['status']): Promise<Answer> {
    if (!this.id) throw new Error('connect first')
    return this.#send(this.id, { type: 'set-status', status })
  }

  take(offer: string): Promise<Answer> {
    return this.#send(DEFAULT_QUEUE, { type: 'take-offer', offer })
  }

  say(conversation: ConversationId, text: string): Promise<Answer> {
    return this.#send(conversation, { type: 'send-message', text })
  }

  /** Asks anything of a conversation, a ticket, the queue or this seat, under an id of its own. */
  ask(to: ObjectId, command: { id: CommandId; type: string } & Record<string, unknown>): Promise<Answer> {
    if (!this.#link) throw new Error('connect first')
    return this.#link.send(to, command)
  }

  finish(conversation: ConversationId): Promise<Answer> {
    return this.#send(conversation, { type: 'close-conversation' })
  }

  close(): void {
    this.#link?.link.stop()
  }

  #send(to: ObjectId, body: Record<string, unknown> & { type: string }): Promise<Answer> {
    return this.ask(to, { id: newCommandId(nodeRandom), ...body })
  }

  #logOf(of: ObjectId): StoredEvent[] | undefined {
    return isTicket(of) ? this.tickets.get(of) : this.conversations.get(of as ConversationId)
  }

  #deliver(frame: Down): void {
    if (frame.type === 'seat') {
      this.seat = frame.seat
      for (const { conversation } of frame.seat.open) {
        const held = this.conversations.get(conversation) ?? []
        this.conversations.set(conversation, held)
        this.#link?.link.follow(conversation, held.at(-1)?.seq ?? 0)
      }
      for (const { ticket } of frame.seat.tickets) {
        const held = this.tickets.get(ticket) ?? []
        this.tickets.set(ticket, held)
        this.#link?.link.follow(ticket, held.at(-1)?.seq ?? 0)
      }
    }
    if (frame.type === 'feed') this.#logOf(frame.of)?.push(...frame.events)
    this.#onFrame(frame)
  }
}
