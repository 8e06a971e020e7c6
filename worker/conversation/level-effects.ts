import type { ConversationId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, derivedCommandId } from '../../shared/base/new-ids.ts'
import type { Attended } from '../../shared/conversation/attended.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { isLevel } from '../../shared/conversation/level-events.ts'
import { isLate } from '../../shared/conversation/levels.ts'
import type { Notify } from '../../shared/protocol/push-notice.ts'
import type { Effect } from '../platform/outbox.ts'

/** [V5] What follows from clocks: the line hears of what is late or is so no more, the seat that serves of what soon will be. */
export function levelEffectsOf(conversation: ConversationId, event: StoredEvent, before: Attended, after: Attended): Effect[] {
  const id = (suffix: string) => derivedCommandId(event.cause, `${suffix}${event.seq.toString(36)}`)
  const { phase } = after
  const late = isLate(after)
  const effects: Effect[] = []
  if (isLate(before) !== late && (phase.name === 'waiting' || phase.name === 'person'))
    effects.push({ target: { kind: 'queue', id: DEFAULT_QUEUE }, command: { id: id('v'), type: 'note-late', entry: phase.entry, late } })
  if (phase.name === 'person' && isPressing(event)) {
    const notice: Omit<Notify, 'id'> = { type: 'notify', kind: 'service-level', conversation, seq: event.seq, at: event.at }
    effects.push({ target: { kind: 'seat', id: phase.seat.id }, command: { id: id('w'), ...notice } })
  }
  return effects
}

/** [N9] Nearly over, or missed. */
function isPressing(event: StoredEvent): boolean {
  if (!isLevel(event)) return false
  return (
    event.name === 'v1.LevelMissed' || event.name === 'v1.LeftUnanswered' || (event.name === 'v1.LevelWarned' && event.data.percent === 90)
  )
}
