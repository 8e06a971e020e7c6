import type { CommandId } from '$shared/base/ids.ts'
import type { Author } from '$shared/conversation/actor.ts'
import type { Stage } from '$shared/sync/replica.ts'
import type { TicketStep } from '$shared/sync/tickets.ts'
import type { Matter, TranscriptLine, WhyAssigned } from '$shared/ticket/commands.ts'
import type { TicketEvent } from '$shared/ticket/events.ts'
import { isKnown } from '$shared/ticket/known.ts'

/** Words in a ticket: the customer's, the desk's answer to them, or what colleagues tell each other. */
export interface Word {
  key: string
  id: CommandId
  at: number
  by: Author
  kind: 'customer' | 'answer' | 'note' | 'solution'
  /** What the customer wanted with it, or the colleague: to press for it, to have it taken up again, to hand it on. */
  what: 'addition' | 'urge' | 'reopen' | 'handed' | 'status' | null
  text: string
  stage: Stage
  heldUntil: number | null
}

/** A ticket's log as somebody reads it who goes on with it. */
export interface Told {
  matter: Matter | null
  transcript: TranscriptLine[]
  words: Word[]
  /** Why whoever has it was given it; null where they took it, or nobody has it. */
  why: WhyAssigned | null
  solution: string
}

/** [T54] What was said and found out in a ticket, in order, with what has not arrived yet. */
export function toldOf(steps: readonly TicketStep[]): Told {
  const told: Told = { matter: null, transcript: [], words: [], why: null, solution: '' }
  for (const step of steps) if (isKnown(step.event)) tell(told, { ...step, event: step.event })
  told.words.sort((one, other) => one.at - other.at)
  return told
}

function tell(told: Told, { event, stage, heldUntil }: Omit<TicketStep, 'event'> & { event: TicketEvent }): void {
  const say = (kind: Word['kind'], text: string, what: Word['what'] = null) => {
    const { cause: id, at, by } = event
    if (text !== '' || what === 'urge') told.words.push({ key: `${id}/${kind}`, id, at, by, kind, what, text, stage, heldUntil })
  }
  switch (event.name) {
    case 'ticket.v1.Opened':
      told.matter = event.data.matter
      return
    case 'ticket.v1.TranscriptKept':
      told.transcript = [...told.transcript, ...event.data.lines]
      return
    case 'ticket.v1.Assigned':
      told.why = event.data.why
      return
    case 'ticket.v1.Answered':
      return say('answer', event.data.text)
    case 'ticket.v1.CustomerSaid':
      return say('customer', event.data.text, event.data.what)
    case 'ticket.v1.Noted':
      return say('note', event.data.text)
    case 'ticket.v1.HandedOn':
      told.why = null
      return say('note', event.data.note, 'handed')
    case 'ticket.v1.StatusChanged':
      return say('note', event.data.note, 'status')
    case 'ticket.v1.Resolved':
      told.solution = event.data.solution
      return say('solution', event.data.solution)
    case 'ticket.v1.Absorbed':
      told.transcript = [...told.transcript, ...event.data.transcript]
      for (const [index, word] of event.data.words.entries())
        told.words.push({
          key: `${event.cause}/${index}`,
          id: event.cause,
          at: word.at,
          by: word.by,
          kind: word.what === 'answer' ? 'answer' : 'customer',
          what: word.what === 'answer' ? null : word.what,
          text: word.text,
          stage,
          heldUntil,
        })
      return
    default:
      return
  }
}
