import type { CommandId, ConversationId } from '$shared/base/ids.ts'
import { newCommandId } from '$shared/base/new-ids.ts'
import type { Actor } from '$shared/conversation/actor.ts'
import { type Progress, progressOf, type View, type ViewItem, viewOf } from '$shared/sync/replica.ts'
import { draftOf, keepDraft } from '../conversation/drafts.ts'
import { library } from '../knowledge/shelf.ts'
import type { Kept, OutboxRow, Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import { discard, enqueue, mark } from '../replica/outbox.ts'
import { type Materials, materialsOf } from '../replica/queries.ts'
import { browserRandom } from '../replica/random.ts'

/** One conversation as the seat that serves it sees and writes it. */
export class SeatConversation {
  readonly id: ConversationId
  readonly #db: Replica
  readonly #actor: Actor
  readonly #materials: Live<Materials>
  readonly #link: Live<Kept['link'] | undefined>
  readonly #typing: Live<Kept[`typing:${string}`] | undefined>
  readonly #view = $derived.by(() => {
    const { events, pending } = this.#materials.current ?? { events: [], pending: [] }
    return viewOf(events, pending, this.#actor, library)
  })

  constructor(db: Replica, id: ConversationId, actor: Actor) {
    this.id = id
    this.#db = db
    this.#actor = actor
    this.#materials = new Live(db, ['events', 'outbox'], () => materialsOf(db, id))
    this.#link = liveKept(db, 'link')
    this.#typing = liveKept(db, `typing:${id}`)
  }

  get ready(): boolean {
    return this.#materials.current !== undefined
  }

  get view(): View {
    return this.#view
  }

  get link(): Kept['link'] | undefined {
    return this.#link.current
  }

  get typingUntil(): number {
    const typing = this.#typing.current
    return typing?.side === 'customer' ? typing.until : 0
  }

  progress(item: ViewItem): Progress {
    const live = this.#link.current?.state.name === 'live'
    return progressOf(item, this.#view.confirmed, 'seat', () => live)
  }

  send(text: string): Promise<void> {
    return this.#write({ id: newCommandId(browserRandom), type: 'send-message', text })
  }

  close(): Promise<void> {
    return this.#write({ id: newCommandId(browserRandom), type: 'close-conversation' })
  }

  async markRead(): Promise<void> {
    const { confirmed } = this.#view
    const theirs = confirmed.lastFrom.customer
    if (theirs > confirmed.marks.seat.read) await mark(this.#db, this.id, theirs, theirs)
  }

  async saying(typing: boolean): Promise<void> {
    await this.#db.keep(`saying:${this.id}`, typing ? Date.now() + 5000 : 0)
  }

  /** The words in the composer that were not sent. */
  draft(): Promise<string> {
    return draftOf(this.#db, this.id)
  }

  keepDraft(text: string): Promise<void> {
    return keepDraft(this.#db, this.id, text)
  }

  async takeBack(id: CommandId): Promise<string> {
    const row = await discard(this.#db, id)
    return typeof row?.command.text === 'string' ? row.command.text : ''
  }

  async #write(command: OutboxRow['command']): Promise<void> {
    await enqueue(this.#db, this.id, [command], Date.now())
  }
}
