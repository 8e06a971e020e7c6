import type { Policy } from '$shared/desk/policy.ts'
import type { ViewItem } from '$shared/sync/replica.ts'
import { intentOf } from '$shared/understanding/labels.ts'
import type { Overall } from '$shared/understanding/overall.ts'
import type { NewTicket } from './new-ticket.ts'

/** Characters of a title that is taken from what somebody said. */
const TITLE = 60

/** [T65] What is known of a ticket that is made of a conversation: what was said most of, and what the models made of it. */
export function filledIn(items: readonly ViewItem[], overall: Overall | null, policy: Policy | undefined): Partial<NewTicket> {
  const said = items.flatMap(({ by, body }) =>
    by.kind === 'customer' && body.kind === 'text' ? [body.text.replace(/\s+/g, ' ').trim()] : [],
  )
  const most = said.reduce((longest, text) => (text.length > longest.length ? text : longest), '')
  const title = most.length > TITLE ? `${most.slice(0, TITLE - 1)}…` : most
  const intent = overall?.intent ? intentOf(overall.intent) : undefined
  const line = intent && policy?.lines.find(({ departments }) => departments.includes(intent.department))?.id
  const type = intent?.ticket ? { ticketType: intent.ticket } : {}
  return { title, ...type, ...(line ? { line } : {}), ...(overall ? { urgency: overall.urgency } : {}) }
}
