import { parse } from '$shared/base/schema.ts'
import { Document } from '$shared/knowledge/document.ts'
import { Table } from '$shared/knowledge/table.ts'
import type { Grid } from './grid.ts'
import { passagesIn, textOf } from './passages.ts'
import type { PieceOf } from './rows.ts'

export type PaperKind = 'document' | 'table'
export type Paper = PieceOf<PaperKind>
type Made<Value> = { ok: true; value: Value } | { ok: false; fields: string[] }

/** What documents and tables have in common in a form: every field as text, so that nothing that is typed is lost to a rule. */
abstract class PaperForm {
  readonly id: string
  title = $state('')
  source = $state('')
  section = $state('')
  url = $state('')
  updated = $state('')
  from = $state('')
  until = $state('')
  audience = $state<'everyone' | 'staff'>('everyone')
  owner = $state('')
  readonly #before: Paper
  /** As it was when the form was opened. */
  protected opened = ''

  constructor(paper: Paper) {
    this.id = paper.id
    this.#before = paper
    this.title = paper.title
    this.source = paper.source.title
    this.section = paper.source.section ?? ''
    this.url = paper.source.url ?? ''
    this.updated = paper.updated
    this.from = paper.valid?.from ?? ''
    this.until = paper.valid?.until ?? ''
    this.audience = paper.audience ?? 'everyone'
    this.owner = paper.owner ?? ''
  }

  /** All that is in the form. */
  protected abstract told(): unknown

  /** Whether something was typed since the form was opened. */
  get isChanged(): boolean {
    return JSON.stringify(this.told()) !== this.opened
  }

  protected head() {
    const { title, source, section, url, updated, from, until, audience, owner } = this
    const [named, link] = [section.trim(), url.trim()]
    return {
      id: this.id,
      title: title.trim(),
      source: { title: source.trim(), ...(named ? { section: named } : {}), ...(link ? { url: link } : {}) },
      updated,
      ...(from || until ? { valid: { from: from || null, until: until || null } } : {}),
      // What goes without saying is written only where it was: opening a form changes nothing.
      ...(audience === 'staff' || this.#before.audience ? { audience } : {}),
      ...(owner.trim() ? { owner: owner.trim() } : {}),
    }
  }

  protected wrong(): string[] {
    return [
      ...(this.title.trim() === '' ? ['title'] : []),
      ...(this.source.trim() === '' ? ['source'] : []),
      ...(this.url.trim() === '' || /^https?:\/\/\S+$/.test(this.url.trim()) ? [] : ['url']),
      ...(this.updated === '' ? ['updated'] : []),
    ]
  }
}

/** A document in a form: its passages as one text. */
export class DocumentForm extends PaperForm {
  text = $state('')

  constructor(document: PieceOf<'document'>) {
    super(document)
    this.text = textOf(document.passages)
    this.opened = JSON.stringify(this.told())
  }

  protected told() {
    return { ...this.head(), text: this.text }
  }

  get passages() {
    return passagesIn(this.text)
  }

  get made(): Made<PieceOf<'document'>> {
    const parsed = parse(Document, { ...this.head(), passages: this.passages })
    return parsed.ok ? parsed : { ok: false, fields: [...this.wrong(), ...(this.wrong().length === 0 ? ['passages'] : [])] }
  }
}

/** A table in a form: its cells as a grid. */
export class TableForm extends PaperForm {
  grid = $state.raw<Grid>({ columns: [], rows: [], key: 0 })

  constructor({ columns, rows, key, ...paper }: PieceOf<'table'>) {
    super({ ...paper, columns, rows, key })
    const wide = Math.max(columns.length, ...rows.map((row) => row.length))
    const named = Array.from({ length: wide }, (_, at) => columns[at] ?? { name: '' })
    this.grid = { columns: named, rows: rows.map((row) => named.map((_, at) => row[at] ?? '')), key }
    this.opened = JSON.stringify(this.told())
  }

  protected told() {
    return { ...this.head(), ...this.grid }
  }

  get made(): Made<PieceOf<'table'>> {
    const { columns, rows, key } = this.grid
    const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
    const bare = columns.map(({ name, unit }) => ({ name: name.trim(), ...(unit?.trim() ? { unit: unit.trim() } : {}) }))
    const parsed = parse(Table, { ...this.head(), columns: bare, rows: filled, key })
    return parsed.ok ? parsed : { ok: false, fields: [...this.wrong(), ...(this.wrong().length === 0 ? ['rows'] : [])] }
  }
}
