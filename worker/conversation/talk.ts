import type { ConversationEvent, StoredEvent } from '../../shared/conversation/events.ts'
import { isKnown } from '../../shared/conversation/known.ts'
import type { Conversation } from '../../shared/conversation/state.ts'

/** Of a long talk the latest messages tell what it is about. */
const LATEST = 40

/** What a customer has said so far, beside the state, which holds no texts. A cache in memory of what lies in the log. */
export class Talk {
  #seq = 0
  /** Of the customer, oldest first. */
  texts: string[] = []
  /** Messages since something was answered. */
  unanswered = 0
  /** Flows that were begun and left. */
  left = 0

  /** Follows the log as it grows, also through what is not committed yet. An event that does not come next is passed over. */
  note(event: StoredEvent): void {
    if (event.seq !== this.#seq + 1) return
    this.#seq = event.seq
    if (isKnown(event)) this.#follow(event)
  }

  /** Brings it to where the log is; what was followed and then rolled back is forgotten. */
  upTo({ seq }: Conversation, since: (seq: number) => StoredEvent[]): void {
    if (this.#seq > seq) this.#forget()
    if (this.#seq < seq) for (const event of since(this.#seq)) this.note(event)
  }

  #forget(): void {
    this.#seq = 0
    this.texts = []
    this.unanswered = 0
    this.left = 0
  }

  #follow(event: ConversationEvent): void {
    switch (event.name) {
      case 'v1.MessageSent':
      case 'v1.MessageLeft':
        if (event.by.kind === 'seat') this.unanswered = 0
        else this.#hear(event.data.text)
        return
      case 'v1.AssistantAnswered':
        if (event.data.turn.kind === 'answer') this.unanswered = 0
        return
      case 'v1.FlowAdvanced':
        this.unanswered = 0
        if (event.data.turn.outcome === 'cancelled') this.left++
        return
      default:
        return
    }
  }

  #hear(text: string): void {
    this.texts = [...this.texts, text].slice(-LATEST)
    this.unanswered++
  }
}
