import { isCustom } from './actions.ts'
import { UNAVAILABLE } from './walk.ts'

// Without words: a page that walks flows needs the shapes alone. What all this is called stands in action-words.ts.

export interface Action {
  name: string
  /** What it is asked with, and whether it can be asked without. */
  parameters: Readonly<Record<string, 'required' | 'optional'>>
  /** Each outcome with the facts that it may bring. */
  outcomes: Readonly<Record<string, readonly string[]>>
}

const PROOF = { order: 'required', tail: 'required' } as const
const ORDER_FACTS = ['order-status', 'items', 'amount', 'carrier', 'tracking', 'ordered-day', 'paid-day', 'delivered-day']
/** Nothing that belongs to these proofs; asked with wrong ones too often. */
const NO_MATCH = { 'not-found': [], locked: [] }

/** Everything that flows of the templates ask for. A desk's own begin with `custom-`. */
export const ACTIONS: readonly Action[] = [
  { name: 'look-up-order', parameters: PROOF, outcomes: { found: ORDER_FACTS, ...NO_MATCH } },
  {
    name: 'urge-dispatch',
    parameters: PROOF,
    outcomes: { done: ['expected-day'], 'already-shipped': ['carrier', 'tracking'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'change-address',
    parameters: { ...PROOF, address: 'required' },
    outcomes: { done: [], 'already-shipped': ['carrier', 'tracking'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'request-return',
    parameters: { ...PROOF, reason: 'optional', detail: 'optional' },
    outcomes: { done: ['service-number'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'request-exchange',
    parameters: { ...PROOF, reason: 'optional', detail: 'optional' },
    outcomes: { done: ['service-number'], refused: ['cause'], ...NO_MATCH },
  },
  {
    name: 'look-up-application',
    parameters: { application: 'required', tail: 'required' },
    outcomes: { found: ['application-status', 'application-matter', 'office', 'expected-day', 'cause'], ...NO_MATCH },
  },
  {
    name: 'look-up-bill',
    parameters: { account: 'required', proof: 'required', month: 'optional' },
    outcomes: { found: ['bill-month', 'amount', 'due-day', 'bill-status'], ...NO_MATCH },
  },
]

export const actionOf = (action: string): Action | undefined => ACTIONS.find((one) => one.name === action)

export const isAction = (action: string): boolean => isCustom(action) || actionOf(action) !== undefined

/** Whether an answer of the other side is one that this action has. A desk's own have whatever it says. */
export function isOutcome(action: string, outcome: string): boolean {
  return outcome === UNAVAILABLE || isCustom(action) || Object.hasOwn(actionOf(action)?.outcomes ?? {}, outcome)
}

export const requiredOf = (action: string): string[] =>
  Object.entries(actionOf(action)?.parameters ?? {}).flatMap(([name, need]) => (need === 'required' ? [name] : []))
