import { LIMITS } from '../../shared/base/limits.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { TranscriptLine } from '../../shared/ticket/commands.ts'
import type { Word } from '../../shared/ticket/events.ts'
import { isKnown } from '../../shared/ticket/known.ts'
import type { Ticket } from '../../shared/ticket/state.ts'
import type { Brought } from '../../shared/ticket/story.ts'

/** [T20] What was said with the customer, and who follows; of what would be too long, the latest. */
export function broughtBy({ parties, watchers, owner, customerWaitsSince }: Ticket, events: readonly StoredEvent[]): Brought {
  const words: Word[] = []
  const transcript: TranscriptLine[] = []
  for (const event of events.filter(isKnown)) {
    const { at, by } = event
    if (event.name === 'ticket.v1.CustomerSaid') words.push({ at, by, what: event.data.what, text: event.data.text })
    if (event.name === 'ticket.v1.Answered') words.push({ at, by, what: 'answer', text: event.data.text })
    if (event.name === 'ticket.v1.TranscriptKept') transcript.push(...event.data.lines)
    if (event.name !== 'ticket.v1.Absorbed') continue
    words.push(...event.data.words)
    transcript.push(...event.data.transcript)
  }
  const followed = owner && !watchers.some(({ id }) => id === owner.id) ? [...watchers, owner] : watchers
  return { parties, watchers: followed, words: latest(words), transcript: latest(transcript), customerWaitsSince }
}

/** The latest of some texts that together have room. */
function latest<Line extends { text: string }>(lines: readonly Line[]): Line[] {
  let room: number = LIMITS.transcript
  let from = lines.length
  while (from > 0 && room >= (lines[from - 1]?.text.length ?? 0)) room -= lines[--from]?.text.length ?? 0
  return lines.slice(from)
}
