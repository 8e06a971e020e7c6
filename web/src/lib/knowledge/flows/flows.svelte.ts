import { type Rehearsed, rehearse, type Stage } from '$shared/assistant/rehearsal.ts'
import { beginningsOf } from '$shared/assistant/respond.ts'
import type { Draft, DraftOf } from '$shared/knowledge/draft.ts'
import type { Flow } from '$shared/knowledge/flow.ts'
import { copyFlow } from '$shared/knowledge/flow-edit.ts'
import { faultsOf } from '$shared/knowledge/flow-faults.ts'
import type { PackVersion } from '$shared/knowledge/pack.ts'
import { fillFlow, fillIn, openAnywhere } from '$shared/knowledge/placeholders.ts'
import type { KnowledgeDesk } from '../desk.svelte.ts'
import { today } from '../drafting.ts'
import type { Workbench } from '../workbench.svelte.ts'
import { newFlow } from './begin.ts'
import { FlowEditing } from './editing.svelte.ts'

/** A flow as it is worked on: what is published, what it is to become, and whether that would leave somebody stuck. */
export interface FlowRow {
  id: string
  published: Flow | null
  draft: DraftOf<'flow'> | null
  flow: Flow
  faults: number
}

/** What is rehearsed is of no pack that was published. */
const REHEARSED = '0'.repeat(32) as PackVersion

/** The flows under the hands of those who answer for them. What is typed stays while one of the sections is open. */
export class FlowBench {
  readonly #desk: KnowledgeDesk
  readonly #bench: Workbench
  selected = $state<string | null>(null)
  /** Begun here and kept nowhere yet. */
  #fresh = $state.raw<{ language: string; flow: Flow }[]>([])
  readonly #forms = new Map<string, FlowEditing>()
  /** Forms are made while drawing, when nothing may change: this tells that one is gone. */
  #closed = $state(0)
  readonly #rows: FlowRow[] = $derived.by(() => this.#rowsNow())

  constructor(desk: KnowledgeDesk, bench: Workbench) {
    this.#desk = desk
    this.#bench = bench
  }

  get rows(): FlowRow[] {
    return this.#rows
  }

  get isUnsaved(): boolean {
    return [...this.#forms.values()].some((form) => form.isChanged)
  }

  row(id: string | null): FlowRow | null {
    return this.#rows.find((row) => row.id === id) ?? null
  }

  /** The form of a flow, with whatever was typed into it. */
  formOf({ id, flow }: FlowRow): FlowEditing {
    void this.#closed
    const key = this.#keyOf(id)
    const known = this.#forms.get(key)
    if (known) return known
    const form = new FlowEditing(
      flow,
      this.#fresh.some((each) => each.flow.id === id),
    )
    this.#forms.set(key, form)
    return form
  }

  /** Begins a flow, blank or as a copy, and shows it. */
  begin(from: Flow | null, copied: (name: string) => string): void {
    const id = `flow-${Date.now().toString(36)}`
    const flow = from ? copyFlow(from, id, copied(from.name).slice(0, 60)) : newFlow(this.#desk.language, id)
    this.#fresh = [{ language: this.#desk.language, flow }, ...this.#fresh]
    this.selected = id
  }

  /** Keeps a flow as a draft, or hands it in. Null takes it out. */
  async keep(id: string, flow: Flow | null, state: Draft['state']): Promise<boolean> {
    const kept = await this.#desk.keep([{ kind: 'flow', id, piece: flow, state, ...this.#desk.seen({ kind: 'flow', id }) }])
    if (kept) this.#close(id)
    return kept
  }

  /** Discards what was typed and the draft, if there is one. */
  async drop(id: string): Promise<void> {
    if (!this.row(id)?.draft || (await this.#desk.drop([{ kind: 'flow', id }]))) this.#close(id)
  }

  /** Placeholders that a flow names and that have no value: it is not published to customers as long as one is open. */
  openIn(flow: Flow): string[] {
    return openAnywhere(flow).filter((key) => !this.#desk.values[key])
  }

  /** What a customer would meet who says these sentences to the flow as it stands in its form. */
  rehearse(form: FlowEditing, now: number): Rehearsed {
    return rehearse(this.#stage(form, now), form.said)
  }

  #stage({ flow }: FlowEditing, now: number): Stage {
    const { language, values } = this.#desk
    const others = this.#rows.flatMap((row) => (row.id === flow.id || row.draft?.piece === null || row.faults > 0 ? [] : [row.flow]))
    const flows = [flow, ...others].map((each) => fillFlow(each, values) ?? each)
    const flowOf = (_version: PackVersion, id: string) => flows.find((each) => each.id === id)
    const { index } = this.#bench
    const article = (_version: PackVersion, id: string) => {
      const found = index.articles.find((each) => each.id === id)
      const filled = found && fillIn(found, values)
      return filled && 'article' in filled ? filled.article : found
    }
    const knowledge = { version: REHEARSED, index, flows, beginnings: beginningsOf(flows), flow: flowOf }
    return { knowledge, library: { article, flow: flowOf }, language, today: today(), now }
  }

  #close(id: string): void {
    this.#forms.delete(this.#keyOf(id))
    this.#fresh = this.#fresh.filter(({ flow }) => flow.id !== id)
    this.#closed++
  }

  #keyOf(id: string): string {
    return `${this.#desk.language} ${id}`
  }

  #rowsNow(): FlowRow[] {
    const { copy, language } = this.#desk
    if (!copy) return []
    const drafts = copy.drafts.filter((draft) => draft.kind === 'flow')
    const published = new Map(copy.flows.map((flow) => [flow.id, flow]))
    const fresh = this.#fresh.filter((each) => each.language === language).map(({ flow }) => flow.id)
    const ids = new Set([...fresh, ...drafts.map(({ id }) => id).filter((id) => !published.has(id)), ...published.keys()])
    return [...ids].flatMap((id): FlowRow[] => {
      const draft = drafts.find((each) => each.id === id) ?? null
      const flow = draft?.piece ?? published.get(id) ?? this.#fresh.find((each) => each.flow.id === id)?.flow
      return flow ? [{ id, published: published.get(id) ?? null, draft, flow, faults: faultsOf(flow).length }] : []
    })
  }
}
