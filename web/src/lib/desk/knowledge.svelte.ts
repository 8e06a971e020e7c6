import type { Unit } from '$shared/knowledge/expand.ts'
import { search } from '$shared/knowledge/index.ts'
import { retrieve } from '$shared/knowledge/retrieve.ts'
import type { Language } from '$shared/language/language.ts'
import { indexOf, learnSounds } from '../knowledge/indexed.ts'
import { openStaffPack, type ShelvedPack } from '../knowledge/shelf.ts'
import type { Replica } from '../replica/db.ts'
import { Live } from '../replica/live.svelte.ts'

const MOST_FOUND = 8
/** What scores less than this share of the best shares a word with the question, and no more. */
const WORTH_SHOWING = 0.4

/** What a member of staff looks up while talking: everything they may read, on this device, with or without a network. */
export class DeskKnowledge {
  query = $state('')
  language = $state<Language>('zh-CN')
  readonly #packs: Record<Language, Live<ShelvedPack | null>>

  constructor(db: Replica) {
    const open = (language: Language) => new Live(db, ['kept', 'packs'], () => openStaffPack(db, language))
    this.#packs = { 'zh-CN': open('zh-CN'), en: open('en') }
    void learnSounds()
  }

  get #pack(): ShelvedPack | null | undefined {
    return this.#packs[this.language].current
  }

  /** Whether the device has been looked through and has nothing. */
  get isEmpty(): boolean {
    return this.#pack === null
  }

  /** What fits the words that are looked for, best first. */
  get found(): Unit[] {
    const pack = this.#pack
    if (!pack || this.query.trim() === '') return []
    const hits = search(indexOf(pack), this.query, MOST_FOUND)
    return hits.filter(({ score }) => score >= (hits[0]?.score ?? 0) * WORTH_SHOWING).map(({ article }) => article)
  }

  /** What the assistant would have said to a customer's words, with what staff know too. */
  suggestionsFor(text: string): Unit[] {
    const pack = this.#pack
    const said = pack && text.trim() !== '' ? retrieve(indexOf(pack), text) : null
    if (said?.kind === 'answer') return [said.article]
    return said?.kind === 'choices' ? said.articles : []
  }
}

/** An answer as words of a message: messages have no marks. */
export const wordsOf = ({ answer }: Unit): string => answer.replaceAll('**', '').trim()
