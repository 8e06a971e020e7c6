import { refuse } from '../../shared/base/decision.ts'
import type { ConversationId } from '../../shared/base/ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { ConversationCommand, isIdempotent } from '../../shared/conversation/commands.ts'
import { decide, type Surroundings } from '../../shared/conversation/decide.ts'
import type { NewEvent, StoredEvent } from '../../shared/conversation/events.ts'
import { isKnown } from '../../shared/conversation/known.ts'
import { applyStored, type Conversation, newConversation, STATE_VERSION } from '../../shared/conversation/state.ts'
import { Ledger } from '../platform/ledger.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Sql } from '../platform/sql.ts'
import { effectsOf } from './effects.ts'
import { ticketEffectsOf } from './ticket-effects.ts'

/** Who asks and in which surroundings: what `judge` needs beside the state and the command. */
export interface Asking extends Surroundings {
  actor: Actor
}

export type ConversationLedger = Ledger<Conversation, NewEvent>

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
  return new Ledger<Conversation, NewEvent>(sql, outbox, {
    initial: newConversation,
    stateVersion: STATE_VERSION,
    apply(state, event) {
      note(event as StoredEvent)
      return applyStored(state, event as StoredEvent)
    },
    judge(state, raw) {
      const command = parse(ConversationCommand, raw)
      if (!command.ok) return { decision: refuse('invalid-command'), idempotent: false }
      const around = asking()
      return { decision: decide(state, command.value, around.actor, around), idempotent: isIdempotent(command.value) }
    },
    effectsOf: (event, before, after, find) =>
      isKnown(event as StoredEvent) ? [...effectsOf(id, event, before, after, find), ...ticketEffectsOf(id, event, before, find)] : [],
    // A plain message writes its event and its receipt and nothing else; the rare turns of a conversation pay for the snapshot.
    snapshotDue: (events) => events.some((event) => event.name === 'v1.PersonJoined' || event.name === 'v1.ConversationClosed'),
    keepEvents: true,
  })
}
