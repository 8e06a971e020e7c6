import type { ConversationEvent, Happening, StoredEvent } from './events.ts'

/** By hand and not from the schema, so that a page which only folds is not given the schema; the compiler holds them equal. */
const KNOWN: Record<Happening['name'], true> = {
  'v1.ConversationOpened': true,
  'v1.MessageSent': true,
  'v1.AssistantAnswered': true,
  'v1.FlowAdvanced': true,
  'v1.RequestMade': true,
  'v1.ActionAsked': true,
  'v1.ActionSettled': true,
  'v1.AnswerJudged': true,
  'v1.Triaged': true,
  'v1.PersonRequested': true,
  'v1.QueueLeft': true,
  'v1.MessageLeft': true,
  'v1.PersonJoined': true,
  'v1.HandedOver': true,
  'v1.Marked': true,
  'v1.ConversationClosed': true,
  'v1.ConversationRated': true,
  'v1.TicketOpened': true,
  'v1.TicketMoved': true,
  'v1.TicketAdded': true,
}

/** Whether this code knows the event. Where it came over a wire, its data has been parsed by `parseEvent`. */
export const isKnown = (event: StoredEvent): event is ConversationEvent => Object.hasOwn(KNOWN, event.name)
