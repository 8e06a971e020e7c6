import type { Article } from '$shared/knowledge/article.ts'
import { type Draft, fingerprintOf, type TestQuestion } from '$shared/knowledge/draft.ts'
import { buildIndex, search } from '$shared/knowledge/index.ts'
import { lint, type Remark } from '$shared/knowledge/lint.ts'
import { type Retrieval, retrieve } from '$shared/knowledge/retrieve.ts'
import type { Language } from '$shared/language/language.ts'
import type { HttpError, Me } from '$shared/protocol/http.ts'
import type { Published, WorkingCopy } from '$shared/protocol/knowledge.ts'
import type { Outcome } from '../http/ask.ts'
import { getMe } from '../setup/api.ts'
import { dropDrafts, getCopy, getKnowledge, keepDrafts, keepQuestions, publishDrafts } from './api.ts'
import { answers, partsOf } from './drafting.ts'
import { Editing } from './editing.svelte.ts'
import type { Imported } from './import/draft.ts'

/** An article as it is worked on: what is published, and what it is to become. */
export interface Row {
  id: string
  published: Article | null
  draft: Draft | null
  /** What is shown: the draft's where there is one. */
  article: Article
}

export const FILTERS = ['all', 'draft', 'review', 'remarks'] as const
export type Filter = (typeof FILTERS)[number]

/** What a saved question brought, with the articles as published and with the drafts. */
export interface Tried {
  question: TestQuestion
  before: boolean
  after: boolean
}

/** The desk's knowledge under the hands of those who answer for it: found, changed, tried, published. */
export class Workbench {
  language = $state<Language>('zh-CN')
  copy = $state.raw<WorkingCopy | null>(null)
  error = $state<HttpError | null>(null)
  busy = $state(false)
  query = $state('')
  filter = $state<Filter>('all')
  category = $state('')
  refused = $state.raw<Extract<Published, { ok: false }> | null>(null)
  #me = $state.raw<Me | null>(null)
  #turn = 0
  /** What is typed into forms, by article: it stays until it is kept or discarded. */
  readonly #forms = new Map<string, Editing>()
  #placeholders = $state.raw<string[]>([])

  readonly #rows = $derived.by(() => rowsOf(this.copy))
  /** Everything as it will be once all drafts are published. */
  readonly #future = $derived(this.#rows.flatMap(({ draft, article }) => (draft?.article === null ? [] : [article])))
  readonly #remarks = $derived(lint(this.#future, { today: new Date().toISOString().slice(0, 10), placeholders: this.#placeholders }))
  readonly #index = $derived(buildIndex(this.#future))

