import type { TicketId } from '../../shared/base/ids.ts'
import type { TicketCommand } from '../../shared/ticket/commands.ts'
import type { Verdict } from '../../shared/triage/verdict.ts'
import type { TriageTalk } from './triage-talks.ts'

/** A ticket as its object is told to open it. */
export type Opening = Extract<TicketCommand, { type: 'open-ticket' }> & { ticket: TicketId }

/** What a desk that changed no rules makes of a talk. */
export interface Weighed {
  talk: TriageTalk
  /** Who answers it first: the assistant, unless rules or the customer's own words ask for people. */
  first: 'people' | 'assistant'
  /** What its room said of it last. */
  verdict: Verdict
  /** What it goes on as, where somebody came who could not settle it; null where that is nothing. */
  ticket: Opening | null
}
