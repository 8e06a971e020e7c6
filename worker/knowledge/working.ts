import type { Article } from '../../shared/knowledge/article.ts'
import { Document } from '../../shared/knowledge/document.ts'
import type { Draft, Piece, PieceKind } from '../../shared/knowledge/draft.ts'
import type { Flow } from '../../shared/knowledge/flow.ts'
import type { PackContent } from '../../shared/knowledge/pack.ts'
import { fillFlow, fillIn, fillWhole, type Placeholder, type PlaceholderValues, valuesFor } from '../../shared/knowledge/placeholders.ts'
import { Table } from '../../shared/knowledge/table.ts'
import { hasEndedBefore } from '../../shared/knowledge/validity.ts'
import type { Language } from '../../shared/language/language.ts'
import { LANGUAGES } from '../../shared/language/languages.ts'
import type { PlaceholderState } from '../../shared/protocol/knowledge.ts'
import type { Facts } from '../platform/facts.ts'
import type { Sql } from '../platform/sql.ts'

export interface Source {
  articles: Article[]
  flows: Flow[]
  documents?: Document[] | undefined
  tables?: Table[] | undefined
}

/** What a desk starts from. */
export interface Adopted {
  sources: Partial<Record<Language, Source>>
  placeholders: Placeholder[]
  values: PlaceholderValues
}

/** Undoes changes that were only tried, with what they came to. */
class Foreseen extends Error {
  readonly value: unknown
  constructor(value: unknown) {
    super('foreseen')
    this.value = value
  }
}

/** What packs are made of: pieces with their placeholders open, and what the desk says in place of those. */
export class Working {
  readonly #sql: Sql
  readonly #facts: Facts

  constructor(sql: Sql, facts: Facts) {
    this.#sql = sql
    this.#facts = facts
  }

