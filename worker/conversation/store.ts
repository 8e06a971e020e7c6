import type { Find } from '../../shared/assistant/gap.ts'
import { refuse } from '../../shared/base/decision.ts'
import type { ConversationId } from '../../shared/base/ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { ATTENDED_VERSION, type Attended, applyAttended, newAttended } from '../../shared/conversation/attended.ts'
import { ConversationCommand, isIdempotent } from '../../shared/conversation/commands.ts'
import { decide, type Surroundings } from '../../shared/conversation/decide.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { isKnown } from '../../shared/conversation/known.ts'
import { type AnyNewEvent, LOOK, lookAtLevels, type Promising, withLevels } from '../../shared/conversation/levels.ts'
import { Ledger } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { effectsOf } from './effects.ts'
import { levelEffectsOf } from './level-effects.ts'
import { ticketEffectsOf } from './ticket-effects.ts'

/** Who asks and in which surroundings: what `judge` needs beside the state and the command. */
export interface Asking extends Surroundings, Promising {
  actor: Actor
}

export type ConversationLedger = Ledger<Attended, AnyNewEvent>

/** Events that a wake would be slow without a snapshot of: far more than a usual conversation. */
export const SNAPSHOT_WORTH = 64

/** The shelf of one conversation. `asking` is read at each command, so one ledger serves every actor in turn. */
export function openLedger(
  sql: Sql,
  outbox: Outbox,
  id: ConversationId,
  asking: () => Asking,
  note: (event: StoredEvent) => void,
): ConversationLedger {
  return new Ledger<Attended, AnyNewEvent>(sql, outbox, {
    initial: newAttended,
    stateVersion: ATTENDED_VERSION,
    apply(state, event) {
      note(event as StoredEvent)
      return applyAttended(state, event as StoredEvent)
    },
    judge(state, raw) {
      const around = asking()
      // What has come to pass has come to pass. No device knows it.
      if (raw.type === LOOK && around.actor.kind === 'system') return { decision: lookAtLevels(state, raw.id, around), idempotent: true }
      const command = parse(ConversationCommand, raw)
      if (!command.ok) return { decision: refuse('invalid-command'), idempotent: false }
      const decision = decide(state, command.value, around.actor, around)
      return { decision: withLevels(state, raw.id, decision, around), idempotent: isIdempotent(command.value) }
    },
    effectsOf(event, before, after, find) {
      const stored = event as StoredEvent
      const others = isKnown(stored)
        ? [...effectsOf(id, stored, before, after, find as Find), ...ticketEffectsOf(id, stored, before, find as Find)]
        : []
      return [...others, ...levelEffectsOf(id, stored, before, after)]
    },
    // A plain message writes its event and its receipt and nothing else; the rare turns of a conversation pay for the snapshot.
    snapshotDue: (events) => events.some((event) => event.name === 'v1.PersonJoined' || event.name === 'v1.ConversationClosed'),
    keepEvents: true,
  })
}
