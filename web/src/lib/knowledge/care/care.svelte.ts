import type { Article } from '$shared/knowledge/article.ts'
import { mergeInto, nearPairs, pairOf } from '$shared/knowledge/duplicates.ts'
import { dueCount, monthsAfter, type Reminder, remindersOf, USUAL_MONTHS } from '$shared/knowledge/reminders.ts'
import { NO_WATCH, type Watch } from '$shared/knowledge/watch.ts'
import type { KnowledgeDesk } from '../desk.svelte.ts'
import { today } from '../drafting.ts'
import type { Workbench } from '../workbench.svelte.ts'

/** What is due at one member of staff, or at nobody. */
export interface Owed {
  owner: string
  reminders: Reminder[]
}

/** What keeps the knowledge tidy as it grows: articles that say the same, and those that are to be looked at again. */
export class Care {
  readonly #desk: KnowledgeDesk
  readonly #bench: Workbench
  /** After how many months an answer is to be checked. */
  months = $state(USUAL_MONTHS)
  readonly #pairs: [Article, Article][] = $derived.by(() => {
    const apart = new Set(this.watch.apart)
    return nearPairs(this.#bench.future).filter(([one, other]) => !apart.has(pairOf(one.id, other.id)))
  })
  readonly #reminders: Reminder[] = $derived.by(() => remindersOf(this.#bench.future, today(), this.months))

  constructor(desk: KnowledgeDesk, bench: Workbench) {
    this.#desk = desk
    this.#bench = bench
  }

  get watch(): Watch {
    return this.#desk.copy?.watch ?? NO_WATCH
  }

  /** Pairs that say nearly the same and are not both wanted. */
  get pairs(): [Article, Article][] {
    return this.#pairs
  }

  /** How many articles have a day that is due. */
  get due(): number {
    return dueCount(this.#bench.future, today())
  }

  /** What is due, by who answers for it; what nobody answers for comes first. */
  owed(code: Reminder['code'] | 'dated'): Owed[] {
    const shown = this.#reminders.filter((reminder) => (code === 'dated' ? reminder.code !== 'no-owner' : reminder.code === code))
    const owners = [...new Set(shown.map(({ article }) => article.owner ?? ''))].toSorted()
    return owners.map((owner) => ({ owner, reminders: shown.filter(({ article }) => (article.owner ?? '') === owner) }))
  }

  /** Keeps one of a pair, with the ways in which the other was asked for; the other goes. Both are handed in as changes. */
  async merge(kept: Article, gone: Article): Promise<boolean> {
    return this.#bench.handIn(mergeInto(this.#bench.future, kept, gone))
  }

  /** Both of a pair are wanted: it is not told of again. */
  async keepBoth(one: Article, other: Article): Promise<boolean> {
    return this.#desk.keepWatch({ ...this.watch, apart: [...this.watch.apart, pairOf(one.id, other.id)] })
  }

  async setWords(words: string[]): Promise<boolean> {
    return this.#desk.keepWatch({ ...this.watch, words: [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))] })
  }

  /** Articles were looked at and are still right. */
  async check(ids: readonly string[]): Promise<boolean> {
    return this.#changeAll(ids, (article) => ({ ...article, updated: today() }))
  }

  /** Articles stay true for some months more, from their last day or from today. */
  async extend(ids: readonly string[], months: number): Promise<boolean> {
    return this.#changeAll(ids, (article) => {
      const { from = null, until = null } = article.valid ?? {}
      if (until === null) return article
      return { ...article, valid: { from, until: monthsAfter(until > today() ? until : today(), months) } }
    })
  }

  async assign(ids: readonly string[], owner: string): Promise<boolean> {
    return this.#changeAll(ids, ({ owner: _before, ...article }) => (owner.trim() === '' ? article : { ...article, owner: owner.trim() }))
  }

  async #changeAll(ids: readonly string[], change: (article: Article) => Article): Promise<boolean> {
    const changed = this.#bench.future.filter(({ id }) => ids.includes(id)).map(change)
    return this.#bench.desk.keepAll('article', changed, () => {})
  }
}
