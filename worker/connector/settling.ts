import type { CommandId, ConversationId } from '../../shared/base/ids.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import type { Effect } from '../platform/outbox.ts'

/** What a conversation is told when one of its actions has an outcome. */
export function settlingOf(conversation: ConversationId, action: CommandId, outcome: string, facts: Record<string, string>): Effect {
  return {
    target: { kind: 'conversation', id: conversation },
    command: { id: derivedCommandId(action, 'done'), type: 'settle-action', action, outcome, facts },
  }
}
