import type { ConversationId } from '$shared/base/ids.ts'
import type { Policy } from '$shared/desk/policy.ts'
import { type DryRun, traceBy } from '$shared/desk/weighing.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import { DRY_RUN_MOST, type Recent } from '$shared/protocol/triage.ts'
import type { Facts } from '$shared/triage/facts.ts'
import type { Ruleset } from '$shared/triage/rules.ts'
import type { Trace } from '$shared/triage/trace.ts'
import { dryRunOf, getRecent, tryOn } from '../api.ts'
import { PLAIN } from './editing.ts'

/** Trying rules as they stand in the form: on a case, and on the last conversations. */
export class Trial {
  facts = $state<Facts>({ ...PLAIN })
  from = $state<'form' | 'conversation'>('form')
  /** Null until it was asked for. */
  recent = $state.raw<Recent | null>(null)
  chosen = $state<ConversationId | ''>('')
  last = $state(100)
  run = $state.raw<DryRun | null>(null)
  busy = $state(false)
  error = $state<HttpError | null>(null)

  /** What the rules say of the case, on this device: without a network too. */
  trace(policy: Pick<Policy, 'lines'>, rules: Ruleset): Trace {
    return traceBy({ lines: policy.lines, rules }, this.facts)
  }

  get isRunnable(): boolean {
    return Number.isInteger(this.last) && this.last >= 1 && this.last <= DRY_RUN_MOST
  }

  async showRecent(): Promise<void> {
    const answer = await getRecent()
    this.error = answer.ok ? null : answer.error
    if (answer.ok) this.recent = answer.value
  }

  /** The case is a conversation, as it is now. */
  async choose(conversation: ConversationId): Promise<void> {
    this.chosen = conversation
    const answer = await tryOn(conversation)
    this.error = answer.ok ? null : answer.error
    if (answer.ok) this.facts = answer.value.verdict.facts
  }

  /** Weighs the last conversations by these rules. Its answer is of them alone: a change afterwards makes it go. */
  async dryRun(rules: Ruleset): Promise<void> {
    this.busy = true
    const answer = await dryRunOf(rules, this.last)
    this.busy = false
    this.error = answer.ok ? null : answer.error
    this.run = answer.ok ? (answer.value as DryRun) : null
  }
}