  async load(language: Language = this.language): Promise<void> {
    const turn = ++this.#turn
    const [copy, me, placeholders] = await Promise.all([getCopy(language), getMe(), getKnowledge()])
    // The answer to an earlier wish comes too late.
    if (turn !== this.#turn) return
    if (copy.ok) {
      this.language = language
      this.#forms.clear()
    }
    if (me.ok) this.#me = me.value
    if (placeholders.ok) this.#placeholders = placeholders.value.placeholders.map(({ key }) => key)
    this.#take(copy)
  }

  get rows(): Row[] {
    const marked = new Set(this.#remarks.map(({ article }) => article))
    const kept = this.#rows.filter(
      ({ id, draft, article }) =>
        (this.category === '' || article.category === this.category) &&
        (this.filter === 'all' || (this.filter === 'remarks' ? marked.has(id) : draft?.state === this.filter)),
    )
    if (this.query.trim() === '') return kept
    const order = new Map(search(this.#index, this.query, 60).map((hit, place) => [hit.article.id, place]))
    return kept
      .filter(({ id, article }) => order.has(id) || article.question.includes(this.query.trim()) || id.includes(this.query.trim()))
      .toSorted((one, other) => (order.get(one.id) ?? 99) - (order.get(other.id) ?? 99))
  }

  get categories(): string[] {
    return [...new Set(this.#future.map(({ category }) => category))]
  }

  get drafts(): Draft[] {
    return this.copy?.drafts ?? []
  }

  count(filter: Filter): number {
    if (filter === 'all') return this.#rows.length
    if (filter === 'remarks') return new Set(this.#remarks.map(({ article }) => article)).size
    return this.drafts.filter(({ state }) => state === filter).length
  }

  remarksOn(id: string): Remark[] {
    return this.#remarks.filter(({ article }) => article === id)
  }

  row(id: string): Row | null {
    return this.#rows.find((row) => row.id === id) ?? null
  }

  /** Whether this person may publish it: an owner all, others what somebody else has written and handed in. */
  mayPublish(draft: Draft): boolean {
    return this.#me?.role === 'owner' || (draft.state === 'review' && draft.by.id !== this.#me?.id)
  }

  /** The form of an article, with whatever was typed into it. */
  formOf(article: Article): Editing {
    const known = this.#forms.get(article.id)
    if (known) return known
    const form = new Editing(article)
    this.#forms.set(article.id, form)
    return form
  }

  /** Keeps a change as a draft, or hands it in. Null takes the article out. */
  async keep(id: string, article: Article | null, state: Draft['state']): Promise<boolean> {
    const known = this.row(id)
    const base = known?.draft ? known.draft.base : fingerprintOf(known?.published ?? undefined)
    const after = known?.draft?.at ?? null
    const kept = await this.#run(keepDrafts(this.language, { drafts: [{ id, article, state, base, after }] }))
    if (kept) this.#forms.delete(id)
    else if (this.error === 'changed-meanwhile') await this.#lookAgain()
    return kept
  }

  async drop(ids: string[]): Promise<boolean> {
    const dropped = await this.#run(dropDrafts(this.language, { ids }))
    if (dropped) for (const id of ids) this.#forms.delete(id)
    return dropped
  }

  async publish(ids: string[]): Promise<boolean> {
    this.busy = true
    const drafts = this.drafts.flatMap(({ id, at }) => (ids.includes(id) ? [{ id, at }] : []))
    const answer = await publishDrafts(this.language, { drafts })
    this.busy = false
    this.error = answer.ok ? null : answer.error
    this.refused = answer.ok && !answer.value.ok ? answer.value : null
    if (!answer.ok || !answer.value.ok) return false
    this.copy = answer.value.copy
    return true
  }

  /** What the assistant would say, and what else it thought of, best first. */
  tryOut(text: string): { said: Retrieval; hits: ReturnType<typeof search> } {
    return { said: retrieve(this.#index, text), hits: search(this.#index, text, 5, { why: true }) }
  }

  async keepQuestion(question: TestQuestion): Promise<boolean> {
    const others = (this.copy?.questions ?? []).filter(({ text }) => text !== question.text)
    return this.#run(keepQuestions(this.language, { questions: [...others, question] }))
  }

  async dropQuestion(text: string): Promise<boolean> {
    return this.#run(keepQuestions(this.language, { questions: (this.copy?.questions ?? []).filter((each) => each.text !== text) }))
  }

  /** Tries every saved question with the articles as they are published, and as some drafts would make them. */
  trial(ids: readonly string[]): Tried[] {
    const questions = this.copy?.questions ?? []
    if (questions.length === 0) return []
    const before = buildIndex(this.copy?.articles ?? [])
    const after = buildIndex(
      this.#rows.flatMap(({ id, published, draft }) => {
        const article = draft && ids.includes(id) ? draft.article : published
        return article ? [article] : []
      }),
    )
    return questions.map((question) => ({ question, before: answers(before, question), after: answers(after, question) }))
  }

  /** Reads a file that an owner chose, against what is there. The readers are loaded with the first one. */
  async readFile(file: File): Promise<Imported> {
    const { readImport } = await import('./import/read.ts')
    const today = new Date().toISOString().slice(0, 10)
    const bytes = new Uint8Array(await file.arrayBuffer())
    return readImport(file.name, bytes, { language: this.language, existing: this.#future, today })
  }

  /** Keeps many articles as changes that are handed in, a part at a time. */
  async keepAll(articles: readonly Article[], onProgress: (count: number) => void): Promise<boolean> {
    for (const [from, part] of partsOf(articles)) {
      const drafts = part.map((article) => {
        const known = this.row(article.id)
        const base = known?.draft ? known.draft.base : fingerprintOf(known?.published ?? undefined)
        return { id: article.id, article, state: 'review' as const, base, after: known?.draft?.at ?? null }
      })
      if (!(await this.#run(keepDrafts(this.language, { drafts })))) return false
      onProgress(from + part.length)
    }
    return true
  }

  /** All articles as a table for spreadsheet programs. */
  async table(): Promise<string> {
    const { printSeparated } = await import('./import/export.ts')
    return printSeparated(this.#future, this.language)
  }

  /** All articles as a sheet for each category, one after another. */
  async sheets(): Promise<string> {
    const { printSheets } = await import('./import/export.ts')
    return printSheets(this.#future)
  }

  /** Sees what somebody else wrote; what is typed here stays, and keeping it once more is meant. */
  async #lookAgain(): Promise<void> {
    const copy = await getCopy(this.language)
    if (copy.ok) this.copy = copy.value
  }

  async #run(asked: Promise<Outcome<WorkingCopy>>): Promise<boolean> {
    this.busy = true
    const answer = await asked
    this.busy = false
    return this.#take(answer)
  }

  #take(answer: Outcome<WorkingCopy>): boolean {
    this.error = answer.ok ? null : answer.error
    if (answer.ok) this.copy = answer.value
    return answer.ok
  }
}

function rowsOf(copy: WorkingCopy | null): Row[] {
  if (!copy) return []
  const drafts = new Map(copy.drafts.map((draft) => [draft.id, draft]))
  const known = copy.articles.map((published): Row => {
    const draft = drafts.get(published.id) ?? null
    return { id: published.id, published, draft, article: draft?.article ?? published }
  })
  const isKnown = new Set(copy.articles.map(({ id }) => id))
  const fresh = copy.drafts.flatMap((draft): Row[] =>
    draft.article && !isKnown.has(draft.id) ? [{ id: draft.id, published: null, draft, article: draft.article }] : [],
  )
  return [...fresh, ...known]
}
