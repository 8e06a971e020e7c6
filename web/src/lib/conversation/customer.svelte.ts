import type { CommandId, ConversationId } from '$shared/base/ids.ts'
import type { Language } from '$shared/language/language.ts'
import type { DeskInfo } from '$shared/protocol/http.ts'
import { openPack, type ShelvedPack } from '../knowledge/shelf.ts'
import type { Replica } from '../replica/db.ts'
import { identityOf } from '../replica/identity.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import { customerReplica } from '../replica/open.ts'
import { outboxOf } from '../replica/outbox.ts'
import type { Kept, OutboxRow } from '../replica/rows.ts'
import { beginConversation, CustomerConversation, currentConversation } from './conversation.svelte.ts'

/**
 * The customer's side of this page: one replica, kept in step for as long as the page lives, and the conversation that
 * is shown. Opens with whatever is on the device; the network only adds to it.
 */
class CustomerSide {
  #db: Replica | null = null
  #identity: Kept['identity'] | null = null
  #conversation = $state.raw<CustomerConversation | null>(null)
  #desk = $state.raw<Live<DeskInfo | undefined> | null>(null)
  #outbox = $state.raw<Live<OutboxRow[]> | null>(null)
  #persisted = $state.raw<Live<boolean | undefined> | null>(null)
  #pack = $state.raw<ShelvedPack | null>(null)
  #failed = $state(false)
  #tried = $state(false)

  get conversation(): CustomerConversation | null {
    return this.#conversation
  }

  /** What the business says of itself, or undefined while this device has never heard it. */
  get desk(): DeskInfo | undefined {
    return this.#desk?.current
  }

  /** Everything that has not arrived, oldest first. */
  get outbox(): OutboxRow[] {
    return this.#outbox?.current ?? []
  }

  /** Whether the browser has promised to keep what is stored; undefined while it was not asked. */
  get persisted(): boolean | undefined {
    return this.#persisted?.current
  }

  get pack(): ShelvedPack | null {
    return this.#pack
  }

  /** The first question to the edge has been answered or has failed: what is missing now stays missing for a while. */
  get tried(): boolean {
    return this.#tried
  }

  /** The browser gives no storage at all (a private window of an old browser): nothing could be kept. */
  get failed(): boolean {
    return this.#failed
  }

  get replica(): Replica | null {
    return this.#db
  }

  /** Opens the replica and shows a conversation: the one that is asked for, else the one that is going on. */
  async open(language: () => Language, wanted?: ConversationId): Promise<void> {
    try {
      this.#db ??= this.#begin(language)
      this.#identity ??= await identityOf(this.#db)
      const id = wanted ?? (await currentConversation(this.#db))
      if (this.#conversation?.id !== id) this.#conversation = new CustomerConversation(this.#db, id, this.#identity, language)
      this.#pack = await openPack(this.#db, language())
      if (!wanted) await this.#conversation.resume()
    } catch (fault) {
      this.#failed = true
      throw fault
    }
  }

  /** Begins a new conversation; a message that the old one refused is said in it. */
  async begin(language: () => Language, refused?: CommandId): Promise<void> {
    if (!this.#db || !this.#identity) return
    const next = new CustomerConversation(this.#db, await beginConversation(this.#db), this.#identity, language)
    try {
      // Nothing comes back where another tab was faster.
      const words = refused ? await next.takeBack(refused) : ''
      if (words) await next.send(await next.draft())
    } finally {
      this.#conversation = next
    }
  }

  /** The wire is not needed to draw the first screen nor to write on it: it is loaded behind it. */
  async #connect(db: Replica, language: () => Language): Promise<void> {
    const { connect } = await import('./connecting.ts')
    await connect(db, () => this.#conversation?.id ?? null, language)
    this.#tried = true
    this.#pack = await openPack(db, language())
    const { meaning } = await import('../assistant/meaning.svelte.ts')
    meaning.start('customer')
    meaning.use(this.#pack)
  }

  #begin(language: () => Language): Replica {
    const db = customerReplica()
    this.#desk = liveKept(db, 'desk')
    this.#persisted = liveKept(db, 'persisted')
    this.#outbox = new Live(db, ['outbox'], () => outboxOf(db))
    void this.#connect(db, language)
    return db
  }
}

export const customer = new CustomerSide()
