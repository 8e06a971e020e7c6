import type { CommandId, ConversationId, SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, derivedCommandId } from '../../shared/base/new-ids.ts'
import { LOOK } from '../../shared/conversation/levels.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import type { Entry, Queue } from '../../shared/queue/state.ts'
import type { Effect } from '../platform/outbox.ts'

/** What seats, conversations and tickets must hear of an event in the line. `queue` is the line, not the object. */
export function effectsOf(event: QueueEvent, before: Queue): Effect[] {
  const id = (suffix: string) => derivedCommandId(event.cause, `${suffix}${event.seq.toString(36)}`)
  switch (event.name) {
    case 'v1.Offered': {
      const { offer, entry: entryId, seat, until, why } = event.data
      const entry = before.entries.find((entry) => entry.id === entryId)
      return entry ? [toSeat(seat, { id: id('f'), type: 'offer', offer, until, why, ...toldOf(entry) })] : []
    }
    case 'v1.OfferEnded':
      return [toSeat(event.data.seat, { id: id('e'), type: 'end-offer', offer: event.data.offer, outcome: event.data.outcome })]
    case 'v1.Taken': {
      const { offer, entry, conversation, seat, name } = event.data
      const queue = before.entries.find((other) => other.id === entry)?.line ?? DEFAULT_QUEUE
      return [
        toConversation(conversation, { id: id('a'), type: 'assign', entry, queue, seat: { id: seat, name } }),
        toSeat(seat, { id: id('t'), type: 'end-offer', offer, outcome: 'taken' }),
      ]
    }
    case 'v1.HandedOn': {
      const { as: entry, conversation, line: queue, warm, from: by } = event.data
      const live = before.seats[by.id]?.serving.find((served) => served.entry === event.data.entry)?.live ?? true
      return [toConversation(conversation, { id: id('h'), type: 'hand-over', entry, queue, warm, live, by })]
    }
    case 'v1.TicketAssigned': {
      const { ticket, seat, name, why } = event.data
      return [{ target: { kind: 'ticket', id: ticket }, command: { id: id('k'), type: 'assign-ticket', seat: { id: seat, name }, why } }]
    }
    case 'v1.LookedAgain': {
      const { conversations, next } = event.data
      const look = conversations.map((conversation) => toConversation(conversation, { id: id('l'), type: LOOK }))
      const more: Effect = { target: { kind: 'queue', id: DEFAULT_QUEUE }, command: { id: id('n'), type: 'look-again', after: next } }
      return next === null ? look : [...look, more]
    }
    case 'v1.SeatAdmitted':
      return [toSeat(event.data.seat, { id: id('w'), type: 'report' })]
    default:
      return []
  }
}

/** What a seat is told of an entry that it is offered. */
function toldOf({ conversation, live, language, since, line, tier, urgency, handed }: Entry) {
  const told = { queue: line, conversation, live, language, since, tier, urgency }
  return handed ? { ...told, handed: { by: handed.from, note: handed.note, warm: handed.warm, how: handed.how } } : told
}

/** A conversation that no longer waits refuses to be assigned, and its place at the seat is given back; one that is over is not handed over. */
export function compensation({ command }: Effect): { id: CommandId; type: 'finish' | 'remove'; entry: CommandId } | null {
  if (command.type !== 'assign' && command.type !== 'hand-over') return null
  const type = command.type === 'assign' ? 'finish' : 'remove'
  return { id: derivedCommandId(command.id, 'undo'), type, entry: command.entry as CommandId }
}

const toConversation = (id: ConversationId, command: Effect['command']): Effect => ({ target: { kind: 'conversation', id }, command })
const toSeat = (id: SeatId, command: Effect['command']): Effect => ({ target: { kind: 'seat', id }, command })
