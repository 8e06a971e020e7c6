import { refuse } from '../../shared/base/decision.ts'
import type { TicketId } from '../../shared/base/ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { TicketCommand } from '../../shared/ticket/commands.ts'
import { decide } from '../../shared/ticket/decide.ts'
import type { NewTicketEvent } from '../../shared/ticket/events.ts'
import { isKnown } from '../../shared/ticket/known.ts'
import { applyStored, newTicket, STATE_VERSION, type Ticket } from '../../shared/ticket/state.ts'
import type { Surroundings } from '../../shared/ticket/story.ts'
import { Ledger } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { effectsOf } from './effects.ts'
import { followEffects, noticeEffects } from './following.ts'

/** Who asks and in which surroundings: what `judge` needs beside the state and the command. */
export interface Asking extends Surroundings {
  actor: Actor
}

export type TicketLedger = Ledger<Ticket, NewTicketEvent>

const EVENTS_BETWEEN_SNAPSHOTS = 32

/** The shelf of one ticket. `asking` is read at each command, so one ledger serves every actor in turn. */
export function openLedger(sql: Sql, outbox: Outbox, id: TicketId, asking: () => Asking): TicketLedger {
  return new Ledger<Ticket, NewTicketEvent>(sql, outbox, {
    initial: newTicket,
    stateVersion: STATE_VERSION,
    apply: (state, event) => applyStored(state, event as StoredEvent),
    judge(state, raw) {
      const command = parse(TicketCommand, raw)
      if (!command.ok) return { decision: refuse('invalid-command'), idempotent: false }
      const { actor, ...around } = asking()
      // What the clock says may be asked at will: what has come to pass has come to pass.
      return { decision: decide(state, command.value, actor, around), idempotent: command.value.type === 'look-at-levels' }
    },
    effectsOf(event, before, after, find) {
      if (!isKnown(event as StoredEvent)) return []
      return [...effectsOf(id, event, before, after, find), ...followEffects(id, event, before, after), ...noticeEffects(id, event, after)]
    },
    snapshotDue: (_events, since) => since >= EVENTS_BETWEEN_SNAPSHOTS,
    keepEvents: true,
  })
}
