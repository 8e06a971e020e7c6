import { type Article, hasEndedBefore } from '../../shared/knowledge/article.ts'
import type { Draft, Piece, PieceKind } from '../../shared/knowledge/draft.ts'
import type { Flow } from '../../shared/knowledge/flow.ts'
import type { PackContent } from '../../shared/knowledge/pack.ts'
import { fillFlow, fillIn, type Placeholder, type PlaceholderValues, valuesFor } from '../../shared/knowledge/placeholders.ts'
import type { Language } from '../../shared/language/language.ts'
import { LANGUAGES } from '../../shared/language/languages.ts'
import type { PlaceholderState } from '../../shared/protocol/knowledge.ts'
import type { Sql } from '../platform/sql.ts'
import type { Facts } from './facts.ts'

export interface Source {
  articles: Article[]
  flows: Flow[]
}

/** What a desk starts from. */
export interface Adopted {
  sources: Partial<Record<Language, Source>>
  placeholders: Placeholder[]
  values: PlaceholderValues
}

/** What packs are made of: articles and flows with their placeholders open, and what the desk says in place of those. */
export class Working {
  readonly #sql: Sql
  readonly #facts: Facts

  constructor(sql: Sql, facts: Facts) {
    this.#sql = sql
    this.#facts = facts
  }

  /** Takes a template over as the desk's own, in one language. */
  adopt(language: Language, { articles, flows }: Source): void {
    this.#sql.transaction(() => {
      this.#sql.run('DELETE FROM pieces WHERE language = ?', language)
      for (const [place, article] of articles.entries()) this.#put(language, 'article', place, article)
      for (const [place, flow] of flows.entries()) this.#put(language, 'flow', place, flow)
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

  /** What a pack holds: for everybody, true now or later (devices look at the day), and with nothing left open. Null where nothing is left. */
  content(language: Language, day: string): PackContent | null {
    const values = this.#valuesFor(language)
    const articles = this.articles(language).flatMap((article) => {
      const filled = fillIn(article, values)
      return 'article' in filled && article.audience !== 'staff' && !hasEndedBefore(article, day) ? [filled.article] : []
    })
    const kept = new Set(articles.map(({ id }) => id))
    const linked = articles.map((article) => ({ ...article, related: article.related.filter((id) => kept.has(id)) }))
    const flows = this.flows(language).flatMap((flow) => fillFlow(flow, values) ?? [])
    return linked.length > 0 ? { format: 2, language, articles: linked, ...(flows.length > 0 ? { flows } : {}) } : null
  }

  state(): PlaceholderState {
    const held = this.languages().flatMap((language) => {
      const values = this.#valuesFor(language)
      return this.articles(language).flatMap((article) => {
        const filled = fillIn(article, values)
        return 'missing' in filled ? [{ language, id: article.id, question: article.question, missing: filled.missing }] : []
      })
    })
    return { placeholders: this.#placeholders(), values: this.values(), held }
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
