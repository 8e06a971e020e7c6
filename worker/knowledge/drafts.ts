import { type Draft, fingerprintOf, type TestQuestion } from '../../shared/knowledge/draft.ts'
import type { Language } from '../../shared/language/language.ts'
import type { KeepDrafts, SeenDrafts, WorkingCopy } from '../../shared/protocol/knowledge.ts'
import type { Sql } from '../platform/sql.ts'
import type { Facts } from './facts.ts'
import type { Working } from './working.ts'

/** Who changes something: only an owner publishes what they wrote themselves. */
export interface Author {
  id: string
  name: string
  isOwner: boolean
}

export type Refused = { ok: false; code: 'changed-meanwhile' | 'own-work' | 'nothing-left'; ids: string[] }

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
    const known = new Map(this.#all(language).map((draft) => [draft.id, draft.at]))
    if (drafts.some((draft) => (known.get(draft.id) ?? null) !== draft.after)) return false
    this.#sql.transaction(() => {
      for (const { after: _after, ...draft } of drafts) {
        // A clock that stands still must not make two drafts look like one.
        const at = Math.max(now, (known.get(draft.id) ?? 0) + 1)
        const kept: Draft = { ...draft, language, at, by: { id, name } }
        this.#sql.run(
          'INSERT INTO drafts (language, id, text) VALUES (?, ?, ?) ON CONFLICT (language, id) DO UPDATE SET text = excluded.text',
          language,
          draft.id,
          JSON.stringify(kept),
        )
      }
    })
    return true
  }

  drop(language: Language, ids: readonly string[]): void {
    this.#sql.transaction(() => {
      for (const id of ids) this.#sql.run('DELETE FROM drafts WHERE language = ? AND id = ?', language, id)
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
    const seenAt = new Map(seen.map(({ id, at }) => [id, at]))
    const drafts = this.#all(language).filter(({ id }) => seenAt.has(id))
    const published = new Map(this.#working.articles(language).map((article) => [article.id, article]))
    const named = (found: readonly Draft[]) => found.map(({ id }) => id)
    const changed = drafts.filter(({ id, base, at }) => fingerprintOf(published.get(id)) !== base || at !== seenAt.get(id))
    if (changed.length > 0) return { ok: false, code: 'changed-meanwhile', ids: named(changed) }
    const own = author.isOwner ? [] : drafts.filter(({ by, state }) => by.id === author.id || state !== 'review')
    if (own.length > 0) return { ok: false, code: 'own-work', ids: named(own) }
    const refused: Refused = { ok: false, code: 'nothing-left', ids: named(drafts) }
    if (drafts.length === 0) return refused
    try {
      this.#sql.transaction(() => {
        this.#working.change(language, drafts)
        for (const { id } of drafts) this.#sql.run('DELETE FROM drafts WHERE language = ? AND id = ?', language, id)
        if (!stands()) throw new NothingLeft()
      })
    } catch (fault) {
      if (fault instanceof NothingLeft) return refused
      throw fault
    }
    return { ok: true }
  }

  #all(language: Language): Draft[] {
    return this.#sql
      .run<{ text: string }>('SELECT text FROM drafts WHERE language = ? ORDER BY id', language)
      .map(({ text }) => JSON.parse(text) as Draft)
  }
}
