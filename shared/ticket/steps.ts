import type { TicketStatus } from './commands.ts'

/**
 * [T3] The moves that somebody at a seat may make by saying so. A ticket is resolved with a solution, closed and reopened by
 * commands of their own, and is `received` again where it is handed on.
 */
const STEPS: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  received: ['processing', 'awaiting-customer', 'awaiting-third-party'],
  processing: ['awaiting-customer', 'awaiting-third-party'],
  'awaiting-customer': ['processing', 'awaiting-third-party'],
  'awaiting-third-party': ['processing', 'awaiting-customer'],
  resolved: [],
  closed: [],
}

/** Where a ticket may be moved to from where it is. */
export const stepsFrom = (status: TicketStatus): readonly TicketStatus[] => STEPS[status]

export const isStep = (from: TicketStatus, to: TicketStatus): boolean => STEPS[from].includes(to)
