import { LIMITS } from '../base/limits.ts'
import type { Author } from '../conversation/actor.ts'
import type { SpokenFlow } from '../conversation/dialogue.ts'
import type { StoredEvent } from '../conversation/events.ts'
import { type Body, thread } from '../conversation/thread.ts'
import type { TranscriptLine } from './commands.ts'

/** More lines than this no transcript has. */
export const TRANSCRIPT_LINES = 400

/** [T37] What was said in a conversation, as it was said: the latest lines that have room. */
export function transcriptOf(events: readonly StoredEvent[]): TranscriptLine[] {
  const lines: TranscriptLine[] = []
  let room: number = LIMITS.transcript
  for (const { seq, at, by, body } of thread(events).toReversed()) {
    const text = textOf(body).trim()
    if (text === '') continue
    room -= text.length
    if (lines.length === TRANSCRIPT_LINES || (room < 0 && lines.length > 0)) break
    lines.unshift({ seq, at, by: by.kind, name: nameOf(by), text })
  }
  return lines
}

const nameOf = (by: Author): string => (by.kind === 'seat' ? by.name : '')

/** The words of a line; what a screen alone has words for has none here. */
function textOf(body: Body): string {
  switch (body.kind) {
    case 'text':
    case 'ticket-added':
      return body.text
    case 'ticket-moved':
      return body.what === 'answer' ? body.text : ''
    case 'turn':
      if (body.turn.kind === 'answer') return body.turn.text
      return body.turn.kind === 'choices' ? body.turn.options.map(({ question }) => question).join('\n') : ''
    case 'flow':
      return body.turn.parts.map(partText).join('\n')
    case 'request':
      return [body.name, ...body.rows.map(({ label, shown }) => `${label}: ${shown}`)].join('\n')
    case 'action':
      return [body.label, ...body.facts.map(({ label, shown }) => `${label}: ${shown}`)].join('\n')
    case 'asking':
      return body.text
    default:
      return ''
  }
}

function partText(part: SpokenFlow['parts'][number]): string {
  switch (part.kind) {
    case 'note':
      return ''
    case 'confirm':
      return [part.text, ...part.rows.map(({ label, shown }) => `${label}: ${shown}`)].join('\n')
    default:
      return part.text
  }
}
