import type { ConversationId } from '$shared/base/ids.ts'
import type { Replica } from '../replica/db.ts'

/** The words in a composer that were not sent: they survive reload and crash. */
export class Draft {
  readonly #db: Replica
  readonly #conversation: ConversationId
  #kept = ''
  #sending = 0

  constructor(db: Replica, conversation: ConversationId) {
    this.#db = db
    this.#conversation = conversation
  }

  async read(): Promise<string> {
    const row = await this.#db.read(['drafts'], (transaction) => transaction.objectStore('drafts').get(this.#conversation))
    this.#kept = row?.text ?? ''
    return this.#kept
  }

  /**
   * Keeps words as they are typed; none are forgotten. A composer that is empty because its words are being sent is not
   * an empty draft: the words leave the draft in the same write that takes them into the outbox.
   */
  async keep(text: string): Promise<void> {
    if (text === this.#kept || (text === '' && this.#sending > 0)) return
    this.#kept = text
    await this.#db.write(
      ['drafts'],
      async (transaction) => {
        const drafts = transaction.objectStore('drafts')
        if (text === '') await drafts.delete(this.#conversation)
        else await drafts.put({ conversation: this.#conversation, text })
      },
      'relaxed',
    )
  }

  /** Around the write that takes the words out of the composer. */
  async sending(words: string, work: () => Promise<void>): Promise<void> {
    this.#sending++
    try {
      await work()
      if (this.#kept.trim() === words.trim()) this.#kept = ''
    } finally {
      this.#sending--
    }
  }
}
