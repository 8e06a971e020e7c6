import { ACTION_LABELS, FACTS } from '$shared/knowledge/action-words.ts'
import type { Flow, Slot, Step } from '$shared/knowledge/flow.ts'
import type { FlowFault } from '$shared/knowledge/flow-faults.ts'
import type { FlowGap } from '$shared/knowledge/flow-gaps.ts'
import { i18n, type Key, t } from '../../i18n/i18n.svelte.ts'

const SHORT = 18
const short = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text)

const language = () => i18n.language

/** What a slot, or a fact that an action brings, is called; its name where it has no label yet, or is gone. */
export function labelOf(flow: Flow, slot: string): string {
  const own = flow.steps.flatMap((step) => (step.kind === 'act' ? (step.brings ?? []) : [])).find(({ name }) => name === slot)
  const label = flow.slots.find(({ name }) => name === slot)?.label ?? own?.label ?? FACTS[slot]?.label[language()] ?? ''
  return label.trim() || slot
}

/** What an action is called. */
export const actionWords = (action: string): string => ACTION_LABELS[action]?.[language()] ?? action

const CAME: Readonly<Record<string, Key>> = {
  found: 'flows.came-found',
  done: 'flows.came-done',
  refused: 'flows.came-refused',
  locked: 'flows.came-locked',
  unavailable: 'flows.came-unavailable',
  'not-found': 'flows.came-not-found',
  'already-shipped': 'flows.came-already-shipped',
}
/** What came of an action, in words where there are any. */
export const outcomeWords = (outcome: string): string => (CAME[outcome] ? t(CAME[outcome]) : outcome)

/** What is called how, of the answers that a branch looks at. */
export function answerIn(flow: Flow, slot: string, value: string): string {
  const known = flow.slots.find(({ name }) => name === slot)
  return known ? answerOf(known, value) : (FACTS[slot]?.values?.[value]?.[language()] ?? value)
}

/** What an answer to a slot is called: the words of an option, yes or no. */
export function answerOf(slot: Slot | undefined, value: string): string {
  if (slot?.kind === 'yes-no') return value === 'yes' || value === 'no' ? t(`flows.${value}`) : value
  return slot?.options?.find((option) => option.value === value)?.label.trim() || value
}

const KINDS: Readonly<Record<string, Key>> = {
  ask: 'flows.kind-ask',
  say: 'flows.kind-say',
  branch: 'flows.kind-branch',
  confirm: 'flows.kind-confirm',
  act: 'flows.kind-act',
  request: 'flows.kind-request',
  end: 'flows.kind-end',
}

/** The kind of a step in a word. */
export const kindOf = (step: Step): string => t(KINDS[step.kind] ?? 'flows.kind-other')

/** A step in its own words, short enough for a list or a box. */
export function titleOf(flow: Flow, step: Step): string {
  switch (step.kind) {
    case 'ask':
      return t('flows.title-ask', { label: short(labelOf(flow, step.slot)) })
    case 'branch':
      return t('flows.title-branch', { label: short(labelOf(flow, step.slot)) })
    case 'act':
      return t('flows.title-act', { action: actionWords(step.action) })
    case 'end':
      return t(`flows.outcome-${step.outcome}`)
    case 'say':
    case 'confirm':
    case 'request':
      return `${kindOf(step)}${t('flows.colon')}${short(inWords(flow, step.text))}`
    default:
      return kindOf(step)
  }
}

/** A text with slots by their labels: 「订单号」 for {order}. */
export const inWords = (flow: Flow, text: string): string =>
  text.replace(/(?<!\{)\{([a-z][a-z0-9-]*)\}(?!\})/g, (_, slot: string) => t('flows.named', { label: labelOf(flow, slot) }))

/** Where a step stands and what it is, for a list to choose from. */
export function placeOf(flow: Flow, id: string): string {
  const at = flow.steps.findIndex((step) => step.id === id)
  const step = flow.steps[at]
  return step ? `${at + 1}. ${titleOf(flow, step)}` : t('flows.nowhere')
}

export function faultWords(flow: Flow, { code, detail, at }: FlowFault): string {
  switch (code) {
    case 'circular':
      return t('flows.fault-circular', { step: placeOf(flow, detail) })
    case 'not-a-value': {
      const step = flow.steps.find(({ id }) => id === at)
      return t('flows.fault-not-a-value', { value: step?.kind === 'branch' ? answerIn(flow, step.slot, detail) : detail })
    }
    case 'no-such-slot':
    case 'not-asked-before':
      return t(`flows.fault-${code}`, { label: labelOf(flow, detail) })
    default:
      return t(`flows.fault-${code}`)
  }
}

export const gapWords = ({ field }: FlowGap): string => t(`flows.gap-${field}`)
