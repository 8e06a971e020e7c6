import { type Article, PHRASINGS_MOST, QUESTION_MOST } from '$shared/knowledge/article.ts'
import type { Draft, NewDraft, TestQuestion } from '$shared/knowledge/draft.ts'
import { buildIndex, type Index, search } from '$shared/knowledge/index.ts'
import { lint, type Remark } from '$shared/knowledge/lint.ts'
import { type Retrieval, retrieve } from '$shared/knowledge/retrieve.ts'
import { type Suggestion, suggestPhrasings } from '$shared/knowledge/suggest.ts'
import { NO_WATCH } from '$shared/knowledge/watch.ts'
import type { Language } from '$shared/language/language.ts'
import type { KnowledgeDesk } from './desk.svelte.ts'
import { answers, newArticle, today } from './drafting.ts'
import { Editing } from './editing.svelte.ts'
import type { Imported } from './import/draft.ts'
import { type Row, rowsOf, unitsWith } from './rows.ts'

export const FILTERS = ['all', 'draft', 'review', 'remarks'] as const
export type Filter = (typeof FILTERS)[number]

/** What a saved question brought, with the articles as published and with the drafts. */
export interface Tried {
  question: TestQuestion
  before: boolean
  after: boolean
}

/** The articles under the hands of those who answer for them: found, changed, tried. */
export class Workbench {
  readonly desk: KnowledgeDesk
  query = $state('')
  filter = $state<Filter>('all')
  category = $state('')
  /** What is typed into forms, by language and article: it stays until it is kept or discarded. */
  readonly #forms = new Map<string, Editing>()

  /** What is in the form, of the language that it was opened in; `test` is the box to try questions in. */
  #opened = $state.raw<{ language: Language; id: string } | null>(null)
  /** Articles that were begun and never kept, by language. */
  #begun = $state.raw<readonly (readonly [Language, Article])[]>([])
  readonly #rows: Row<'article'>[] = $derived.by(() => rowsOf(this.desk.copy, 'article'))
  /** Everything as it will be once all drafts are published. */
  readonly #future: Article[] = $derived(this.#rows.flatMap(({ draft, piece }) => (draft?.piece === null ? [] : [piece])))
  readonly #remarks: Remark[] = $derived.by(() =>
    lint(this.#future, { today: today(), placeholders: this.desk.placeholders, watch: this.desk.copy?.watch ?? NO_WATCH }),
  )
  /** Of everything as it will be. */
  readonly index: Index = $derived.by(() => buildIndex(unitsWith(this.desk.copy, this.desk.drafts)))

  constructor(desk: KnowledgeDesk) {
    this.desk = desk
  }

  get shown(): string | null {
    return this.#opened?.language === this.desk.language ? this.#opened.id : null
  }

  /** Shows an article in the form; null closes it. */
  open(id: string | null): void {
    this.#opened = id === null ? null : { language: this.desk.language, id }
  }

  /** Begins an article, shows it and gives its form; one that is still blank is used. What is typed into others stays with them. */
  begin(question = '', phrasings: readonly string[] = [], category = this.category): Editing {
    const blank = this.begun.find((article) => this.formOf(article).isBlank)
    const article = blank ?? newArticle(this.desk.language, '', category, `new-${Date.now().toString(36)}`)
    if (!blank) this.#begun = [...this.#begun, [this.desk.language, article]]
    const form = this.formOf(article)
    // What is too long for a question is a way to ask all the same.
    form.question = question.slice(0, QUESTION_MOST)
    form.category ||= category
    form.addPhrasings(question.length > QUESTION_MOST ? [question, ...phrasings] : phrasings, PHRASINGS_MOST)
    this.open(article.id)
    return form
  }

  /** Adds ways to ask to an article, in its form, beside whatever was typed there, and shows it. */
  addPhrasings(article: Article, phrasings: readonly string[]): void {
    this.formOf(article).addPhrasings(phrasings, PHRASINGS_MOST)
    this.open(article.id)
  }

  /** Articles of this language that were begun and never kept. */
  get begun(): Article[] {
    return this.#begun.flatMap(([language, article]) => (language === this.desk.language ? [article] : []))
  }

  /** Lets go of an article that was begun, with what was typed into it. */
  discard(id: string): void {
    this.#begun = this.#begun.filter(([, article]) => article.id !== id)
    this.#forms.delete(this.#keyOf(id))
    if (this.shown === id) this.open(null)
  }

