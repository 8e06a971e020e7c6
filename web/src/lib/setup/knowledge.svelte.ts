import type { PlaceholderValues } from '$shared/knowledge/placeholders.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import type { PlaceholderState, ReleaseEntry } from '$shared/protocol/knowledge.ts'
import { fillPlaceholders, getKnowledge, getReleases, rollBack } from '../knowledge/api.ts'

/** The desk's knowledge as its owner settles it: what only the business knows, and which release is current. */
export class KnowledgeSettings {
  state = $state.raw<PlaceholderState | null>(null)
  releases = $state.raw<ReleaseEntry[]>([])
  values = $state<PlaceholderValues>({})
  error = $state<HttpError | null>(null)
  busy = $state(false)
  saved = $state(false)

  async load(): Promise<void> {
    const [state, releases] = await Promise.all([getKnowledge(), getReleases()])
    this.error = state.ok ? (releases.ok ? null : releases.error) : state.error
    if (state.ok) this.#take(state.value)
    if (releases.ok) this.releases = releases.value
  }

  /** Keeps what was filled in and publishes what follows from it. */
  async save(): Promise<void> {
    this.busy = true
    const before = this.state?.values ?? {}
    // Only what was changed here: somebody else may have filled in another meanwhile.
    const changed = Object.entries($state.snapshot(this.values)).filter(([key, value]) => value.trim() !== (before[key] ?? ''))
    const saved = await fillPlaceholders({ values: Object.fromEntries(changed) })
    this.busy = false
    this.saved = saved.ok
    if (!saved.ok) {
      this.error = saved.error
      return
    }
    this.#take(saved.value)
    await this.load()
  }

  async goBack(number: number): Promise<void> {
    const done = await rollBack({ number })
    if (done.ok) await this.load()
    else this.error = done.error
  }

  /** What a held article lacks, by the names that the owner knows. */
  namesOf(missing: readonly string[], language: 'zh-CN' | 'en'): string[] {
    return missing.map((key) => this.state?.placeholders.find((placeholder) => placeholder.key === key)?.name[language] ?? key)
  }

  #take(state: PlaceholderState): void {
    this.state = state
    this.values = { ...state.values }
  }
}
