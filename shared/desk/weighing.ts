import { type Lines, verdictOf } from '../triage/evaluate.ts'
import type { Facts } from '../triage/facts.ts'
import type { Ruleset } from '../triage/rules.ts'
import { type Trace, trace } from '../triage/trace.ts'
import type { Verdict } from '../triage/verdict.ts'
import { intentOf } from '../understanding/labels.ts'
import { lineFor, type Policy } from './policy.ts'

type Shared = Pick<Policy, 'lines' | 'rules'>

/** The lines of a desk, and the one that answers for a matter: that of its department, or the first of all. */
function linesFor({ lines }: Pick<Policy, 'lines'>, { intent }: Facts): Lines {
  const department = (intent && intentOf(intent)?.department) || 'service'
  return { all: lines.map(({ id }) => id), usual: lineFor({ lines }, department) }
}

/** What the rules of a desk say of a conversation. */
export const verdictBy = (policy: Shared, facts: Facts): Verdict => verdictOf(policy.rules, facts, linesFor(policy, facts))

/** The same, rule by rule; `rules` may be others than those of the desk. */
export const traceBy = (policy: Shared, facts: Facts, rules: Ruleset = policy.rules): Trace => trace(rules, facts, linesFor(policy, facts))

/** What the desk remembers of a conversation that was weighed: figures and names of facts, no words of anybody. */
export interface Kept {
  conversation: string
  at: number
  verdict: Verdict
}

/** What would be other under other rules. */
export interface DryRun {
  of: number
  before: Counts
  after: Counts
  differ: { conversation: string; at: number; facts: Facts; before: Verdict; after: Verdict }[]
}

/** How many go to people first, and how many to each line. */
export interface Counts {
  people: number
  lines: Record<string, number>
}

/** [R15] Weighs conversations anew by their facts: by the rules as they are now, and by others. Nothing is written. */
export function dryRun(policy: Shared, rules: Ruleset, kept: readonly Kept[]): DryRun {
  const runs = kept.map(({ conversation, at, verdict: { facts } }) => ({
    conversation,
    at,
    facts,
    before: verdictBy(policy, facts),
    after: verdictBy({ ...policy, rules }, facts),
  }))
  return {
    of: runs.length,
    before: countsOf(runs.map(({ before }) => before)),
    after: countsOf(runs.map(({ after }) => after)),
    differ: runs.filter(({ before, after }) => isOther(before, after)),
  }
}

function countsOf(verdicts: readonly Verdict[]): Counts {
  const lines: Record<string, number> = {}
  for (const { line } of verdicts) lines[line] = (lines[line] ?? 0) + 1
  return { people: verdicts.filter(({ first }) => first === 'people').length, lines }
}

/** Which rule said so is no difference, as long as it is the same that is said. */
function isOther(one: Verdict, other: Verdict): boolean {
  const said = ({ first, line, boost, skills, urgency }: Verdict) => JSON.stringify([first, line, boost, skills, urgency])
  return said(one) !== said(other)
}
