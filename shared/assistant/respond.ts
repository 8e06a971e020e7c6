import type { Turn } from '../conversation/commands.ts'
import type { Conversation } from '../conversation/state.ts'
import type { Index } from '../knowledge/index.ts'
import type { PackVersion } from '../knowledge/pack.ts'
import { retrieve } from '../knowledge/retrieve.ts'
import { wishOf } from './phrases.ts'

/** What the assistant does next: speak, ask for a person on the customer's behalf, or keep quiet. */
export type Response = { do: 'say'; turn: Turn } | { do: 'request-person' } | { do: 'nothing' }

/** The knowledge a device has at hand. */
export interface Knowledge {
  version: PackVersion
  index: Index
}

/**
 * The assistant's next turn to a customer's text. Pure: the same state, text and pack give the same turn, on the device
 * and in a replay. While somebody waits for a person it speaks only when it is sure; once a person is there, never.
 */
export function respond(state: Conversation, text: string, knowledge: Knowledge | null): Response {
  const { phase } = state
  if (phase.name !== 'assistant' && phase.name !== 'waiting') return { do: 'nothing' }
  const wish = wishOf(text)
  const waiting = phase.name === 'waiting'
  if (wish === 'person') return waiting && phase.live ? { do: 'nothing' } : { do: 'request-person' }
  if (wish) return waiting ? { do: 'nothing' } : { do: 'say', turn: { kind: 'small-talk', topic: wish } }
  const found = knowledge ? retrieve(knowledge.index, text) : ({ kind: 'unknown', confidence: 0 } as const)
  if (waiting && found.kind !== 'answer') return { do: 'nothing' }
  switch (found.kind) {
    case 'answer':
      return { do: 'say', turn: { kind: 'answer', pack: packOf(knowledge), article: found.article.id, confidence: found.confidence } }
    case 'choices':
      return {
        do: 'say',
        turn: {
          kind: 'choices',
          pack: packOf(knowledge),
          articles: found.articles.map((article) => article.id),
          confidence: found.confidence,
        },
      }
    case 'unknown':
      return { do: 'say', turn: { kind: 'unknown', confidence: found.confidence } }
  }
}

function packOf(knowledge: Knowledge | null): PackVersion {
  if (!knowledge) throw new Error('an article was found without a pack')
  return knowledge.version
}
