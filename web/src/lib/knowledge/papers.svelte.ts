import type { Draft, NewDraft } from '$shared/knowledge/draft.ts'
import { lintDocument, lintTable, type PaperRemark } from '$shared/knowledge/paper-lint.ts'
import type { Language } from '$shared/language/language.ts'
import { normalise } from '$shared/language/normalise.ts'
import type { KnowledgeDesk } from './desk.svelte.ts'
import { DocumentForm, type Paper, type PaperKind, TableForm } from './paper.svelte.ts'
import { type Row, rowsOf } from './rows.ts'

export const PAPER_FILTERS = ['all', 'draft', 'review', 'remarks'] as const
type Filter = (typeof PAPER_FILTERS)[number]

/** The documents, or the tables, under the hands of those who answer for them. */
export class PaperShelf {
  readonly desk: KnowledgeDesk
  readonly kind: PaperKind
  query = $state('')
  filter = $state<Filter>('all')
  /** What is typed into forms, by language and id: it stays until it is kept or discarded. */
  readonly #forms = new Map<string, DocumentForm | TableForm>()
  #begun = $state.raw<readonly (readonly [Language, Paper])[]>([])
  readonly #rows: Row<PaperKind>[] = $derived.by(() => rowsOf(this.desk.copy, this.kind))
  readonly #remarks: ReadonlyMap<string, PaperRemark[]> = $derived(new Map(this.#rows.map(({ id, piece }) => [id, this.#lint(piece)])))

  constructor(desk: KnowledgeDesk, kind: PaperKind) {
    this.desk = desk
    this.kind = kind
  }

  get rows(): Row<PaperKind>[] {
    const words = normalise(this.query).split(' ')
    return this.#rows.filter((row) => {
      if (!this.#fits(row, this.filter)) return false
      const text = normalise(JSON.stringify(row.piece))
      return words.every((word) => text.includes(word))
    })
  }

  get size(): number {
    return this.#rows.length
  }

  count(filter: Filter): number {
    return this.#rows.filter((row) => this.#fits(row, filter)).length
  }

  remarksOn(id: string): PaperRemark[] {
    return this.#remarks.get(id) ?? []
  }

  row(id: string): Row<PaperKind> | null {
    return this.#rows.find((row) => row.id === id) ?? null
  }

  /** Whether something was typed into a form and is not kept. */
  get isUnsaved(): boolean {
    return [...this.#forms.values()].some((form) => form.isChanged)
  }

  /** What was begun in this language and never kept. */
  get begun(): Paper[] {
    return this.#begun.flatMap(([language, paper]) => (language === this.desk.language ? [paper] : []))
  }

  /** Begins a document or a table. */
  begin(): Paper {
    const paper = this.#blank(this.desk.language)
    this.#begun = [...this.#begun, [this.desk.language, paper]]
    return paper
  }

  /** Lets go of what was begun, with what was typed into it. */
  discard(id: string): void {
    this.#begun = this.#begun.filter(([, paper]) => paper.id !== id)
    this.#forget(id)
  }

  #blank(language: Language): Paper {
    const today = new Date().toISOString().slice(0, 10)
    const source = { title: language === 'en' ? 'Our own' : '自有资料' }
    const head = { id: `new-${Date.now().toString(36)}`, title: '', source, updated: today }
    const [names, cells] = [
      [{ name: '' }, { name: '' }, { name: '' }],
      ['', '', ''],
    ]
    const made = this.kind === 'document' ? { ...head, passages: [] } : { ...head, columns: names, rows: [cells, cells, cells], key: 0 }
    return made as unknown as Paper
  }

  /** The form of a document or table, with whatever was typed into it. */
  formOf(paper: Paper): DocumentForm | TableForm {
    const key = `${this.desk.language} ${paper.id}`
    const form = this.#forms.get(key) ?? ('passages' in paper ? new DocumentForm(paper) : new TableForm(paper))
    this.#forms.set(key, form)
    return form
  }

  /** Keeps a change as a draft, or hands it in. Null takes the piece out. */
  async keep(id: string, piece: Paper | null, state: Draft['state']): Promise<boolean> {
    const name = { kind: this.kind, id }
    const kept = await this.desk.keep([{ ...name, piece, state, ...this.desk.seen(name) } as NewDraft])
    if (kept) this.discard(id)
    return kept
  }

  async drop(id: string): Promise<void> {
    if (await this.desk.drop([{ kind: this.kind, id }])) this.#forget(id)
  }

  #forget(id: string): void {
    this.#forms.delete(`${this.desk.language} ${id}`)
  }

  #fits({ id, draft }: Row<PaperKind>, filter: Filter): boolean {
    return filter === 'all' || (filter === 'remarks' ? this.remarksOn(id).length > 0 : draft?.state === filter)
  }

  #lint(piece: Paper): PaperRemark[] {
    const around = { today: new Date().toISOString().slice(0, 10), placeholders: this.desk.placeholders }
    return 'passages' in piece ? lintDocument(piece, around) : lintTable(piece, around)
  }
}
