import { unreachable } from '../base/assert.ts'
import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, CustomerId, QueueId, TicketId } from '../base/ids.ts'
import type { StoredEvent } from '../conversation/events.ts'
import type { Language } from '../language/language.ts'
import { applyStep, type Clock, type ClockStep } from '../levels/clocks.ts'
import type { Tier } from '../triage/customer.ts'
import type { TicketType, Urgency } from '../understanding/label.ts'
import type { Handler, TicketReason, TicketStatus } from './commands.ts'
import type { Party, TicketEvent } from './events.ts'
import { absorbed, baseOf, opened, said, tied, withTask } from './folding.ts'
import { isKnown } from './known.ts'

/** A part of the work that another line does, in a ticket of its own. */
export interface Task {
  id: CommandId
  ticket: TicketId
  title: string
  line: QueueId
  seat: Handler | null
  outcome: 'open' | 'done' | 'dropped'
}

/** What the command that opened it says of a ticket for good. */
export interface Beginning {
  cause: CommandId
  at: Millis
  reason: TicketReason
  conversation: ConversationId | null
  customer: CustomerId | null
  language: Language
  tier: Tier
  intent: string | null
  /** The ticket that it is a part of. */
  parent: TicketId | null
}

/**
 * What must be known to decide. The texts are not here: they are in the events, and `history` folds them for reading. Raise
 * STATE_VERSION with any change of this shape.
 */
export interface Ticket {
  seq: number
  beginning: Beginning | null
  title: string
  type: TicketType
  urgency: Urgency
  line: QueueId | null
  status: TicketStatus
  owner: Handler | null
  /** Who had it before, where it was handed on; and whom somebody chose. */
  before: Handler | null
  asked: Handler | null
  /** The command that last had the queue look for somebody, without what follows from it. */
  placed: string | null
  watchers: Handler[]
  parties: Party[]
  /** Since when the customer waits for an answer; and whether that was told as an alarm. */
  customerWaitsSince: Millis | null
  alarmed: boolean
  /** The desk has answered at least once. */
  answered: boolean
  urges: number
  urgedAt: Millis | null
  escalated: number
  fields: Record<string, string>
  ties: { ticket: TicketId; title: string; how: 'related' | 'split' | 'merged' }[]
  tasks: Task[]
  /** Asked to become part of another; and has become so. */
  merging: TicketId | null
  merged: TicketId | null
  resolvedAt: Millis | null
  /** The command that told the solution. */
  resolvedBy: CommandId | null
  closedAt: Millis | null
  reopened: number
  changedAt: Millis
  clocks: TicketClock[]
}

/** A clock of a ticket knows whether it stands still for a third party. */
type TicketClock = Clock & { pausesForThirdParty: boolean }

export const STATE_VERSION = 1

export const newTicket: Ticket = {
  seq: 0,
  beginning: null,
  title: '',
  type: 'enquiry',
  urgency: 'normal',
  line: null,
  status: 'received',
  owner: null,
  before: null,
  asked: null,
  placed: null,
  watchers: [],
  parties: [],
  customerWaitsSince: null,
  alarmed: false,
  answered: false,
  urges: 0,
  urgedAt: null,
  escalated: 0,
  fields: {},
  ties: [],
  tasks: [],
  merging: null,
  merged: null,
  resolvedAt: null,
  resolvedBy: null,
  closedAt: null,
  reopened: 0,
  changedAt: 0,
  clocks: [],
}

/** Folds any stored event: one whose name is from a newer server only moves the seq. */
export function applyStored(state: Ticket, event: StoredEvent): Ticket {
  return isKnown(event) ? apply(state, event) : { ...state, seq: event.seq }
}

