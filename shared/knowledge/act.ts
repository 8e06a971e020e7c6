import { isCustom } from './actions.ts'
import type { ActStep } from './flow.ts'
import type { FlowFault } from './flow-faults.ts'
import { actionOf, isOutcome, requiredOf } from './registry.ts'
import { UNAVAILABLE } from './walk.ts'

/** What is wrong with a step that acts, beside where it leads. */
export function actFaults(step: ActStep): FlowFault['code'][] {
  const action = actionOf(step.action)
  const said = step.cases.flatMap(({ is }) => is)
  const faults: FlowFault['code'][] = said.includes(UNAVAILABLE) ? [] : ['unavailable-unheard']
  if (!action) return isCustom(step.action) ? faults : [...faults, 'no-such-action']
  const taken = Object.keys(step.takes)
  if (taken.some((one) => !Object.hasOwn(action.parameters, one))) faults.push('no-such-parameter')
  if (requiredOf(step.action).some((one) => !taken.includes(one))) faults.push('lacks-parameter')
  if (said.some((outcome) => !isOutcome(step.action, outcome))) faults.push('no-such-outcome')
  return faults
}

/** The facts that an action may bring: all of them, or those with which it leads to a step, whatever its outcome was. */
export function bringsOf(step: ActStep, next?: string): string[] {
  const own = step.brings?.map(({ name }) => name) ?? []
  const outcomes = { ...(isCustom(step.action) ? {} : actionOf(step.action)?.outcomes), [UNAVAILABLE]: [] }
  if (next === undefined) return [...own, ...Object.values(outcomes).flat()]
  const said = step.cases.flatMap(({ is }) => is)
  const here = step.cases.filter((one) => one.next === next).flatMap(({ is }) => is)
  if (isCustom(step.action)) return here.includes(UNAVAILABLE) ? [] : own
  const rest = step.next === next ? Object.keys(outcomes).filter((outcome) => !said.includes(outcome)) : []
  const [first = [], ...others] = [...here, ...rest].map((outcome): readonly string[] => outcomes[outcome as keyof typeof outcomes] ?? [])
  return first.filter((fact) => others.every((facts) => facts.includes(fact)))
}
