import type { Find } from '../../shared/assistant/gap.ts'
import { wishOf } from '../../shared/assistant/phrases.ts'
import type { CommandId, ConversationId, TicketId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { derivedCommandId } from '../../shared/base/new-ids.ts'
import type { ConversationEvent } from '../../shared/conversation/events.ts'
import { matterIn } from '../../shared/conversation/said.ts'
import type { Conversation } from '../../shared/conversation/state.ts'
import { isTaken } from '../../shared/conversation/told-tickets.ts'
import type { Matter, WhyAssigned } from '../../shared/ticket/commands.ts'
import type { Effect } from '../platform/outbox.ts'

type Of<Name extends ConversationEvent['name']> = Extract<ConversationEvent, { name: Name }>

/** What its tickets must hear of a conversation's event. */
export function ticketEffectsOf(conversation: ConversationId, event: ConversationEvent, before: Conversation, find: Find): Effect[] {
  switch (event.name) {
    case 'v1.TicketOpened':
      return [opened(conversation, event, before, find)]
    case 'v1.TicketAdded':
      return [added(event)]
    case 'v1.PersonJoined':
      return takenOver(event, before)
    default:
      return []
  }
}

const toTicket = (id: TicketId, command: Effect['command']): Effect => ({ target: { kind: 'ticket', id }, command })

/** [T35] A ticket begins with all that was said and told: its customer repeats nothing. */
function opened(conversation: ConversationId, event: Of<'v1.TicketOpened'>, state: Conversation, find: Find): Effect {
  const { ticket, title, type, urgency, line, reason, problem } = event.data
  const left = find(event.cause, 'v1.MessageLeft')
  const asked = find(event.cause, 'v1.RequestMade')
  const matter: Matter = {
    reason,
    title,
    type,
    urgency,
    intent: state.triaged?.verdict.facts.intent ?? null,
    line,
    language: state.language,
    tier: state.triaged?.verdict.facts.tier ?? 'ordinary',
    problem: problem ?? problemOf(state, find),
    rows: (asked?.name === 'v1.RequestMade' ? asked.data.rows : (state.told?.rows ?? [])).slice(0, ROWS),
    contact: left?.name === 'v1.MessageLeft' ? left.data.contact : '',
  }
  const { customer } = state
  // One ticket a message, whatever that led to: from the message itself its ids have room for all that follows.
  const id = derivedCommandId(event.cause.slice(0, MESSAGE) as CommandId, 'ticket')
  return toTicket(ticket, { id, type: 'open-ticket', conversation, customer, matter })
}

const ROWS = 40
/** Characters of an id that follows from no other. */
const MESSAGE = 28

/** The texts that told the matter, as they were said; the latest ones where all would be too long. */
function problemOf({ said }: Conversation, find: Find): string {
  const texts = matterIn(said).flatMap(({ id }) => textOf(id, find) ?? [])
  const matter = texts.filter((text) => wishOf(text) === null)
  const told: string[] = []
  let room: number = LIMITS.messageText
  for (const text of (matter.length > 0 ? matter : texts).toReversed()) {
    if (told.length > 0 && text.length >= room) break
    told.unshift(text)
    room -= text.length + 1
  }
  return told.join('\n')
}

function textOf(id: CommandId, find: Find): string | null {
  const event = find(id, 'v1.MessageSent') ?? find(id, 'v1.MessageLeft')
  return event?.name === 'v1.MessageSent' || event?.name === 'v1.MessageLeft' ? event.data.text : null
}

const added = (event: Of<'v1.TicketAdded'>): Effect => {
  const { ticket, what, text } = event.data
  return toTicket(ticket, { id: derivedCommandId(event.cause, 'said'), type: 'customer-said', what, text })
}

/** [T36] Who joins has before their eyes what nobody has begun with yet: it is theirs. */
function takenOver({ cause, data: { seat, queue } }: Of<'v1.PersonJoined'>, { tickets }: Conversation): Effect[] {
  const why: WhyAssigned = { line: queue, how: 'asked', open: 0, capacity: 0, candidates: 1 }
  return tickets
    .filter((ticket) => !isTaken(ticket))
    .map(({ id }) => toTicket(id, { id: derivedCommandId(cause, 'take'), type: 'assign-ticket', seat, why }))
}