/** The state after an event. Total, pure, the same on device and server. */
export function apply(before: Ticket, event: TicketEvent): Ticket {
  const state = { ...before, seq: event.seq, changedAt: event.at }
  switch (event.name) {
    case 'ticket.v1.Opened':
      return opened(state, event)
    case 'ticket.v1.Assigned':
      return { ...state, owner: event.data.seat, asked: null }
    case 'ticket.v1.HandedOn': {
      const { line, asked } = event.data
      const status = state.status === 'processing' ? 'received' : state.status
      return { ...state, line, asked, owner: null, before: state.owner ?? state.before, status, placed: baseOf(event.cause) }
    }
    case 'ticket.v1.StatusChanged':
      return { ...state, status: event.data.status }
    case 'ticket.v1.Answered':
      return { ...state, answered: true, customerWaitsSince: null, alarmed: false }
    case 'ticket.v1.CustomerSaid':
      return said(state, event)
    case 'ticket.v1.Corrected': {
      const { type = state.type, urgency = state.urgency, title = state.title } = event.data
      return { ...state, type, urgency, title }
    }
    case 'ticket.v1.Escalated':
      return { ...state, escalated: state.escalated + 1 }
    case 'ticket.v1.FieldSet': {
      const { [event.data.field]: _old, ...others } = state.fields
      return { ...state, fields: event.data.value === '' ? others : { ...others, [event.data.field]: event.data.value } }
    }
    case 'ticket.v1.WatchChanged': {
      const others = state.watchers.filter(({ id }) => id !== event.data.seat.id)
      return { ...state, watchers: event.data.on ? [...others, event.data.seat] : others }
    }
    case 'ticket.v1.Linked':
      return tied(state, event.data)
    case 'ticket.v1.SplitOff':
      return tied(state, { ticket: event.data.ticket, title: event.data.title, how: 'split' })
    case 'ticket.v1.MergeAsked':
      return { ...state, merging: event.data.into }
    case 'ticket.v1.MergeRefused':
      return { ...state, merging: null }
    case 'ticket.v1.Merged':
      return {
        ...tied(state, { ticket: event.data.into, title: event.data.title, how: 'merged' }),
        merging: null,
        merged: event.data.into,
        status: 'closed',
        closedAt: event.at,
        customerWaitsSince: null,
      }
    case 'ticket.v1.Absorbed':
      return absorbed(state, event)
    case 'ticket.v1.TaskAdded': {
      const { task: id, ticket, title, line } = event.data
      return { ...state, tasks: [...state.tasks, { id, ticket, title, line, seat: null, outcome: 'open' }] }
    }
    case 'ticket.v1.TaskAssigned':
      return withTask(state, event.data.task, { seat: event.data.seat })
    case 'ticket.v1.TaskSettled':
      return withTask(state, event.data.task, { outcome: event.data.outcome })
    case 'ticket.v1.Resolved':
      return {
        ...state,
        status: 'resolved',
        resolvedAt: event.at,
        resolvedBy: event.cause,
        answered: true,
        customerWaitsSince: null,
        alarmed: false,
      }
    case 'ticket.v1.Closed':
      return { ...state, status: 'closed', closedAt: event.at, customerWaitsSince: null }
    case 'ticket.v1.Reopened':
      return {
        ...state,
        status: state.owner ? 'processing' : 'received',
        resolvedAt: null,
        closedAt: null,
        reopened: state.reopened + 1,
        placed: state.owner ? null : baseOf(event.cause),
      }
    case 'ticket.v1.LevelSet':
    case 'ticket.v1.LevelPaused':
    case 'ticket.v1.LevelWarned':
    case 'ticket.v1.LevelMissed':
    case 'ticket.v1.LevelMet':
    case 'ticket.v1.LevelEnded':
      return { ...state, clocks: applyStep(state.clocks, stepOf(event), event.at) }
    case 'ticket.v1.LeftUnanswered':
      return { ...state, alarmed: true }
    case 'ticket.v1.TranscriptKept':
    case 'ticket.v1.Noted':
    case 'ticket.v1.PassedOn':
      return state
    default:
      return unreachable(event)
  }
}

type LevelEvent = Extract<TicketEvent, { data: { promise: unknown }; name: `ticket.v1.Level${string}` }>

const stepOf = ({ name, data }: LevelEvent) =>
  ({ name: name.slice('ticket.v1.'.length), data }) as ClockStep<Pick<TicketClock, 'pausesForThirdParty'>>
