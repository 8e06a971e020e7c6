import type { Document } from '$shared/knowledge/document.ts'
import type { Unit } from '$shared/knowledge/expand.ts'
import { search } from '$shared/knowledge/index.ts'
import type { Table } from '$shared/knowledge/table.ts'
import type { Language } from '$shared/language/language.ts'
import { customerReplica } from '../replica/open.ts'
import { fetchDesk } from '../sync/packs.ts'
import { indexOf } from './indexed.ts'
import { openPack, type ShelvedPack } from './shelf.ts'

/** What scores less than this share of the best shares a word with the question, and no more. */
const WORTH_SHOWING = 0.4

/** The help centre: the pack of this device, browsed by category or searched. */
export class HelpCentre {
  query = $state('')
  category = $state<string | null>(null)
  #pack = $state.raw<ShelvedPack | null>(null)
  #looked = $state(false)
  /** A newer pack was offered that is not signed with the key of this desk. */
  refused = $state(false)

  /** Whether the device has been looked through: an empty shelf is then truly empty. */
  get looked(): boolean {
    return this.#looked
  }

  get categories(): string[] {
    return [...new Set(this.#all.map((article) => article.category))]
  }

  /** What is shown: the articles of a category, or whatever fits what is looked for, passages and rows too. */
  get units(): Unit[] {
    if (this.query.trim() !== '' && this.#pack) {
      const hits = search(indexOf(this.#pack), this.query, 20)
      return hits.filter(({ score }) => score >= (hits[0]?.score ?? 0) * WORTH_SHOWING).map(({ article }) => article)
    }
    return this.#all.filter((article) => this.category === null || article.category === this.category)
  }

  get documents(): readonly Document[] {
    return this.#pack?.documents ?? []
  }

  get tables(): readonly Table[] {
    return this.#pack?.tables ?? []
  }

  get size(): number {
    return this.#all.length
  }

  get #all(): readonly Unit[] {
    return this.#pack?.articles ?? []
  }

  async open(language: Language): Promise<void> {
    const db = customerReplica()
    this.#pack = await openPack(db, language)
    this.#looked = this.#pack !== null
    // What is on the device is shown at once; what is new comes behind it.
    await fetchDesk(db)
    this.#pack = await openPack(db, language)
    this.refused = Boolean(await db.recall('pack-refused'))
    this.#looked = true
  }
}
