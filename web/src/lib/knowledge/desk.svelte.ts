import { createContext } from 'svelte'
import {
  type Draft,
  fingerprintOf,
  type NewDraft,
  type Piece,
  type PieceKind,
  type PieceName,
  type TestQuestion,
} from '$shared/knowledge/draft.ts'
import type { Flow } from '$shared/knowledge/flow.ts'
import { type PlaceholderValues, valuesFor } from '$shared/knowledge/placeholders.ts'
import type { Watch } from '$shared/knowledge/watch.ts'
import type { Language } from '$shared/language/language.ts'
import type { HttpError, Me } from '$shared/protocol/http.ts'
import type { PlaceholderState, Published, WorkingCopy } from '$shared/protocol/knowledge.ts'
import type { Outcome } from '../http/ask.ts'
import { getMe } from '../setup/api.ts'
import { dropDrafts, getCopy, getKnowledge, keepDrafts, keepQuestions, keepWatch, publishDrafts } from './api.ts'
import type { Care } from './care/care.svelte.ts'
import { partsOf } from './drafting.ts'
import type { FlowBench } from './flows/flows.svelte.ts'
import type { PaperKind } from './paper.svelte.ts'
import type { PaperShelf } from './papers.svelte.ts'
import type { Workbench } from './workbench.svelte.ts'

/** What all sections of the knowledge desk share: it lives as long as one of them is open. */
export const [useKnowledge, provideKnowledge] = createContext<{
  desk: KnowledgeDesk
  bench: Workbench
  flows: FlowBench
  care: Care
  papers: Record<PaperKind, PaperShelf>
}>()

/** The desk's knowledge in one language as it is worked on: what is published, and the drafts of all its pieces. */
export class KnowledgeDesk {
  language = $state<Language>('zh-CN')
  copy = $state.raw<WorkingCopy | null>(null)
  error = $state<HttpError | null>(null)
  busy = $state(false)
  refused = $state.raw<Extract<Published, { ok: false }> | null>(null)
  /** The keys of the placeholders that texts may name. */
  placeholders = $state.raw<string[]>([])
  #open = $state.raw<PlaceholderState | null>(null)
  #me = $state.raw<Me | null>(null)
  #turn = 0

  async load(language: Language = this.language): Promise<void> {
    const turn = ++this.#turn
    const [copy, me, placeholders] = await Promise.all([getCopy(language), getMe(), getKnowledge()])
    // The answer to an earlier wish comes too late.
    if (turn !== this.#turn) return
    if (copy.ok) this.language = language
    if (me.ok) this.#me = me.value
    if (placeholders.ok) {
      this.#open = placeholders.value
      this.placeholders = placeholders.value.placeholders.map(({ key }) => key)
    }
    this.#take(copy)
  }

  /** What the desk says in place of the placeholders, in the language that is worked on. */
  get values(): PlaceholderValues {
    return this.#open ? valuesFor(this.#open.placeholders, this.language, this.#open.values) : {}
  }

  get drafts(): Draft[] {
    return this.copy?.drafts ?? []
  }

  draftOf({ kind, id }: PieceName): Draft | null {
    return this.drafts.find((draft) => draft.kind === kind && draft.id === id) ?? null
  }

  publishedOf({ kind, id }: PieceName): Piece | null {
    const pieces: readonly Piece[] = this.copy?.[`${kind}s`] ?? []
    return pieces.find((piece) => piece.id === id) ?? null
  }

  flowOf(id: string): Flow | null {
    return this.copy?.flows.find((flow) => flow.id === id) ?? null
  }

  titleOf(name: PieceName): string {
    const piece = this.draftOf(name)?.piece ?? this.publishedOf(name)
    return (piece && ('title' in piece ? piece.title : 'name' in piece ? piece.name : piece.question)) || name.id
  }

  /** Whether this person may publish it: an owner all, others what somebody else has written and handed in. */
  mayPublish(draft: Draft): boolean {
    return this.#me?.role === 'owner' || (draft.state === 'review' && draft.by.id !== this.#me?.id)
  }

  /** What a change was begun on, and which draft it replaces, as they are seen here. */
  seen(name: PieceName): Pick<NewDraft, 'base' | 'after'> {
    const draft = this.draftOf(name)
    return { base: draft ? draft.base : fingerprintOf(this.publishedOf(name) ?? undefined), after: draft?.at ?? null }
  }

  /** Keeps changes as drafts, all or none. Where a colleague was faster theirs is shown, and keeping once more is meant. */
  async keep(drafts: NewDraft[]): Promise<boolean> {
    const kept = await this.#run(keepDrafts(this.language, { drafts }))
    if (kept || this.error !== 'changed-meanwhile') return kept
    const copy = await getCopy(this.language)
    if (copy.ok) this.copy = copy.value
    return false
  }

  /** Keeps many pieces as changes that are handed in, a part at a time. `onProgress` hears how many are kept. */
  async keepAll(kind: PieceKind, pieces: readonly Piece[], onProgress: (count: number) => void): Promise<boolean> {
    for (const [from, part] of partsOf(pieces)) {
      const drafts = part.map((piece) => ({ kind, id: piece.id, piece, state: 'review', ...this.seen({ kind, id: piece.id }) }) as NewDraft)
      if (!(await this.keep(drafts))) return false
      onProgress(from + part.length)
    }
    return true
  }

  async drop(drafts: PieceName[]): Promise<boolean> {
    return this.#run(dropDrafts(this.language, { drafts }))
  }

  async publish(seen: readonly Draft[]): Promise<boolean> {
    this.busy = true
    const answer = await publishDrafts(this.language, { drafts: seen.map(({ kind, id, at }) => ({ kind, id, at })) })
    this.busy = false
    this.error = answer.ok ? null : answer.error
    this.refused = answer.ok && !answer.value.ok ? answer.value : null
    if (!answer.ok || !answer.value.ok) return false
    this.copy = answer.value.copy
    return true
  }

  async keepWatch(watch: Watch): Promise<boolean> {
    return this.#run(keepWatch(this.language, watch))
  }

  async keepQuestions(questions: TestQuestion[]): Promise<boolean> {
    return this.#run(keepQuestions(this.language, { questions }))
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
