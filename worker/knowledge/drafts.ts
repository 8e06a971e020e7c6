import { type Draft, fingerprintOf, keyOf, type Piece, type PieceName, type TestQuestion } from '../../shared/knowledge/draft.ts'
import { faultsOf } from '../../shared/knowledge/flow.ts'
import type { Language } from '../../shared/language/language.ts'
import type { KeepDrafts, Published, SeenDrafts, WorkingCopy } from '../../shared/protocol/knowledge.ts'
import type { Sql } from '../platform/sql.ts'
import type { Facts } from './facts.ts'
import type { Working } from './working.ts'

/** Who changes something: only an owner publishes what they wrote themselves. */
export interface Author {
  id: string
  name: string
  isOwner: boolean
}

export type Refused = Extract<Published, { ok: false }>

/** Undoes a change after which no pack could be made. */
class NothingLeft extends Error {}

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
      questions: this.#facts.get<TestQuestion[]>(`questions:${language}`) ?? [],
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

  keepQuestions(language: Language, questions: readonly TestQuestion[]): void {
    this.#facts.set(`questions:${language}`, questions)
  }

  /**
   * Makes drafts part of what is published, as they were seen, all of them or none. The answer says what stands in the way.
   * `stands` tells whether what is left can be published.
   */
  take(language: Language, seen: SeenDrafts['drafts'], author: Author, stands: () => boolean): { ok: true } | Refused {
    const seenAt = new Map(seen.map((draft) => [keyOf(draft), draft.at]))
    const drafts = this.#all(language).filter((draft) => seenAt.has(keyOf(draft)))
    const published = this.#published(language)
    const refuse = (code: Refused['code'], found: readonly Draft[]): Refused => {
      return { ok: false, code, pieces: found.map(({ kind, id }) => ({ kind, id })) }
    }
    const changed = drafts.filter(
      (draft) => fingerprintOf(published.get(keyOf(draft))) !== draft.base || draft.at !== seenAt.get(keyOf(draft)),
    )
    if (changed.length > 0) return refuse('changed-meanwhile', changed)
    const own = author.isOwner ? [] : drafts.filter(({ by, state }) => by.id === author.id || state !== 'review')
    if (own.length > 0) return refuse('own-work', own)
    const faulty = drafts.filter(({ kind, piece }) => kind === 'flow' && piece && faultsOf(piece).length > 0)
    if (faulty.length > 0) return refuse('faulty-flow', faulty)
    const refused = refuse('nothing-left', drafts)
    if (drafts.length === 0) return refused
    try {
      this.#sql.transaction(() => {
        this.#working.change(language, drafts)
        this.drop(language, drafts)
        if (!stands()) throw new NothingLeft()
      })
    } catch (fault) {
      if (fault instanceof NothingLeft) return refused
      throw fault
    }
    return { ok: true }
  }

  /** What is worked on, by the key of its name. */
  #published(language: Language): Map<string, Piece> {
    const named = (kind: PieceName['kind'], pieces: readonly Piece[]) =>
      pieces.map((piece) => [keyOf({ kind, id: piece.id }), piece] as const)
    return new Map([...named('article', this.#working.articles(language)), ...named('flow', this.#working.flows(language))])
  }

  #all(language: Language): Draft[] {
    return this.#sql
      .run<{ text: string }>('SELECT text FROM drafts WHERE language = ? ORDER BY kind, id', language)
      .map(({ text }) => JSON.parse(text) as Draft)
  }
}