  /** Whether something was typed into a form and is not kept. */
  get isUnsaved(): boolean {
    return [...this.#forms.values()].some((form) => form.isChanged)
  }

  /** All articles as they will be once all drafts are published. */
  get future(): readonly Article[] {
    return this.#future
  }

  get rows(): Row<'article'>[] {
    const marked = new Set(this.#remarks.map(({ article }) => article))
    const kept = this.#rows.filter(
      ({ id, draft, piece }) =>
        (this.category === '' || piece.category === this.category) &&
        (this.filter === 'all' || (this.filter === 'remarks' ? marked.has(id) : draft?.state === this.filter)),
    )
    if (this.query.trim() === '') return kept
    const order = new Map(search(this.index, this.query, 60).map((hit, place) => [hit.article.id, place]))
    return kept
      .filter(({ id, piece }) => order.has(id) || piece.question.includes(this.query.trim()) || id.includes(this.query.trim()))
      .toSorted((one, other) => (order.get(one.id) ?? 99) - (order.get(other.id) ?? 99))
  }

  get categories(): string[] {
    return [...new Set(this.#future.map(({ category }) => category))]
  }

  count(filter: Filter): number {
    if (filter === 'all') return this.#rows.length
    if (filter === 'remarks') return new Set(this.#remarks.map(({ article }) => article)).size
    return this.#rows.filter(({ draft }) => draft?.state === filter).length
  }

  remarksOn(id: string): Remark[] {
    return this.#remarks.filter(({ article }) => article === id)
  }

  row(id: string): Row<'article'> | null {
    return this.#rows.find((row) => row.id === id) ?? null
  }

  /** The form of an article, with whatever was typed into it. */
  formOf(article: Article): Editing {
    const key = this.#keyOf(article.id)
    const known = this.#forms.get(key)
    if (known) return known
    const form = new Editing(article)
    this.#forms.set(key, form)
    return form
  }

  /** Keeps a change as a draft, or hands it in. Null takes the article out. */
  async keep(id: string, article: Article | null, state: Draft['state']): Promise<boolean> {
    const kept = await this.desk.keep([this.#change(id, article, state)])
    if (!kept) return false
    this.#forms.delete(this.#keyOf(id))
    this.#begun = this.#begun.filter(([, begun]) => begun.id !== id)
    return true
  }

  async drop(id: string): Promise<void> {
    if (await this.desk.drop([{ kind: 'article', id }])) this.#forms.delete(this.#keyOf(id))
  }

  /** Other ways to ask what is asked in a form. */
  suggest(article: Article, { question, category, phrasings }: Editing): Suggestion[] {
    const asked = phrasings.split('\n').filter((line) => line.trim() !== '')
    return question.trim().length < 2 ? [] : suggestPhrasings({ ...article, question, category, phrasings: asked }, this.index)
  }

  /** What the assistant would say, and what else it thought of, best first. */
  tryOut(text: string): { said: Retrieval; hits: ReturnType<typeof search> } {
    return { said: retrieve(this.index, text), hits: search(this.index, text, 5, { why: true }) }
  }

  async keepQuestion(question: TestQuestion): Promise<boolean> {
    return this.desk.keepQuestions([...this.#questions.filter(({ text }) => text !== question.text), question])
  }

  async dropQuestion(text: string): Promise<boolean> {
    return this.desk.keepQuestions(this.#questions.filter((each) => each.text !== text))
  }

  /** Tries every saved question with the articles as they are published, and as some drafts would make them. */
  trial(drafts: readonly Draft[]): Tried[] {
    const questions = this.#questions
    if (questions.length === 0) return []
    const [before, after] = [[], drafts].map((taken) => buildIndex(unitsWith(this.desk.copy, taken))) as [Index, Index]
    return questions.map((question) => ({ question, before: answers(before, question), after: answers(after, question) }))
  }

  /** Reads a file that an owner chose, against what is there. The readers are loaded with the first one. */
  async readFile(file: File): Promise<Imported> {
    const { readImport } = await import('./import/read.ts')
    const bytes = new Uint8Array(await file.arrayBuffer())
    const { language, copy } = this.desk
    const [documents, tables] = [rowsOf(copy, 'document').map(({ piece }) => piece), rowsOf(copy, 'table').map(({ piece }) => piece)]
    return readImport(file.name, bytes, { language, existing: this.#future, documents, tables, today: today() })
  }

  /** Hands changes of articles in, all of them at once or none: few enough for one request. Null takes one out. */
  async handIn(changes: readonly { id: string; piece: Article | null }[]): Promise<boolean> {
    const kept = await this.desk.keep(changes.map(({ id, piece }) => this.#change(id, piece, 'review')))
    if (kept) for (const { id } of changes) this.#forms.delete(this.#keyOf(id))
    return kept
  }

  /** All articles as a table for spreadsheet programs. */
  async table(): Promise<string> {
    const { printSeparated } = await import('./import/export.ts')
    return printSeparated(this.#future, this.desk.language)
  }

  /** All articles as a sheet for each category, one after another. */
  async sheets(): Promise<string> {
    const { printSheets } = await import('./import/export.ts')
    return printSheets(this.#future)
  }

  get #questions(): TestQuestion[] {
    return this.desk.copy?.questions ?? []
  }

  #change(id: string, piece: Article | null, state: Draft['state']): NewDraft {
    return { kind: 'article', id, piece, state, ...this.desk.seen({ kind: 'article', id }) }
  }

  #keyOf(id: string): string {
    return `${this.desk.language} ${id}`
  }
}
