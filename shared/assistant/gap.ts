import { digest } from '../base/digest.ts'
import type { CommandId } from '../base/ids.ts'
import type { ConversationEvent } from '../conversation/events.ts'
import type { Conversation } from '../conversation/state.ts'
import { type Gap, gapText } from '../knowledge/gap.ts'
import { wishOf } from './phrases.ts'

/** The latest event of a name that followed from a command; null where there is none. */
export type Find = (cause: CommandId, name: ConversationEvent['name']) => ConversationEvent | null

/**
 * [K24] The question that the knowledge base did not answer, where an event tells of one: the assistant knew nothing, or
 * its answer was judged not to help. What is said inside a flow, and what is no question, is none.
 */
export function gapOf(event: ConversationEvent, before: Conversation, find: Find): Gap | null {
  switch (event.name) {
    case 'v1.AssistantAnswered':
      if (event.data.turn.kind !== 'unknown' || before.dialogue) return null
      return gapFrom(event.data.inReplyTo, event, before, find, { why: 'unknown', article: null, said: null, pack: null })
    case 'v1.AnswerJudged': {
      const answered = event.data.helpful ? null : find(event.data.answer, 'v1.AssistantAnswered')
      if (answered?.name !== 'v1.AssistantAnswered') return null
      const { inReplyTo, turn } = answered.data
      if (turn.kind === 'answer') {
        const { article, text, pack } = turn
        return gapFrom(inReplyTo, event, before, find, { why: 'unhelpful', article, said: digest(text), pack })
      }
      if (turn.kind !== 'choices') return null
      return gapFrom(inReplyTo, event, before, find, { why: 'unhelpful', article: null, said: null, pack: turn.pack })
    }
    default:
      return null
  }
}

function gapFrom(
  message: CommandId,
  { at }: ConversationEvent,
  { language }: Conversation,
  find: Find,
  why: Pick<Gap, 'why' | 'article' | 'said' | 'pack'>,
): Gap | null {
  const asked = find(message, 'v1.MessageSent')
  if (asked?.name !== 'v1.MessageSent' || asked.by.kind !== 'customer' || wishOf(asked.data.text)) return null
  const text = gapText(asked.data.text)
  return text === null ? null : { text, language, ...why, day: new Date(at).toISOString().slice(0, 10) }
}
