import type { Replica } from '../replica/db.ts'
import type { DraftKey } from '../replica/rows.ts'

/** The words in a composer that were not sent: they survive reload and crash. */
export class Draft {
  readonly #db: Replica
  readonly #of: DraftKey
  #text = ''
  /** Counts every change of the words, so that what was sent is told from what was typed since. */
  #version = 0
  #sending = 0

  constructor(db: Replica, of: DraftKey) {
    this.#db = db
    this.#of = of
  }

  async read(): Promise<string> {
    const row = await this.#db.read(['drafts'], (transaction) => transaction.objectStore('drafts').get(this.#of))
    this.#text = row?.text ?? ''
    this.#version = row?.version ?? 0
    return this.#text
  }

  /**
   * Keeps words as they are typed; none are forgotten. Each change is handed over at once and waits for none before it: a
   * page that dies right after the key loses nothing. A composer that is empty because its words are being sent is not an
   * empty draft.
   */
  async keep(text: string): Promise<void> {
    if (text === this.#text || (text === '' && this.#sending > 0)) return
    this.#text = text
    this.#version++
    await this.#db.hand('drafts', text === '' ? { delete: this.#of } : { conversation: this.#of, text, version: this.#version })
  }

  /**
   * Around the write that sends words; it is told up to which version the draft goes with them. Words from elsewhere (a
   * question that was tapped) leave the draft as it is.
   */
  async sending(words: string, work: (version: number) => Promise<void>): Promise<void> {
    if (this.#text.trim() !== words.trim()) return work(0)
    const version = this.#version
    this.#sending++
    try {
      await work(version)
      if (this.#version === version) this.#text = ''
    } finally {
      this.#sending--
    }
  }
}
