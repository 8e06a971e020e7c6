import type { TicketId } from '../../shared/base/ids.ts'
import { newConversationId } from '../../shared/base/new-ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { parse } from '../../shared/base/schema.ts'
import type { ConversationEvent, StoredEvent } from '../../shared/conversation/events.ts'
import { isKnown } from '../../shared/conversation/known.ts'
import { applyStored, newConversation } from '../../shared/conversation/state.ts'
import { TicketCommand } from '../../shared/ticket/commands.ts'
import { transcriptOf } from '../../shared/ticket/transcript.ts'
import { ticketEffectsOf } from '../../worker/conversation/ticket-effects.ts'
import type { Opening } from './weighed.ts'

const CONVERSATION = newConversationId(seededRandom(5))

/** The last ticket that a conversation led to, with the transcript that its object reads; null where it led to none. */
export function ticketOf(events: readonly StoredEvent[]): Opening | null {
  const find = (cause: string, name: ConversationEvent['name']): ConversationEvent | null =>
    events.filter(isKnown).find((event) => event.cause === cause && event.name === name) ?? null
  let state = newConversation
  let ticket: Opening | null = null
  for (const event of events) {
    for (const { target, command } of isKnown(event) ? ticketEffectsOf(CONVERSATION, event, state, find) : []) {
      const opening = parse(TicketCommand, command)
      if (opening.ok && opening.value.type === 'open-ticket')
        ticket = { ...opening.value, ticket: target.id as TicketId, transcript: transcriptOf(events) }
    }
    state = applyStored(state, event)
  }
  return ticket
}
