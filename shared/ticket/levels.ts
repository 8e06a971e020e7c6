import { MINUTE, type Millis } from '../base/clock.ts'
import { LIMITS } from '../base/limits.ts'
import { type ClockStep, dueSteps, hoursOf, looksAt, stepAtEnd, stepsTo, usedBy } from '../levels/clocks.ts'
import { levelFor, PROMISES, type Promised, type ServiceLevel } from '../levels/promises.ts'
import type { TicketHappening } from './events.ts'
import type { Ticket } from './state.ts'
import type { Story, TicketRules } from './story.ts'

/** What a ticket's clock knows beside. */
type Pausing = Pick<ServiceLevel, 'pausesForThirdParty'>

const isAlive = ({ beginning, status }: Ticket): boolean => beginning !== null && status !== 'resolved' && status !== 'closed'

/** Whether somebody waits for what is promised. Where no customer hears of a ticket, there is nobody to answer. */
function isOwed(state: Ticket, promise: Promised): boolean {
  if (!isAlive(state)) return false
  if (promise === 'resolution') return true
  if (state.parties.length === 0) return false
  return promise === 'first-answer' ? !state.answered : state.answered && state.customerWaitsSince !== null
}

/** Whether what was promised has been done, and is not merely owed to nobody any more. */
function isKept(state: Ticket, promise: Promised): boolean {
  if (state.merged !== null) return false
  return promise === 'resolution' ? state.resolvedAt !== null : state.answered && state.customerWaitsSince === null
}

const standsStill = ({ status }: Ticket, pausesForThirdParty: boolean): boolean =>
  status === 'awaiting-customer' || (status === 'awaiting-third-party' && pausesForThirdParty)

/** [T13] What clocks have come to by now, in order; what is missed is escalated. */
export const dueNow = (state: Ticket, now: Millis): TicketHappening[] =>
  dueSteps(state.clocks, now).flatMap((step) => [
    happeningOf(step),
    ...(step.name === 'LevelMissed'
      ? [{ name: 'ticket.v1.Escalated', data: { why: 'missed', promise: step.data.promise, reason: '' } } as const]
      : []),
  ])

const happeningOf = (step: ClockStep<Pausing>): TicketHappening => ({ ...step, name: `ticket.v1.${step.name}` }) as TicketHappening

/** Whether the customer has waited for an answer for so long that it is told, whatever the hours. */
export function isLeftUnanswered(state: Ticket, now: Millis): boolean {
  const from = alarmFrom(state)
  return from !== null && from <= now
}

function alarmFrom(state: Ticket): Millis | null {
  if (state.alarmed || state.customerWaitsSince === null || !isAlive(state) || state.status === 'awaiting-customer') return null
  return state.customerWaitsSince + LIMITS.unanswered
}

/** When a settled ticket closes by itself. */
export const closesAt = (state: Ticket): Millis | null =>
  state.status === 'resolved' && state.resolvedAt !== null ? state.resolvedAt + LIMITS.ticketQuiet : null

/** When a ticket is to be looked at again, or null. */
export function nextLook(state: Ticket): Millis | null {
  const wishes = [...looksAt(state.clocks), alarmFrom(state), closesAt(state)].filter((wish) => wish !== null)
  return wishes.length > 0 ? Math.min(...wishes) : null
}

/** [T11] Brings the clocks in line with how the ticket stands and with what is promised now. */
export function align(story: Story): void {
  const { rules } = story.around
  const { beginning } = story.state
  if (!rules || !beginning) return
  for (const promise of PROMISES) {
    const row = levelFor(rules.levels, { ...story.state, tier: beginning.tier })
    alignOne(story, rules, promise, row)
  }
}

function alignOne(story: Story, rules: TicketRules, promise: Promised, row: ServiceLevel | undefined): void {
  const { now, was } = story.around
  const { state } = story
  const clock = state.clocks.find((one) => one.promise === promise)
  const minutes = row?.[promise] ?? null
  const used = clock ? usedBy(clock, hoursOf(was ?? rules, clock.line), now) : 0
  if (!row || minutes === null || !isOwed(state, promise)) {
    if (clock) story.tell(happeningOf(stepAtEnd(clock, isKept(state, promise), used)))
    return
  }
  const { name: level, pausesForThirdParty } = row
  const { line } = state
  const stands = standsStill(state, pausesForThirdParty)
  const wished = { level, line, working: minutes * MINUTE, hours: hoursOf(rules, line), stands, more: { pausesForThirdParty } }
  // [T16] What was missed stays so.
  for (const step of stepsTo(promise, clock, { ...wished, anew: was !== undefined }, used, now)) story.tell(happeningOf(step))
}
