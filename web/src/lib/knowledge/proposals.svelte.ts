import type { ProposalState } from '$shared/knowledge/proposal.ts'
import type { Language } from '$shared/language/language.ts'
import { normalise } from '$shared/language/normalise.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import type { KeptProposal } from '$shared/protocol/knowledge.ts'
import { getProposals, settleProposal } from './api.ts'
import type { Workbench } from './workbench.svelte.ts'

/** Articles that settled tickets suggest, and what became of each. */
export class Proposals {
  query = $state('')
  standing = $state<ProposalState>('open')
  error = $state<HttpError | null>(null)
  busy = $state(false)
  readonly #bench: Workbench
  /** As they came, with the language that they are of. */
  #kept = $state.raw<{ language: Language; proposals: KeptProposal[] } | null>(null)
  #turn = 0

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  async load(language: Language): Promise<void> {
    const turn = ++this.#turn
    const told = await getProposals(language)
    // The answer to an earlier wish comes too late.
    if (turn !== this.#turn) return
    this.error = told.ok ? null : told.error
    if (told.ok) this.#kept = { language, proposals: told.value }
  }

  /** Whether those of the language that is worked on are here. */
  get loaded(): boolean {
    return this.#kept?.language === this.#bench.desk.language
  }

  get isEmpty(): boolean {
    return this.#kept?.proposals.length === 0
  }

  of(state: ProposalState): KeptProposal[] {
    return (this.#kept?.proposals ?? []).filter((proposal) => proposal.state === state)
  }

  get shown(): KeptProposal[] {
    const query = normalise(this.query)
    return this.of(this.standing).filter(({ question, answer, number }) => normalise(`${question} ${answer} ${number}`).includes(query))
  }

  async settle(number: string, state: ProposalState): Promise<boolean> {
    this.busy = true
    const { language } = this.#bench.desk
    const answer = await settleProposal(language, { number, state })
    this.busy = false
    this.error = answer.ok ? null : answer.error
    const kept = this.#kept
    if (answer.ok && kept?.language === language)
      this.#kept = { language, proposals: kept.proposals.map((each) => (each.number === number ? { ...each, state } : each)) }
    return answer.ok
  }

  /** Begins an article of a proposal, with its answer and `source` as where it is from. False where that could not be told. */
  async take(proposal: KeptProposal, source: string): Promise<boolean> {
    if (!(await this.settle(proposal.number, 'taken'))) return false
    const form = this.#bench.begin(proposal.question, proposal.phrasings)
    form.answer = proposal.answer
    form.title = source
    form.intents = proposal.intents.join('\n')
    return true
  }
}
