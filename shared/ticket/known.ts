import type { StoredEvent } from '../conversation/events.ts'
import type { TicketEvent, TicketHappening } from './events.ts'

/** By hand and not from the schema, so that a page which only folds is not given the schema; the compiler holds them equal. */
const KNOWN: Record<TicketHappening['name'], true> = {
  'ticket.v1.Opened': true,
  'ticket.v1.TranscriptKept': true,
  'ticket.v1.Assigned': true,
  'ticket.v1.HandedOn': true,
  'ticket.v1.StatusChanged': true,
  'ticket.v1.Answered': true,
  'ticket.v1.Noted': true,
  'ticket.v1.CustomerSaid': true,
  'ticket.v1.Corrected': true,
  'ticket.v1.Escalated': true,
  'ticket.v1.FieldSet': true,
  'ticket.v1.WatchChanged': true,
  'ticket.v1.Linked': true,
  'ticket.v1.SplitOff': true,
  'ticket.v1.MergeAsked': true,
  'ticket.v1.MergeRefused': true,
  'ticket.v1.Merged': true,
  'ticket.v1.Absorbed': true,
  'ticket.v1.PassedOn': true,
  'ticket.v1.TaskAdded': true,
  'ticket.v1.TaskAssigned': true,
  'ticket.v1.TaskSettled': true,
  'ticket.v1.Resolved': true,
  'ticket.v1.Closed': true,
  'ticket.v1.Reopened': true,
  'ticket.v1.LevelSet': true,
  'ticket.v1.LevelPaused': true,
  'ticket.v1.LevelWarned': true,
  'ticket.v1.LevelMissed': true,
  'ticket.v1.LevelMet': true,
  'ticket.v1.LevelEnded': true,
  'ticket.v1.LeftUnanswered': true,
}

/** Whether this code knows the event. Where it came over a wire, its data has been parsed. */
export const isKnown = (event: StoredEvent): event is TicketEvent => Object.hasOwn(KNOWN, event.name)
