import { type Find, gapOf } from '../../shared/assistant/gap.ts'
import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId, ConversationId, QueueId, SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { DEFAULT_QUEUE, derivedCommandId } from '../../shared/base/new-ids.ts'
import type { ConversationEvent } from '../../shared/conversation/events.ts'
import type { Conversation } from '../../shared/conversation/state.ts'
import type { ToldStatus } from '../../shared/conversation/ticket-words.ts'
import type { NoticeKind, Notify } from '../../shared/protocol/push-notice.ts'
import type { Verdict } from '../../shared/triage/verdict.ts'
import { THE_ONE } from '../env.ts'
import type { Effect } from '../platform/outbox.ts'

/** What others must hear of an event. The ids follow from the cause, so a repeat of the event repeats them. */
export function effectsOf(
  conversation: ConversationId,
  event: ConversationEvent,
  before: Conversation,
  after: Conversation,
  find: Find,
): Effect[] {
  const id = (suffix: string) => derivedCommandId(event.cause, suffix)
  switch (event.name) {
    case 'v1.ConversationOpened':
      return [
        {
          target: { kind: 'customer', id: event.data.customer },
          command: { id: id('open'), type: 'note-conversation', conversation, at: event.at },
        },
      ]
    case 'v1.ActionAsked': {
      // The action's id is the effect's: however often it is asked, the connector acts once.
      const { id: action, action: name, parameters } = event.data
      return [{ target: CONNECTOR, command: { id: action, type: 'act', conversation, action: name, parameters, at: event.at } }]
    }
    case 'v1.PersonRequested':
    case 'v1.RequestMade':
    case 'v1.MessageLeft': {
      // A request beside one that waits already, or before somebody who serves, needs no place in the queue.
      if (event.name === 'v1.RequestMade' && before.phase.name !== 'assistant') return []
      const { queue: line, entry } = event.data
      const live = event.name === 'v1.PersonRequested'
      return [toQueue({ id: id('enqueue'), type: 'enqueue', entry, conversation, live, since: event.at, ...standsAs(after, line) })]
    }
    case 'v1.Triaged': {
      const { verdict } = event.data
      const noted: Effect = {
        target: { kind: 'understanding', id: THE_ONE },
        command: { id: id('triage'), type: 'note-verdict', conversation, at: event.at, verdict },
      }
      return before.phase.name === 'waiting' ? [noted, toQueue(weighedAs(id('weigh'), before.phase.entry, verdict))] : [noted]
    }
    case 'v1.QueueLeft': {
      if (before.phase.name !== 'waiting') return []
      const left = toQueue({ id: id('leave'), type: 'remove', entry: before.phase.entry })
      if (after.phase.name !== 'waiting') return [left]
      const { queue: line, entry } = after.phase
      const back = { id: id('enqueue'), type: 'enqueue', entry, conversation, live: false, since: event.at, ...standsAs(after, line) }
      return [left, toQueue(back)]
    }
    case 'v1.MessageSent':
      return event.by.kind === 'seat' ? toCustomer(after, { id: id('notice'), ...notice('answered', conversation, event) }) : []
    case 'v1.PersonJoined': {
      const { seat, queue } = event.data
      const assigned = toSeat(seat.id, { id: id('assigned'), type: 'assigned', conversation, queue, since: event.at })
      const waited = before.phase.name === 'waiting' && event.at - before.phase.since >= LIMITS.pushPause
      const told = waited ? toCustomer(after, { id: id('notice'), ...notice('joined', conversation, event) }) : []
      // [Q24] Who served on until somebody came is done with it now.
      const other = before.phase.name === 'person' && before.phase.seat.id !== seat.id ? before.phase.seat.id : null
      const done = other ? [toSeat(other, { id: id('finished'), type: 'finished', conversation })] : []
      return [assigned, ...done, ...told]
    }
    case 'v1.TicketMoved': {
      const { phase } = before
      const hasLeft = phase.name === 'waiting' && after.phase.name === 'assistant'
      const told = isNews(event.data) ? toCustomer(after, { id: id('notice'), ...notice('ticket', conversation, event) }) : []
      return hasLeft ? [toQueue({ id: id('leave'), type: 'remove', entry: phase.entry }), ...told] : told
    }
    case 'v1.HandedOver':
      return event.data.warm ? [] : [toSeat(event.data.from.id, { id: id('finished'), type: 'finished', conversation })]
    case 'v1.AssistantAnswered':
    case 'v1.AnswerJudged': {
      const gap = gapOf(event, before, find)
      return gap ? [{ target: { kind: 'knowledge', id: THE_ONE }, command: { id: id('gap'), type: 'note-gap', gap } }] : []
    }
    case 'v1.ConversationClosed':
      return afterClose(conversation, before, event.at, id)
    case 'v1.ConversationRated':
      return toCustomer(after, { id: id('rated'), type: 'note-rated', conversation, score: event.data.rating.score, at: event.at })
    default:
      return []
  }
}

function afterClose(
  conversation: ConversationId,
  before: Conversation,
  at: Millis,
  id: (suffix: string) => Effect['command']['id'],
): Effect[] {
  const { phase } = before
  if (phase.name === 'waiting') return [toQueue({ id: id('leave'), type: 'remove', entry: phase.entry })]
  if (phase.name !== 'person') return []
  return [
    toQueue({ id: id('finish'), type: 'finish', entry: phase.entry }),
    toSeat(phase.seat.id, { id: id('finished'), type: 'finished', conversation }),
    ...toCustomer(before, { id: id('served'), type: 'note-served', conversation, seat: phase.seat.id, at }),
  ]
}

/** [Q30] How one that waits already stands by what is said of it now. */
function weighedAs(id: CommandId, entry: CommandId, { line, urgency, boost, fired, facts: { tier, anger } }: Verdict): Effect['command'] {
  return { id, type: 'weigh', entry, line, tier, urgency, anger, boost, rules: fired.map(({ name }) => name) }
}

/** How a conversation stands in its line, by what was said of it; without rules, as one that nothing is known of. */
function standsAs({ language, triaged }: Conversation, line: QueueId) {
  if (!triaged) return { language }
  const { verdict, familiar } = triaged
  const { facts, urgency, boost, skills, fired } = verdict
  const { tier, anger } = facts
  return { language, line, tier, urgency, anger, boost, skills, familiar, rules: fired.map(({ name }) => name) }
}

/** [T39] What a customer would want to be told of a ticket: an answer, a question, and that it is settled or taken up again. */
const isNews = ({ what, status }: Extract<ConversationEvent, { name: 'v1.TicketMoved' }>['data']): boolean =>
  what === 'answer' || what === 'reopened' || (what === 'status' && NEWS.has(status))
const NEWS: ReadonlySet<string> = new Set<ToldStatus>(['awaiting-customer', 'resolved', 'closed'])

/** The customer's devices are told; the customer knows which of them wish it. */
const toCustomer = ({ customer }: Conversation, command: Effect['command']): Effect[] =>
  customer ? [{ target: { kind: 'customer', id: customer }, command }] : []
const notice = (kind: NoticeKind, conversation: ConversationId, { seq, at }: ConversationEvent) =>
  ({ type: 'notify', kind, conversation, seq, at }) satisfies Omit<Notify, 'id'>

/** There is one. */
const CONNECTOR: Effect['target'] = { kind: 'connector', id: 'the' }
/** All lines of a desk are kept by one object. */
const toQueue = (command: Effect['command']): Effect => ({ target: { kind: 'queue', id: DEFAULT_QUEUE }, command })
const toSeat = (id: SeatId, command: Effect['command']): Effect => ({ target: { kind: 'seat', id }, command })
