import type { Millis } from '../base/clock.ts'
import { applyStep, type Clock } from '../levels/clocks.ts'
import type { StoredEvent } from './events.ts'
import { isKnown } from './known.ts'
import { isLevel, type LevelEvent, stepOf } from './level-events.ts'
import type { Phase } from './phase.ts'
import { applyStored, type Conversation, newConversation, STATE_VERSION } from './state.ts'

/** What people owe the customer of a conversation. */
export interface Levels {
  /** Since when a person is asked for; null where somebody came for a message that was left, whose promises are its ticket's. */
  began: Millis | null
  /** A person has answered since. */
  answered: boolean
  /** Since when the customer waits for a person's words; and whether that was told as an alarm. */
  waitsSince: Millis | null
  alarmed: boolean
  clocks: Clock[]
}

/** A conversation as its room keeps it. A device has its state without what people owe. */
export interface Attended extends Conversation {
  levels: Levels
}

export const newAttended: Attended = {
  ...newConversation,
  levels: { began: null, answered: false, waitsSince: null, alarmed: false, clocks: [] },
}

/** Raise `1` with any change of the shape of levels. */
export const ATTENDED_VERSION = STATE_VERSION * 100 + 1

/** Whether people are asked: somebody waits for them, or has them. A message that was left is its ticket's. */
export const isAttended = (phase: Phase): boolean => phase.name === 'person' || (phase.name === 'waiting' && phase.live)

/** The state after any stored event, as a room folds it. */
export function applyAttended(before: Attended, event: StoredEvent): Attended {
  if (isLevel(event)) return { ...before, seq: event.seq, levels: afterLevel(before.levels, event) }
  const after = applyStored(before, event)
  return { ...after, levels: levelsAfter(before, after, event) }
}

function afterLevel(levels: Levels, event: LevelEvent): Levels {
  const step = stepOf(event)
  return step ? { ...levels, clocks: applyStep(levels.clocks, step, event.at) } : { ...levels, alarmed: true }
}

/** [V1] Who waits for whom after an event. */
function levelsAfter({ phase, levels }: Attended, after: Conversation, event: StoredEvent): Levels {
  const { at } = event
  if (!isAttended(after.phase)) {
    // What a seat closes is answered by that.
    return event.name === 'v1.ConversationClosed' && event.by.kind === 'seat' ? { ...levels, waitsSince: null } : levels
  }
  if (!isAttended(phase)) {
    const isAsked = after.phase.name === 'waiting'
    const waiting = isAsked ? { began: at, answered: false, waitsSince: at } : { began: null, answered: true, waitsSince: null }
    return { ...levels, ...waiting, alarmed: false }
  }
  const waiting = { ...levels, waitsSince: levels.waitsSince ?? at }
  if (event.name === 'v1.HandedOver') return after.phase.name === 'waiting' ? waiting : levels
  if (event.by.kind === 'seat' && isAnswer(event)) return { ...levels, answered: true, waitsSince: null, alarmed: false }
  return event.name === 'v1.MessageSent' && event.by.kind === 'customer' ? waiting : levels
}

/** Words of a member of staff, in the conversation or by way of a ticket. */
const isAnswer = (event: StoredEvent): boolean =>
  isKnown(event) && (event.name === 'v1.MessageSent' || (event.name === 'v1.TicketMoved' && event.data.what === 'answer'))
