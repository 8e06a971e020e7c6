import type { Article } from '$shared/knowledge/article.ts'
import { finderOf } from '$shared/knowledge/expand.ts'
import type { GapReason } from '$shared/knowledge/gap.ts'
import { type Cluster, clusterGaps, isAnswered, nearestTo } from '$shared/knowledge/gaps.ts'
import { buildIndex, type Index } from '$shared/knowledge/index.ts'
import { fillIn, type PlaceholderValues, valuesFor } from '$shared/knowledge/placeholders.ts'
import { retrieve } from '$shared/knowledge/retrieve.ts'
import { isValidOn } from '$shared/knowledge/validity.ts'
import type { Language } from '$shared/language/language.ts'
import { normalise } from '$shared/language/normalise.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import type { KeptGap } from '$shared/protocol/knowledge.ts'
import { getGaps, getKnowledge, setGapsAside } from './api.ts'
import type { Workbench } from './workbench.svelte.ts'

/** Open, answered by what is published or drafted now, or set aside. */
export const STANDINGS = ['open', 'closed', 'aside'] as const
export type Standing = (typeof STANDINGS)[number]

type Group = Cluster<KeptGap>

/** What customers asked and the knowledge base did not answer, in groups, against all pieces as they will be. */
export class Gaps {
  query = $state('')
  why = $state<GapReason | 'all'>('all')
  standing = $state<Standing>('open')
  error = $state<HttpError | null>(null)
  busy = $state(false)
  readonly #bench: Workbench
  /** As they came, with the language that they are of. */
  #kept = $state.raw<{ language: Language; gaps: KeptGap[] } | null>(null)
  #aside = $state.raw<ReadonlySet<number>>(new Set())
  #values = $state.raw<PlaceholderValues>({})
  #turn = 0
  /** Everything that can answer is the workbench's; what can be added to is an article. */
  readonly #articles: Index = $derived.by(() => {
    const { index, future } = this.#bench
    return index.articles.length === future.length ? index : buildIndex(future)
  })
  readonly #find: (id: string) => Article | undefined = $derived.by(() => finderOf(this.#bench.index.articles))
  readonly #groups: { answered: Group[]; others: Group[] } = $derived.by(() => {
    const [answered, others]: [KeptGap[], KeptGap[]] = [[], []]
    const words = (article: Article) => wordsOf(article, this.#values)
    for (const gap of this.#kept?.gaps ?? []) (isAnswered(gap, retrieve(this.#bench.index, gap.text), words) ? answered : others).push(gap)
    const groups = (gaps: KeptGap[], index: Index) => clusterGaps(gaps, index, (text) => nearestTo(index, text))
    // What answers may be a passage or a row; what is added to is an article.
    return { answered: groups(answered, this.#bench.index), others: groups(others, this.#articles) }
  })

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  async load(language: Language): Promise<void> {
    const turn = ++this.#turn
    const [gaps, told] = await Promise.all([getGaps(language), getKnowledge()])
    // The answer to an earlier wish comes too late.
    if (turn !== this.#turn) return
    this.error = gaps.ok ? null : gaps.error
    if (told.ok) this.#values = valuesFor(told.value.placeholders, language, told.value.values)
    if (!gaps.ok) return
    this.#kept = { language, gaps: gaps.value }
    this.#aside = new Set(gaps.value.flatMap(({ id, aside }) => (aside ? [id] : [])))
  }

  /** Whether those of the language that is worked on are here. */
  get loaded(): boolean {
    return this.#kept?.language === this.#bench.desk.language
  }

  get isEmpty(): boolean {
    return this.#kept?.gaps.length === 0
  }

  /** [K26] Groups of a standing: one of which somebody asked again after it was set aside is open. */
  of(standing: Standing): Group[] {
    const { answered, others } = this.#groups
    if (standing === 'closed') return answered
    return others.filter(({ gaps }) => gaps.every(({ id }) => this.#aside.has(id)) === (standing === 'aside'))
  }

  /** What is looked for, the biggest group first. */
  get shown(): Group[] {
    const query = normalise(this.query)
    return this.of(this.standing).filter(
      ({ counts, wordings }) =>
        (this.why === 'all' || counts[this.why] > 0) && (query === '' || wordings.some((wording) => normalise(wording).includes(query))),
    )
  }

  /** What did not help with a group, as far as there still is any of it; articles can be opened. */
  failed({ gaps }: Group): { question: string; id: string; canOpen: boolean }[] {
    const ids = [...new Set(gaps.flatMap(({ article }) => article ?? []))]
    return ids.flatMap((id) => {
      const found = this.#find(id)
      return found ? [{ question: found.question, id, canOpen: this.#bench.row(id) !== null }] : []
    })
  }

  /** Whether how a group asks can be added to what is nearest. */
  canAdd({ nearest }: Group): boolean {
    return nearest !== null && this.#bench.row(nearest.article.id) !== null
  }

  /** Sets a group aside, or takes it up again. */
  async setAside({ gaps }: Group, aside: boolean): Promise<boolean> {
    const ids = gaps.map(({ id }) => id)
    this.busy = true
    const answer = await setGapsAside(this.#bench.desk.language, { ids, aside })
    this.busy = false
    this.error = answer.ok ? null : answer.error
    if (answer.ok) this.#aside = new Set(aside ? [...this.#aside, ...ids] : [...this.#aside].filter((id) => !ids.includes(id)))
    return answer.ok
  }

  /** Begins an article that is asked for as the group asks; of the nearest one it takes the category alone. */
  write({ question, wordings, nearest }: Group): void {
    this.#bench.begin(question, wordings.slice(1), nearest?.article.category)
  }

  /** Adds how the group asks to the article that is nearest. */
  addToNearest({ wordings, nearest }: Group): void {
    if (nearest) this.#bench.addPhrasings(nearest.article, wordings)
  }
}

/** The answer of an article as customers read it; null where they do not get it. */
function wordsOf(article: Article, values: PlaceholderValues): string | null {
  const filled = fillIn(article, values)
  const isShown = article.audience !== 'staff' && isValidOn(article, new Date().toISOString().slice(0, 10))
  return isShown && 'article' in filled ? filled.article.answer : null
}
