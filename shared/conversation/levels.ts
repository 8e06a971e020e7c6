import { type Millis, SECOND } from '../base/clock.ts'
import type { Decision } from '../base/decision.ts'
import type { CommandId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { Unfolding } from '../base/unfolding.ts'
import { ALWAYS, workingTime } from '../calendar/hours.ts'
import { type Clock, type ClockStep, dueSteps, hoursOf, type LineHours, looksAt, stepAtEnd, stepsTo, usedBy } from '../levels/clocks.ts'
import { type Fitting, levelFor, PROMISES, type Promised, type TalkLevel } from '../levels/promises.ts'
import { type Attended, applyAttended, isAttended } from './attended.ts'
import type { NewEvent } from './events.ts'
import { happeningOf, type LevelHappening, type NewLevelEvent } from './level-events.ts'

/** What the desk promises conversations. */
export interface TalkRules extends LineHours {
  levels: readonly TalkLevel[]
}

/** What is known around a conversation when its clocks are set: null where the desk has told nothing yet. */
export interface Promising {
  now: Millis
  promised: TalkRules | null
}

/** By which the alarm has the clocks looked at, and the line, where the desk promises something else by now. */
export const LOOK = 'look-at-levels'

export type AnyNewEvent = NewEvent | NewLevelEvent

/** [V3] What was decided, with what follows from it for the clocks; what came to pass by itself meanwhile stands before it. */
export function withLevels(state: Attended, cause: CommandId, decision: Decision<NewEvent>, around: Promising): Decision<AnyNewEvent> {
  if (!decision.ok || decision.events.length === 0) return decision
  const tale = new Tale(state, cause, around.now)
  catchUp(tale, around.now)
  for (const event of decision.events) tale.add(event)
  align(tale, around, false)
  return { ok: true, events: tale.events }
}

/** From the alarm: what the clocks have come to, and what is promised by now. */
export function lookAtLevels(state: Attended, cause: CommandId, around: Promising): Decision<AnyNewEvent> {
  const tale = new Tale(state, cause, around.now)
  catchUp(tale, around.now)
  align(tale, around, true)
  return { ok: true, events: tale.events }
}

/** When a conversation is to be looked at again, or null. */
export function nextLook(state: Attended): Millis | null {
  const alarm = alarmAt(state)
  const wishes = [...looksAt(owedOf(state)), ...(alarm === null ? [] : [alarm])]
  return wishes.length > 0 ? Math.min(...wishes) : null
}

/** [V5] Whether its customer was promised something that they have not got in time. */
export const isLate = ({ phase, levels }: Attended): boolean =>
  isAttended(phase) && (levels.alarmed || levels.clocks.some(({ missed }) => missed))

/** What becomes of a conversation and its clocks; what these come to is told by the system. */
class Tale extends Unfolding<Attended, AnyNewEvent> {
  constructor(state: Attended, cause: CommandId, now: Millis) {
    super(state, cause, now, applyAttended)
  }

  tell(happening: LevelHappening): void {
    this.add({ ...happening, by: { kind: 'system' } })
  }
}

function catchUp(tale: Tale, now: Millis): void {
  for (const step of dueSteps(owedOf(tale.state), now)) tale.tell(happeningOf(step))
  const { waitsSince: since } = tale.state.levels
  const alarm = alarmAt(tale.state)
  if (since !== null && alarm !== null && alarm <= now) tale.tell({ name: 'v1.LeftUnanswered', data: { since } })
}

/** [V9] When it is told that somebody has waited for an answer for a day and a night. */
function alarmAt({ phase, levels }: Attended): Millis | null {
  if (!isAttended(phase) || levels.alarmed || levels.waitsSince === null) return null
  return levels.waitsSince + LIMITS.unanswered
}

/** [V1] What is owed now. */
function isOwed({ phase, levels }: Attended, promise: Promised): boolean {
  const { began, answered, waitsSince } = levels
  if (!isAttended(phase)) return false
  if (promise === 'next-answer') return answered && waitsSince !== null
  return began !== null && (promise === 'resolution' || !answered)
}

const owedOf = (state: Attended): Clock[] => state.levels.clocks.filter(({ promise }) => isOwed(state, promise))

/** [V4] Whether what was promised has been done, and is not merely owed to nobody any more. */
function isKept({ phase, levels }: Attended, promise: Promised): boolean {
  const { answered, waitsSince } = levels
  if (promise === 'first-answer') return answered
  if (promise === 'next-answer') return waitsSince === null
  return answered && phase.name === 'closed' && phase.served !== null
}

/** Brings the clocks in line with who waits for whom and with what is promised. `anew`: the hours may be others by now. */
function align(tale: Tale, { now, promised: rules }: Promising, anew: boolean): void {
  const row = rules ? levelFor(rules.levels, fittingOf(tale.state)) : undefined
  for (const promise of PROMISES) {
    const { state } = tale
    const clock = state.levels.clocks.find((one) => one.promise === promise)
    const isStillOwed = isOwed(state, promise)
    // Without rules nothing begins; what is over ends all the same.
    if (isStillOwed && !rules) continue
    const used = clock ? usedBy(clock, rules ? hoursOf(rules, clock.line) : ALWAYS, now) : 0
    const wished = isStillOwed && rules && row ? wishedFor(state, promise, row, rules, now) : null
    if (wished) tellAll(tale, stepsTo(promise, clock, { ...wished, anew }, used, now))
    else if (clock) tellAll(tale, [stepAtEnd(clock, isKept(state, promise), rules ? used : Math.min(used, clock.working))])
  }
}

const tellAll = (tale: Tale, steps: readonly ClockStep<object>[]): void => {
  for (const step of steps) tale.tell(happeningOf(step))
}

/** How a clock should stand; null where the row promises nothing of the kind. */
function wishedFor(state: Attended, promise: Promised, row: TalkLevel, rules: TalkRules, now: Millis) {
  const { phase, levels } = state
  const seconds = row[promise]
  if (seconds === null) return null
  const { began, answered, waitsSince } = levels
  const line = phase.name === 'waiting' || phase.name === 'person' ? phase.queue : null
  const hours = hoursOf(rules, line)
  const from = (answered ? waitsSince : began) ?? now
  return {
    level: row.name,
    line,
    working: seconds * SECOND,
    hours,
    // [V2] While its customer is waited for.
    stands: promise === 'resolution' && answered && waitsSince === null,
    before: workingTime(hours, from, now),
    more: {},
  }
}

/** What a conversation is, as far as rules have weighed it. */
function fittingOf({ triaged }: Attended): Fitting {
  const { facts, urgency } = triaged?.verdict ?? { facts: null, urgency: 'normal' as const }
  return { type: facts?.type ?? 'enquiry', tier: facts?.tier ?? 'ordinary', urgency }
}
