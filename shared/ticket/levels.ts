import { MINUTE, type Millis } from '../base/clock.ts'
import type { QueueId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { deadlineAfter, workingTime } from '../calendar/hours.ts'
import type { Hours } from '../calendar/schedule.ts'
import type { Tier } from '../triage/customer.ts'
import type { TicketType, Urgency } from '../understanding/label.ts'
import type { Clock } from './clocks.ts'
import type { TicketHappening } from './events.ts'
import { PROMISES, type Promised, type ServiceLevel } from './service-levels.ts'
import type { Ticket } from './state.ts'
import type { Story, TicketRules } from './story.ts'

/** [T10] The row that holds for a ticket: the first that fits. */
export function levelFor(
  levels: readonly ServiceLevel[],
  { type, tier, urgency }: { type: TicketType; tier: Tier; urgency: Urgency },
): ServiceLevel | undefined {
  return levels.find(
    ({ types, tiers, urgencies }) =>
      (types?.includes(type) ?? true) && (tiers?.includes(tier) ?? true) && (urgencies?.includes(urgency) ?? true),
  )
}

/** When a line works: as it says, or as the desk does. */
export const hoursOf = (rules: Pick<TicketRules, 'hours' | 'lines'>, line: QueueId | null): Hours =>
  rules.lines.find(({ id }) => id === line)?.hours ?? rules.hours

/** Working time that a clock has used by now. */
export const usedBy = (clock: Clock, hours: Hours, now: Millis): Millis =>
  clock.consumed + (clock.since === null ? 0 : workingTime(hours, clock.since, now))

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

/** [T13] What clocks have come to by now, in order: warnings, and what was missed. */
export function dueNow(state: Ticket, now: Millis): TicketHappening[] {
  const due = state.clocks.flatMap((clock): { at: Millis; happened: TicketHappening[] }[] => {
    const { promise, warnAt, warned, missed } = clock
    if (missed || warnAt === null || clock.due === null) return []
    const warn = (percent: 75 | 90): TicketHappening => ({ name: 'ticket.v1.LevelWarned', data: { promise, percent, due: clock.due } })
    const all: { at: Millis; happened: TicketHappening[] }[] = []
    if (warned < 75 && warnAt[0] <= now) all.push({ at: warnAt[0], happened: [warn(75)] })
    if (warned < 90 && warnAt[1] <= now) all.push({ at: warnAt[1], happened: [warn(90)] })
    // The last moment is still in time.
    if (clock.due < now) all.push({ at: clock.due, happened: missedBy(clock) })
    return all
  })
  return due.toSorted((one, other) => one.at - other.at).flatMap(({ happened }) => happened)
}

const missedBy = ({ promise, due }: Clock): TicketHappening[] => [
  { name: 'ticket.v1.LevelMissed', data: { promise, due } },
  { name: 'ticket.v1.Escalated', data: { why: 'missed', promise, reason: '' } },
]

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
  const clocks = state.clocks.flatMap(({ missed, warnAt, warned, due }) => {
    if (missed || warnAt === null || due === null) return []
    return warned < 75 ? warnAt[0] : warned < 90 ? warnAt[1] : due + 1
  })
  const wishes = [...clocks, alarmFrom(state), closesAt(state)].filter((wish) => wish !== null)
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
    if (clock) story.add(ended(state, clock, used))
    return
  }
  // [T16] What was missed stays so.
  if (clock?.missed) return
  const working = minutes * MINUTE
  const set = begun(promise, row, working, used, state.line, hoursOf(rules, state.line), now)
  if (standsStill(state, row.pausesForThirdParty)) {
    if (!clock) story.add(set)
    if (clock?.since !== null) story.add({ name: 'ticket.v1.LevelPaused', data: { promise, consumed: used } })
    return
  }
  if (clock && clock.since !== null && isSame(clock, set.data) && (!was || clock.due === set.data.due)) return
  story.add(set)
}

const isSame = (clock: Clock, set: ReturnType<typeof begun>['data']): boolean =>
  clock.level === set.level &&
  clock.line === set.line &&
  clock.working === set.working &&
  clock.pausesForThirdParty === set.pausesForThirdParty

function begun(promise: Promised, row: ServiceLevel, working: Millis, consumed: Millis, line: QueueId | null, hours: Hours, now: Millis) {
  const after = (share: number) => deadlineAfter(hours, now, working * share - consumed)
  const [first, second, due] = [after(0.75), after(0.9), after(1)]
  const warnAt: [Millis, Millis] | null = first !== null && second !== null ? [first, second] : null
  const { name: level, pausesForThirdParty } = row
  return { name: 'ticket.v1.LevelSet' as const, data: { promise, level, line, working, consumed, due, warnAt, pausesForThirdParty } }
}

function ended(state: Ticket, { promise, missed, due }: Clock, used: Millis): TicketHappening {
  if (missed || !isKept(state, promise)) return { name: 'ticket.v1.LevelEnded', data: { promise, late: missed } }
  return { name: 'ticket.v1.LevelMet', data: { promise, due, used } }
}
