import type { CommandId, QueueId, SeatId } from '../../shared/base/ids.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import type { Queue } from '../../shared/queue/state.ts'
import type { Effect } from '../platform/outbox.ts'

/** What seats and conversations must hear of an event in the line. */
export function effectsOf(queue: QueueId, event: QueueEvent, before: Queue): Effect[] {
  const id = (suffix: string) => derivedCommandId(event.cause, `${suffix}${event.seq.toString(36)}`)
  switch (event.name) {
    case 'v1.Offered': {
      const { offer, entry: entryId, seat, until, why } = event.data
      const entry = before.entries.find((entry) => entry.id === entryId)
      if (!entry) return []
      const { conversation, live, language, since } = entry
      return [toSeat(seat, { id: id('f'), type: 'offer', offer, queue, conversation, live, language, since, until, why })]
    }
    case 'v1.OfferEnded':
      return [toSeat(event.data.seat, { id: id('e'), type: 'end-offer', offer: event.data.offer, outcome: event.data.outcome })]
    case 'v1.Taken': {
      const { offer, entry, conversation, seat, name } = event.data
      return [
        {
          target: { kind: 'conversation', id: conversation },
          command: { id: id('a'), type: 'assign', entry, queue, seat: { id: seat, name } },
        },
        toSeat(seat, { id: id('t'), type: 'end-offer', offer, outcome: 'taken' }),
      ]
    }
    default:
      return []
  }
}

/** A conversation that no longer waits refuses to be assigned; the seat's place is then given back. */
export function compensation(effect: Effect): { id: CommandId; type: 'finish'; entry: CommandId } | null {
  if (effect.command.type !== 'assign') return null
  return { id: derivedCommandId(effect.command.id, 'undo'), type: 'finish', entry: effect.command.entry as CommandId }
}

const toSeat = (id: SeatId, command: Effect['command']): Effect => ({ target: { kind: 'seat', id }, command })
