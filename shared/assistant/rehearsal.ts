import type { Millis } from '../base/clock.ts'
import type { CommandId, CustomerId } from '../base/ids.ts'
import type { ConversationCommand } from '../conversation/commands.ts'
import { decide } from '../conversation/decide.ts'
import type { StoredEvent } from '../conversation/events.ts'
import { applyStored, type Conversation, newConversation } from '../conversation/state.ts'
import { type Item, thread } from '../conversation/thread.ts'
import type { Library } from '../knowledge/pack.ts'
import type { Language } from '../language/language.ts'
import { type Knowledge, respond } from './respond.ts'

/** What a conversation is rehearsed with; `today` in ISO 8601. */
export interface Stage {
  knowledge: Knowledge
  library: Library
  language: Language
  today: string
  now: Millis
}

export interface Rehearsed {
  items: Item[]
  /** Where it stands after the last sentence. */
  state: Conversation
}

const CUSTOMER = { kind: 'customer', id: `u_${'0'.repeat(26)}` as CustomerId } as const
const idOf = (number: number): CommandId => `m_${String(number).padStart(26, '0')}` as CommandId

/**
 * What a conversation would be in which these sentences are said one after the other: by the assistant and the rules that
 * customers meet, from the beginning each time. Nothing leaves, nothing is kept. Throws where a flow of the stage is faulty.
 */
export function rehearse({ knowledge, library, language, today, now }: Stage, said: readonly string[]): Rehearsed {
  let state = newConversation
  const events: StoredEvent[] = []
  const take = (command: ConversationCommand): void => {
    const decision = decide(state, command, CUSTOMER, { now, library })
    if (!decision.ok) return
    for (const event of decision.events) {
      const stored = { ...event, seq: state.seq + 1, at: now, cause: command.id }
      events.push(stored)
      state = applyStored(state, stored)
    }
  }
  take({ id: idOf(0), type: 'open-conversation', language, channel: 'web' })
  for (const [place, text] of said.entries()) {
    const id = idOf(place + 1)
    take({ id, type: 'send-message', text })
    const response = respond(state, text, knowledge, { today })
    const answer = `${id}.a` as CommandId
    if (response.do === 'say') take({ id: answer, type: 'answer', inReplyTo: id, turn: response.turn })
    if (response.do === 'request-person') take({ id: answer, type: 'request-person' })
  }
  return { items: thread(events), state }
}
