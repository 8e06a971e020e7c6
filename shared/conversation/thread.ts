import type { Millis } from '../base/clock.ts'
import type { CommandId, TicketId } from '../base/ids.ts'
import type { Fact } from '../knowledge/actions.ts'
import { UNAVAILABLE } from '../knowledge/walk.ts'
import type { Author } from './actor.ts'
import type { Rating } from './commands.ts'
import type { Row, SpokenFlow } from './dialogue.ts'
import type { ConversationEvent, SpokenTurn, StoredEvent } from './events.ts'
import { isKnown } from './known.ts'
import type { Person } from './phase.ts'
import type { OpenedFor, TicketMove, TicketWord, ToldStatus } from './ticket-words.ts'

/** What happened beside the words, for a line between the bubbles. */
export type Notice =
  | { kind: 'person-requested'; reason: 'asked' | 'misses' | 'triage'; told?: { name: string; rows: Row[] } | undefined }
  | { kind: 'queue-left' }
  | { kind: 'person-joined'; person: Person }
  | { kind: 'handed-over'; from: Person; warm: boolean; live: boolean }
  | { kind: 'closed'; by: Author }
  | { kind: 'rated'; rating: Rating }

export type Body =
  | { kind: 'text'; text: string; contact?: string }
  | { kind: 'turn'; turn: SpokenTurn; inReplyTo: CommandId; helpful: boolean | null }
  | { kind: 'flow'; turn: SpokenFlow; inReplyTo: CommandId }
  /** One of the desk's systems is asked. */
  | { kind: 'asking'; action: CommandId; label: string; text: string }
  /** What came back of it. */
  | { kind: 'action'; action: string; label: string; outcome: string; facts: Fact[]; late: boolean }
  | { kind: 'request'; name: string; rows: Row[] }
  /** A ticket was made; its status is that of now. */
  | { kind: 'ticket'; ticket: TicketId; title: string; reason: OpenedFor; status: ToldStatus }
  /** How it went on. An answer is a message of the seat's that came by way of the ticket. */
  | { kind: 'ticket-moved'; ticket: TicketId; title: string; what: TicketMove; status: ToldStatus; seat: Person | null; text: string }
  /** What its customer said to it. */
  | { kind: 'ticket-added'; ticket: TicketId; what: TicketWord; text: string }
  | { kind: 'notice'; notice: Notice }

/** One line of a conversation as it is read. */
export interface Item {
  /** The id of the command that caused it, and which of its events it is: stable from pending to confirmed. */
  key: string
  id: CommandId
  seq: number
  at: Millis
  by: Author
  body: Body
}

/** Folds events, in order, into the lines of a conversation. */
export function thread(events: readonly StoredEvent[], before: readonly Item[] = []): Item[] {
  const items = [...before]
  for (const event of events) if (isKnown(event)) add(items, event)
  return items
}

function add(items: Item[], event: ConversationEvent): void {
  if (event.name === 'v1.AnswerJudged') {
    const at = items.findIndex((item) => item.id === event.data.answer && item.body.kind === 'turn')
    const item = items[at]
    if (item?.body.kind === 'turn') items[at] = { ...item, body: { ...item.body, helpful: event.data.helpful } }
    return
  }
  if (event.name === 'v1.ActionSettled') {
    const at = items.findIndex(({ body }) => body.kind === 'asking' && body.action === event.data.id)
    if (at >= 0) items.splice(at, 1)
  }
  if (event.name === 'v1.TicketMoved') {
    const at = items.findIndex(({ body }) => body.kind === 'ticket' && body.ticket === event.data.ticket)
    const item = items[at]
    if (item?.body.kind === 'ticket') items[at] = { ...item, body: { ...item.body, status: event.data.status, title: event.data.title } }
  }
  const body = bodyOf(event)
  if (!body) return
  const sort = body.kind === 'notice' ? body.notice.kind : body.kind
  // An action that was settled while something else was said may lead to a second turn of one command.
  const isSecond = body.kind === 'flow' && items.at(-1)?.key === `${event.cause}/flow`
  items.push({ key: `${event.cause}/${sort}${isSecond ? '-2' : ''}`, id: event.cause, seq: event.seq, at: event.at, by: event.by, body })
}

function bodyOf(event: ConversationEvent): Body | null {
  switch (event.name) {
    case 'v1.MessageSent':
      return { kind: 'text', text: event.data.text }
    case 'v1.MessageLeft':
      return { kind: 'text', text: event.data.text, contact: event.data.contact }
    case 'v1.AssistantAnswered':
      return { kind: 'turn', turn: event.data.turn, inReplyTo: event.data.inReplyTo, helpful: null }
    case 'v1.FlowAdvanced':
      // A flow that only waits for an action says so by its line alone.
      return event.data.turn.parts.length > 0 ? { kind: 'flow', turn: event.data.turn, inReplyTo: event.data.inReplyTo } : null
    case 'v1.ActionAsked':
      return { kind: 'asking', action: event.data.id, label: event.data.label, text: event.data.text }
    case 'v1.ActionSettled': {
      const { action, label, outcome, facts, late } = event.data
      // Nothing was done, and the flow says what happens instead.
      return outcome === UNAVAILABLE ? null : { kind: 'action', action, label, outcome, facts, late }
    }
    case 'v1.RequestMade':
      return { kind: 'request', name: event.data.name, rows: event.data.rows }
    case 'v1.TicketOpened': {
      const { ticket, title, reason } = event.data
      return { kind: 'ticket', ticket, title, reason, status: 'received' }
    }
    case 'v1.TicketMoved':
      return { kind: 'ticket-moved', ...event.data }
    case 'v1.TicketAdded':
      return { kind: 'ticket-added', ...event.data }
    case 'v1.PersonRequested': {
      const { reason, triage, told } = event.data
      return { kind: 'notice', notice: { kind: 'person-requested', reason: triage ? 'triage' : reason, ...(told ? { told } : {}) } }
    }
    case 'v1.QueueLeft':
      return { kind: 'notice', notice: { kind: 'queue-left' } }
    case 'v1.PersonJoined':
      return { kind: 'notice', notice: { kind: 'person-joined', person: event.data.seat } }
    case 'v1.HandedOver': {
      const { from, warm, live } = event.data
      return { kind: 'notice', notice: { kind: 'handed-over', from, warm, live } }
    }
    case 'v1.ConversationClosed':
      return { kind: 'notice', notice: { kind: 'closed', by: event.by } }
    case 'v1.ConversationRated':
      return { kind: 'notice', notice: { kind: 'rated', rating: event.data.rating } }
    default:
      return null
  }
}
