import { unreachable } from '../base/assert.ts'
import { accept, type Decision, refuse } from '../base/decision.ts'
import { LIMITS } from '../base/limits.ts'
import type { Actor } from '../conversation/actor.ts'
import { mask } from '../language/mask.ts'
import { withoutPersonalData } from '../understanding/correction.ts'
import type { SeatCommand } from './commands.ts'
import type { Seat, SeatHappening } from './state.ts'

/** What a member of staff may ask of their own seat. */
const OWN: readonly SeatCommand['type'][] = ['set-status', 'correct-reading']

/** The rules of a seat: its member of staff chooses the status and corrects readings; queues, conversations and the desk say the rest. */
export function decide(state: Seat, command: SeatCommand, actor: Actor): Decision<SeatHappening> {
  if (actor.kind === 'customer' || (actor.kind === 'seat' && !OWN.includes(command.type))) return refuse('not-allowed')
  switch (command.type) {
    case 'set-status':
      return state.status === command.status && state.statusBy === 'chosen'
        ? accept<SeatHappening>()
        : accept<SeatHappening>({ name: 'v1.StatusSet', data: { status: command.status, by: 'chosen' } })
    case 'enrol':
      return accept<SeatHappening>({
        name: 'v1.SeatEnrolled',
        data: {
          name: command.name,
          role: command.role,
          capacity: command.capacity,
          ...(command.duty ? { duty: command.duty } : {}),
        },
      })
    case 'offer': {
      const { id: _id, type: _type, ...offer } = command
      return accept<SeatHappening>({ name: 'v1.OfferReceived', data: offer })
    }
    case 'end-offer': {
      const events: SeatHappening[] = state.offers.some((offer) => offer.offer === command.offer)
        ? [{ name: 'v1.OfferEnded', data: { offer: command.offer, ...(command.outcome === 'taken' ? { taken: true } : {}) } }]
        : []
      // [S3] A missed offer turns the seat to a break, so that the next customer does not wait for nobody; who chose to
      // be offline meanwhile stays so.
      if (command.outcome === 'missed' && state.status !== 'offline')
        events.push({ name: 'v1.StatusSet', data: { status: 'break', by: 'missed-offer' } })
      return { ok: true, events }
    }
    case 'assigned':
      if (state.open.length >= LIMITS.conversationsPerSeat) return refuse('not-allowed')
      return accept<SeatHappening>({
        name: 'v1.ConversationAssigned',
        data: { conversation: command.conversation, queue: command.queue, since: command.since },
      })
    case 'finished':
      return accept<SeatHappening>({ name: 'v1.ConversationFinished', data: { conversation: command.conversation } })
    case 'follow-ticket': {
      const { id: _id, type: _type, ...followed } = command
      return accept<SeatHappening>({ name: 'v1.TicketFollowed', data: followed })
    }
    case 'drop-ticket':
      return state.tickets.some(({ ticket }) => ticket === command.ticket)
        ? accept<SeatHappening>({ name: 'v1.TicketDropped', data: { ticket: command.ticket } })
        : accept<SeatHappening>()
    case 'report':
      return accept<SeatHappening>({ name: 'v1.Reported', data: {} })
    case 'connection-changed':
      return state.connected === command.connected
        ? accept<SeatHappening>()
        : accept<SeatHappening>({ name: 'v1.ConnectionChanged', data: { connected: command.connected } })
    case 'correct-reading':
      return accept<SeatHappening>({ name: 'v1.ReadingCorrected', data: withoutPersonalData(command.correction, mask) })
    default:
      return unreachable(command)
  }
}
