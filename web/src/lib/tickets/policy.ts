import type { QueueId } from '$shared/base/ids.ts'
import { DEFAULT_QUEUE } from '$shared/base/new-ids.ts'
import { withExceptions } from '$shared/calendar/hours.ts'
import type { Policy } from '$shared/desk/policy.ts'
import type { DeskInfo } from '$shared/protocol/http.ts'
import type { WhyAssigned } from '$shared/ticket/commands.ts'
import type { TicketRules } from '$shared/ticket/story.ts'
import type { Department, TicketType } from '$shared/understanding/label.ts'
import { t } from '../i18n/i18n.svelte.ts'

/** What is decided by on this device: the policy and the hours as they were told last; null while they never were. */
export function rulesOf(policy: Policy | undefined, desk: DeskInfo | undefined): TicketRules | null {
  if (!policy || !desk?.configured) return null
  const { levels, fields, lines } = policy
  const whole = (hours: typeof desk.hours) => (hours.holidays ? withExceptions(hours, desk.holidays) : hours)
  return { levels, fields, hours: whole(desk.hours), lines: lines.map(({ id, hours }) => ({ id, hours: hours && whole(hours) })) }
}

/** What a line is called; its id where this device does not know its name. */
export const lineName = (policy: Policy | undefined, line: QueueId | null): string =>
  policy?.lines.find(({ id }) => id === line)?.name ?? line?.slice(2) ?? ''

/** [T56] Why a seat was given a ticket, in words. `mine`: it is the reader. */
export function whyWords(why: WhyAssigned, mine: boolean): string {
  const { how, candidates, open, capacity } = why
  return t(`tickets.why-${how}${mine ? '' : '-other'}`, { candidates, open, capacity })
}

/** The departments that answer for a type of ticket as a rule, the likeliest first. */
const DEPARTMENTS_OF: Record<TicketType, readonly Department[]> = {
  enquiry: ['service'],
  application: ['government', 'service'],
  return: ['after-sales'],
  fault: ['technical', 'after-sales'],
  complaint: ['after-sales', 'service'],
  suggestion: ['operations', 'service'],
}

/** The line that a ticket of a type goes to, where nobody chooses another. */
export function lineForType(policy: Pick<Policy, 'lines'> | undefined, type: TicketType): QueueId {
  const lineOf = (department: Department) => policy?.lines.find(({ departments }) => departments.includes(department))?.id
  return DEPARTMENTS_OF[type].flatMap((department) => lineOf(department) ?? [])[0] ?? DEFAULT_QUEUE
}
