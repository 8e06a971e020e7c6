import type { ConversationId } from '$shared/base/ids.ts'
import type { Replica } from '../replica/db.ts'

/** The words in a composer that were not sent: they survive reload and crash. */
export class Draft {
  readonly #db: Replica
  readonly #conversation: ConversationId
  #text = ''
  /** Counts every change of the words, so that what was sent is told from what was typed since. */
  #version = 0
  #written = 0
  /** Up to this version the words were sent: the write that sends them takes them out of the draft. */
  #sent = 0
  #sending = 0
  #writing = false

  constructor(db: Replica, conversation: ConversationId) {
    this.#db = db
    this.#conversation = conversation
  }

  async read(): Promise<string> {
    const row = await this.#db.read(['drafts'], (transaction) => transaction.objectStore('drafts').get(this.#conversation))
    this.#text = row?.text ?? ''
    this.#version = row?.version ?? 0
    this.#written = this.#version
    return this.#text
  }

  /**
   * Keeps words as they are typed; none are forgotten. A composer that is empty because its words are being sent is not
   * an empty draft. One write at a time, always of the latest words: who types fast is not ahead of what is kept.
   */
  async keep(text: string): Promise<void> {
    if (text === this.#text || (text === '' && this.#sending > 0)) return
    this.#text = text
    this.#version++
    if (this.#writing) return
    this.#writing = true
    try {
      while (this.#written < this.#version && this.#version > this.#sent) await this.#write(this.#text, this.#version)
    } finally {
      this.#writing = false
    }
  }

  /**
   * Around the write that sends words; it is told up to which version the draft goes with them. Words from elsewhere (a
   * question that was tapped) leave the draft as it is.
   */
  async sending(words: string, work: (version: number) => Promise<void>): Promise<void> {
    if (this.#text.trim() !== words.trim()) return work(0)
    const version = this.#version
    const before = this.#sent
    this.#sending++
    this.#sent = version
    try {
      await work(version)
      if (this.#version === version) this.#text = ''
    } catch (fault) {
      this.#sent = before
      throw fault
    } finally {
      this.#sending--
    }
  }

  async #write(text: string, version: number): Promise<void> {
    await this.#db.write(
      ['drafts'],
      async (transaction) => {
        const drafts = transaction.objectStore('drafts')
        if (text === '') await drafts.delete(this.#conversation)
        else await drafts.put({ conversation: this.#conversation, text, version })
      },
      'relaxed',
    )
    this.#written = version
  }
}
