import type { QueueId } from '$shared/base/ids.ts'
import type { Facts } from '$shared/triage/facts.ts'
import type { Verdict } from '$shared/triage/verdict.ts'
import { intentOf } from '$shared/understanding/labels.ts'
import type { Key } from '../i18n/i18n.svelte.ts'

/** A fact by the key of its name; its value by a key of its own, or as a figure, or as an intent that has names of its own. */
export interface SaidFact {
  label: Key
  value: Key | number | { zh: string; en: string }
}

/** What the rules said of a conversation, as keys and values for whoever words it. */
export interface SaidVerdict {
  first: Key
  /** The names of the rules that fired, as they were called then; none: no rule spoke of it. */
  rules: string[]
  line: QueueId
  /** Minutes; nought: none. */
  boost: number
  skills: readonly string[]
  /** Where the rules said another urgency than was read. */
  urgency: Key | null
  facts: SaidFact[]
}

/** [R17] A verdict in words: what was said, by which rules, and which facts stood out. */
export function sayVerdict({ facts, fired, first, line, boost, skills, urgency }: Verdict): SaidVerdict {
  return {
    first: first === 'people' ? 'triage.so-people' : 'triage.so-assistant',
    rules: fired.map(({ name }) => name),
    line,
    boost,
    skills,
    urgency: urgency === facts.urgency ? null : `desk.urgency-${urgency}`,
    facts: sayFacts(facts),
  }
}

/** What is not as usual, most telling first. */
export function sayFacts(facts: Facts): SaidFact[] {
  const { tier, type, intent, anger, urgency, complexity, conversations, openTickets, dissatisfied } = facts
  const known = intent === null ? undefined : intentOf(intent)
  const said: (SaidFact | false)[] = [
    tier !== 'ordinary' && { label: 'triage.fact-tier', value: `work.tier-${tier}` },
    type !== null && { label: 'triage.fact-type', value: `work.type-${type}` },
    known !== undefined && { label: 'triage.fact-intent', value: { zh: known.zh, en: known.en } },
    anger > 0 && { label: 'triage.fact-anger', value: `triage.anger-${anger}` },
    urgency !== 'normal' && { label: 'triage.fact-urgency', value: `desk.urgency-${urgency}` },
    complexity > 0 && { label: 'triage.fact-complexity', value: complexity },
    openTickets > 0 && { label: 'triage.fact-openTickets', value: openTickets },
    dissatisfied && { label: 'triage.fact-dissatisfied', value: 'triage.dissatisfied-true' },
    conversations > 0 && { label: 'triage.fact-conversations', value: conversations },
  ]
  return said.filter((one) => one !== false)
}
