import type { Millis } from '../base/clock.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Actor } from '../conversation/actor.ts'
import type { StoredEvent } from '../conversation/events.ts'
import type { TicketCommand } from '../ticket/commands.ts'
import { decide } from '../ticket/decide.ts'
import { applyStored, newTicket, type Ticket } from '../ticket/state.ts'
import type { Surroundings } from '../ticket/story.ts'
import type { Stage } from './replica.ts'

/** A command for a ticket in the outbox, with its answer when that was no. */
export interface PendingTicket {
  command: TicketCommand
  at: Millis
  refused: RefusalCode | null
  stage: Exclude<Stage, 'confirmed'>
  /** Until when it rests on the device so that it can be called back. */
  heldUntil: Millis | null
}

/** An event, or one that will be if the ticket says yes. */
export interface TicketStep {
  event: StoredEvent
  stage: Stage
  heldUntil: Millis | null
}

/** A ticket as its log says, and with what is pending folded over it; what was refused, or will be, stands aside. */
export interface TicketView {
  confirmed: Ticket
  state: Ticket
  steps: TicketStep[]
  aside: PendingTicket[]
}

/**
 * [T50] Replays what this seat asked of a ticket over its log, with the `decide` that the ticket's room will use: a seat
 * without a network sees what will be, and what somebody else was faster with is told as such.
 */
export function ticketViewOf(
  events: readonly StoredEvent[],
  pending: readonly PendingTicket[],
  actor: Actor,
  surroundings: Surroundings,
): TicketView {
  const confirmed = events.reduce(applyStored, newTicket)
  const causes = new Set(events.map((event) => event.cause))
  const steps: TicketStep[] = events.map((event) => ({ event, stage: 'confirmed', heldUntil: null }))
  const aside: PendingTicket[] = []
  let state = confirmed
  for (const one of pending) {
    const { command, at, refused, stage, heldUntil } = one
    if (causes.has(command.id)) continue
    const decision = refused === null ? decide(state, command, actor, { ...surroundings, now: at }) : null
    if (!decision?.ok) {
      aside.push(one)
      continue
    }
    for (const happening of decision.events) {
      const event: StoredEvent = { ...happening, seq: state.seq + 1, at, cause: command.id }
      steps.push({ event, stage, heldUntil })
      state = applyStored(state, event)
    }
  }
  return { confirmed, state, steps, aside }
}