  /** Takes a template over as the desk's own, in one language. */
  adopt(language: Language, { articles, flows, documents = [], tables = [] }: Source): void {
    const kinds = { article: articles, flow: flows, document: documents, table: tables } satisfies Record<PieceKind, readonly Piece[]>
    this.#sql.transaction(() => {
      this.#sql.run('DELETE FROM pieces WHERE language = ?', language)
      for (const [kind, pieces] of Object.entries(kinds) as [PieceKind, readonly Piece[]][])
        for (const [place, piece] of pieces.entries()) this.#put(language, kind, place, piece)
    })
  }

  /** Leaves only these languages: what an earlier try of the set-up left is nobody's. */
  leaveOnly(languages: readonly Language[]): void {
    for (const language of this.languages())
      if (!languages.includes(language)) this.#sql.run('DELETE FROM pieces WHERE language = ?', language)
  }

  declare(placeholders: readonly Placeholder[]): void {
    this.#facts.set('placeholders', placeholders)
  }

  /** Takes changes over: a piece that is new comes last among its kind, one that is null goes. */
  change(language: Language, changes: readonly Pick<Draft, 'kind' | 'id' | 'piece'>[]): void {
    const [row] = this.#sql.run<{ last: number | null }>('SELECT MAX(place) AS last FROM pieces WHERE language = ?', language)
    let place = row?.last ?? 0
    for (const { kind, id, piece } of changes) {
      if (piece) this.#put(language, kind, ++place, piece)
      else this.#sql.run('DELETE FROM pieces WHERE language = ? AND kind = ? AND id = ?', language, kind, id)
    }
  }

  /** What is read once changes are taken over, without taking them over. */
  foresee<Value>(language: Language, changes: readonly Pick<Draft, 'kind' | 'id' | 'piece'>[], read: () => Value): Value {
    try {
      return this.#sql.transaction((): never => {
        this.change(language, changes)
        throw new Foreseen(read())
      })
    } catch (fault) {
      if (fault instanceof Foreseen) return fault.value as Value
      throw fault
    }
  }

  values(): PlaceholderValues {
    return this.#facts.get<PlaceholderValues>('values') ?? {}
  }

  setValues(values: PlaceholderValues): void {
    this.#facts.set('values', values)
  }

  languages(): Language[] {
    const rows = this.#sql.run<{ language: Language }>("SELECT DISTINCT language FROM pieces WHERE kind = 'article'")
    return LANGUAGES.filter((language) => rows.some((row) => row.language === language))
  }

  /** What a pack holds: for everybody, true now or later (devices look at the day), and with nothing left open. Null where no article is left. */
  content(language: Language, day: string): PackContent | null {
    const { articles, documents, tables } = this.#for('everyone', language, day)
    const values = this.#valuesFor(language)
    const flows = this.flows(language).flatMap((flow) => fillFlow(flow, values) ?? [])
    return articles.length > 0 ? packOf({ language, articles, flows, documents, tables }) : null
  }

  /** The same with what members of staff alone may read; null where there is nothing of that kind. */
  staffContent({ language, articles, flows = [], documents = [], tables = [] }: PackContent, day: string): PackContent | null {
    const own = this.#for('staff', language, day)
    if (own.articles.length + own.documents.length + own.tables.length === 0) return null
    return packOf({
      language,
      flows,
      articles: joined(articles, own.articles),
      documents: joined(documents, own.documents),
      tables: joined(tables, own.tables),
    })
  }

  state(): PlaceholderState {
    const held = this.languages().flatMap((language) => {
      const values = this.#valuesFor(language)
      const missing = [
        ...this.articles(language).map((article) => ({ id: article.id, question: article.question, filled: fillIn(article, values) })),
        ...this.documents(language).map((each) => ({ id: each.id, question: each.title, filled: fillWhole(Document, each, values) })),
        ...this.tables(language).map((each) => ({ id: each.id, question: each.title, filled: fillWhole(Table, each, values) })),
      ]
      return missing.flatMap(({ id, question, filled }) =>
        'missing' in filled ? [{ language, id, question, missing: filled.missing }] : [],
      )
    })
    return { placeholders: this.#placeholders(), values: this.values(), held }
  }

  /** What is for one audience, true on a day or later, and filled in. */
  #for(audience: 'everyone' | 'staff', language: Language, day: string): { articles: Article[]; documents: Document[]; tables: Table[] } {
    const values = this.#valuesFor(language)
    const isWanted = (piece: Article | Document | Table) => (piece.audience ?? 'everyone') === audience && !hasEndedBefore(piece, day)
    return {
      articles: this.articles(language).flatMap((article) => {
        const filled = fillIn(article, values)
        return 'article' in filled && isWanted(article) ? [filled.article] : []
      }),
      documents: this.documents(language).flatMap((document) => {
        const filled = fillWhole(Document, document, values)
        return 'piece' in filled && isWanted(document) ? [filled.piece] : []
      }),
      tables: this.tables(language).flatMap((table) => {
        const filled = fillWhole(Table, table, values)
        return 'piece' in filled && isWanted(table) ? [filled.piece] : []
      }),
    }
  }

  #placeholders(): Placeholder[] {
    return this.#facts.get<Placeholder[]>('placeholders') ?? []
  }

  #valuesFor(language: Language): PlaceholderValues {
    return valuesFor(this.#placeholders(), language, this.values())
  }

  articles(language: Language): Article[] {
    return this.#all(language, 'article')
  }

  flows(language: Language): Flow[] {
    return this.#all(language, 'flow')
  }

  documents(language: Language): Document[] {
    return this.#all(language, 'document')
  }

  tables(language: Language): Table[] {
    return this.#all(language, 'table')
  }

  /** In the order in which they are shown. */
  #all<Kind extends Piece>(language: Language, kind: PieceKind): Kind[] {
    return this.#sql
      .run<{ text: string }>('SELECT text FROM pieces WHERE language = ? AND kind = ? ORDER BY place', language, kind)
      .map(({ text }) => JSON.parse(text) as Kind)
  }

  /** One that is there already keeps its place. */
  #put(language: Language, kind: PieceKind, place: number, piece: Piece): void {
    this.#sql.run(
      `INSERT INTO pieces (language, kind, id, place, text) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (language, kind, id) DO UPDATE SET text = excluded.text`,
      language,
      kind,
      piece.id,
      place,
      JSON.stringify(piece),
    )
  }
}

/** A pack without documents and tables is one of the second format, as it was: the same content keeps its name. */
function packOf({ language, articles, flows, documents, tables }: Source & { language: Language }): PackContent {
  const kept = new Set(articles.map(({ id }) => id))
  const parts = [...(documents ?? []), ...(tables ?? [])].length
  return {
    format: parts > 0 ? 3 : 2,
    language,
    articles: articles.map((article) => ({ ...article, related: article.related.filter((id) => kept.has(id)) })),
    ...(flows.length > 0 ? { flows } : {}),
    ...(documents?.length ? { documents } : {}),
    ...(tables?.length ? { tables } : {}),
  }
}

/** Pieces with others behind them, which take the place of those with the same id. */
const joined = <Named extends { id: string }>(pieces: readonly Named[], others: readonly Named[]): Named[] => [
  ...pieces.filter(({ id }) => others.every((other) => other.id !== id)),
  ...others,
]
