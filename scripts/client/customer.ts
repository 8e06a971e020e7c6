import type { ConversationId, CustomerId } from '../../shared/base/ids.ts'
import { newCommandId, newConversationId, newCustomerId, newSecret } from '../../shared/base/new-ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Answer } from '../../shared/protocol/receipt.ts'
import type { LinkState } from '../../shared/sync/link-state.ts'
import { Http } from './http.ts'
import { nodeRandom, TerminalLink } from './link.ts'

export interface Identity {
  id: CustomerId
  secret: string
}

export const newIdentity = (): Identity => ({ id: newCustomerId(nodeRandom), secret: newSecret(nodeRandom) })

/** A customer at a terminal: proves who they are, follows one conversation, and keeps its events in memory. */
export class TerminalCustomer {
  readonly http: Http
  readonly identity: Identity
  readonly conversation: ConversationId
  readonly events: StoredEvent[] = []
  #link: TerminalLink | null = null
  readonly #onFrame: (frame: Down) => void
  readonly #onState: (state: LinkState) => void

  constructor(
    base: string,
    options: {
      identity?: Identity
      conversation?: ConversationId
      onFrame?: (frame: Down) => void
      onState?: (state: LinkState) => void
    } = {},
  ) {
    this.http = new Http(base)
    this.identity = options.identity ?? newIdentity()
    this.conversation = options.conversation ?? newConversationId(nodeRandom)
    this.#onFrame = options.onFrame ?? (() => {})
    this.#onState = options.onState ?? (() => {})
  }

  async connect(): Promise<void> {
    const { status } = await this.http.send('POST', '/api/customers', this.identity)
    if (status !== 204) throw new Error(`the customer was not admitted: ${status}`)
    this.#link = new TerminalLink({
      http: this.http,
      path: `/api/connect/conversations/${this.conversation}`,
      forget: () => this.events.splice(0),
      deliver: (frame) => {
        if (frame.type === 'feed') this.events.push(...frame.events)
        this.#onFrame(frame)
      },
      changed: this.#onState,
    })
    this.#link.link.follow(this.conversation, 0)
    this.#link.link.start(true)
  }

  /** Commands not answered yet. */
  get waiting(): number {
    return this.#link?.waiting ?? 0
  }

  open(language: 'zh-CN' | 'en' = 'zh-CN'): Promise<Answer> {
    return this.command({ type: 'open-conversation', language, channel: 'terminal' })
  }

  say(text: string): Promise<Answer> {
    return this.command({ type: 'send-message', text })
  }

  command(body: Record<string, unknown> & { type: string }): Promise<Answer> {
    if (!this.#link) throw new Error('connect first')
    return this.#link.send(this.conversation, { id: newCommandId(nodeRandom), ...body })
  }

  close(): void {
    this.#link?.link.stop()
  }
}
