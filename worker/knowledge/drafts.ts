import {
  type Draft,
  type DraftOf,
  fingerprintOf,
  keyOf,
  type Piece,
  type PieceName,
  type TestQuestion,
} from '../../shared/knowledge/draft.ts'
import { faultsOf } from '../../shared/knowledge/flow-faults.ts'
import { isFaulty } from '../../shared/knowledge/paper-lint.ts'
import { NO_WATCH, type Watch } from '../../shared/knowledge/watch.ts'
import type { Language } from '../../shared/language/language.ts'
import type { KeepDrafts, Published, SeenDrafts, WorkingCopy } from '../../shared/protocol/knowledge.ts'
import type { Facts } from '../platform/facts.ts'
import type { Sql } from '../platform/sql.ts'
import type { Working } from './working.ts'

/** Who changes something: only an owner publishes what they wrote themselves. */
export interface Author {
  id: string
  name: string
  isOwner: boolean
}

type Refused = Extract<Published, { ok: false }>

/** A publication refused, with the pieces for which it is. */
export const refused = (code: Refused['code'], pieces: readonly PieceName[]): Refused => ({
  ok: false,
  code,
  pieces: pieces.map(({ kind, id }) => ({ kind, id })),
})

const isPaper = (draft: Draft): draft is DraftOf<'document' | 'table'> => draft.kind === 'document' || draft.kind === 'table'

/** Changes that are written but not published, and the questions that they are tried with. */
export class Drafts {
  readonly #sql: Sql
  readonly #facts: Facts
  readonly #working: Working

  constructor(sql: Sql, facts: Facts, working: Working) {
    this.#sql = sql
    this.#facts = facts
    this.#working = working
  }

  copy(language: Language): WorkingCopy {
    return {
      articles: this.#working.articles(language),
      drafts: this.#all(language),
      flows: this.#working.flows(language),
      documents: this.#working.documents(language),
      tables: this.#working.tables(language),
      questions: this.#facts.get<TestQuestion[]>(`questions:${language}`) ?? [],
      watch: this.#facts.get<Watch>(`watch:${language}`) ?? NO_WATCH,
      returned: this.#facts.get<boolean>(`returned:${language}`) ?? false,
    }
  }

  /** Keeps drafts, all or none: where somebody has written another meanwhile, nothing is overwritten unseen. */
  keep(language: Language, drafts: KeepDrafts['drafts'], { id, name }: Author, now: number): boolean {
    const known = new Map(this.#all(language).map((draft) => [keyOf(draft), draft.at]))
    if (drafts.some((draft) => (known.get(keyOf(draft)) ?? null) !== draft.after)) return false
    this.#sql.transaction(() => {
      for (const { after: _after, ...draft } of drafts) {
        // A clock that stands still must not make two drafts look like one.
        const at = Math.max(now, (known.get(keyOf(draft)) ?? 0) + 1)
        const kept: Draft = { ...draft, language, at, by: { id, name } }
        this.#sql.run(
          'INSERT INTO drafts (language, kind, id, text) VALUES (?, ?, ?, ?) ON CONFLICT (language, kind, id) DO UPDATE SET text = excluded.text',
          language,
          draft.kind,
          draft.id,
          JSON.stringify(kept),
        )
      }
    })
    return true
  }

  drop(language: Language, names: readonly PieceName[]): void {
    this.#sql.transaction(() => {
      for (const { kind, id } of names) this.#sql.run('DELETE FROM drafts WHERE language = ? AND kind = ? AND id = ?', language, kind, id)
    })
  }

  keepWatch(language: Language, watch: Watch): void {
    this.#facts.set(`watch:${language}`, watch)
  }

  keepQuestions(language: Language, questions: readonly TestQuestion[]): void {
    this.#facts.set(`questions:${language}`, questions)
  }

  /** Drafts that can be published as they were seen, all that are named, or what stands in the way. */
  ready(language: Language, seen: SeenDrafts['drafts'], author: Author): { ok: true; drafts: Draft[] } | Refused {
    const seenAt = new Map(seen.map((draft) => [keyOf(draft), draft.at]))
    const drafts = this.#all(language).filter((draft) => seenAt.has(keyOf(draft)))
    const published = this.#published(language)
    const changed = drafts.filter(
      (draft) => fingerprintOf(published.get(keyOf(draft))) !== draft.base || draft.at !== seenAt.get(keyOf(draft)),
    )
    if (changed.length > 0) return refused('changed-meanwhile', changed)
    const own = author.isOwner ? [] : drafts.filter(({ by, state }) => by.id === author.id || state !== 'review')
    if (own.length > 0) return refused('own-work', own)
    const faulty = drafts.filter(({ kind, piece }) => kind === 'flow' && piece && faultsOf(piece).length > 0)
    if (faulty.length > 0) return refused('faulty-flow', faulty)
    const unreadable = drafts.filter((draft) => isPaper(draft) && draft.piece && isFaulty(draft.kind, draft.piece))
    if (unreadable.length > 0) return refused('faulty-paper', unreadable)
    return drafts.length > 0 ? { ok: true, drafts } : refused('nothing-left', drafts)
  }

  /** Makes drafts part of what is published, all of them. */
  take(language: Language, drafts: readonly Draft[]): void {
    this.#sql.transaction(() => {
      this.#working.change(language, drafts)
      this.drop(language, drafts)
    })
  }

  /** What is worked on, by the key of its name. */
  #published(language: Language): Map<string, Piece> {
    const named = (kind: PieceName['kind'], pieces: readonly Piece[]) =>
      pieces.map((piece) => [keyOf({ kind, id: piece.id }), piece] as const)
    return new Map([
      ...named('article', this.#working.articles(language)),
      ...named('flow', this.#working.flows(language)),
      ...named('document', this.#working.documents(language)),
      ...named('table', this.#working.tables(language)),
    ])
  }

  #all(language: Language): Draft[] {
    return this.#sql
      .run<{ text: string }>('SELECT text FROM drafts WHERE language = ? ORDER BY kind, id', language)
      .map(({ text }) => JSON.parse(text) as Draft)
  }
}
