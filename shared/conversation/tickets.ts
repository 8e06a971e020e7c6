import type { Millis } from '../base/clock.ts'
import { accept, type Decision, refuse } from '../base/decision.ts'
import type { CommandId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { DEFAULT_QUEUE, ticketIdOf } from '../base/new-ids.ts'
import { ticketNumber } from '../base/ticket-number.ts'
import { cleanText } from '../language/normalise.ts'
import type { Actor, Author } from './actor.ts'
import { authorOf } from './author.ts'
import type { ConversationCommand } from './commands.ts'
import type { NewEvent } from './events.ts'
import { isLeftOpen, mainOf, withSaid } from './said.ts'
import type { Conversation } from './state.ts'
import { isSettled, type ToldTicket } from './told-tickets.ts'

type Asked<Type extends ConversationCommand['type']> = Extract<ConversationCommand, { type: Type }>
type Opened = Extract<NewEvent, { name: 'v1.TicketOpened' }>['data']

/** [T30] A message that was left and a request that was handed in become tickets in the same breath. */
export function withTickets(state: Conversation, cause: CommandId, decision: Decision<NewEvent>): Decision<NewEvent> {
  if (!decision.ok) return decision
  const triaged = decision.events.find((event) => event.name === 'v1.Triaged')
  const weighed = triaged?.name === 'v1.Triaged' ? { ...state, triaged: triaged.data } : state
  return { ok: true, events: decision.events.flatMap((event) => [event, ...ticketOf(weighed, cause, event)]) }
}

function ticketOf(state: Conversation, cause: CommandId, event: NewEvent): NewEvent[] {
  if (event.name === 'v1.RequestMade') {
    const { name: title, queue: line } = event.data
    return open(state, cause, event.by, { title, line, reason: 'request', type: state.triaged?.verdict.facts.type ?? 'application' })
  }
  if (event.name !== 'v1.MessageLeft') return []
  const { text, queue: line } = event.data
  const going = state.tickets.findLast((ticket) => !isSettled(ticket))
  if (going) return [{ name: 'v1.TicketAdded', by: event.by, data: { ticket: going.id, what: 'addition', text } }]
  const title = mainOf(withSaid(state.said, cause, text))
  return open(state, cause, event.by, { title, line, reason: 'message' })
}

function open(
  state: Conversation,
  cause: CommandId,
  by: Author,
  told: Pick<Opened, 'title' | 'line' | 'reason'> & Partial<Opened>,
): NewEvent[] {
  const ticket = ticketIdOf(cause)
  if (state.tickets.some(({ id }) => id === ticket)) return []
  const title = told.title || state.about?.question || ticketNumber(ticket)
  // What the desk's rules made of it stands until somebody says otherwise.
  const verdict = state.triaged?.verdict
  const type = verdict?.facts.type ?? 'enquiry'
  return [{ name: 'v1.TicketOpened', by, data: { type, urgency: verdict?.urgency ?? 'normal', ...told, ticket, title } }]
}

/** [T31] Whether a customer who ends now leaves something that nobody answered, and that nobody goes on with. */
export const isGivenUp = ({ phase, said, tickets }: Conversation): boolean =>
  (phase.name === 'assistant' || (phase.name === 'waiting' && phase.live)) && isLeftOpen(said) && tickets.every(isSettled)

/**
 * [T31] What ends unsolved goes on as a ticket: a seat says so; or a customer gives up waiting and does not say that it is settled,
 * or, who no longer waits, says that it is not.
 */
export function close(state: Conversation, command: Asked<'close-conversation'>, by: Author): Decision<NewEvent> {
  const { phase, tickets } = state
  // [C22] Closed, it could no longer be taken up by anybody.
  if (state.requested && phase.name === 'waiting') return refuse('already-waiting')
  const isMeant = by.kind === 'seat' || phase.name === 'assistant' ? command.unsolved === true : command.unsolved !== false
  const goesOn = isMeant && (by.kind === 'seat' ? tickets.every(isSettled) : isGivenUp(state))
  const line = phase.name === 'waiting' || phase.name === 'person' ? phase.queue : DEFAULT_QUEUE
  const opened = goesOn ? open(state, command.id, by, { title: mainOf(state.said), line, reason: 'unsolved' }) : []
  return accept<NewEvent>(...opened, { name: 'v1.ConversationClosed', by, data: {} })
}

/** [T32] A ticket that a seat makes by hand, of this conversation. */
export function openByHand(state: Conversation, command: Asked<'open-ticket'>, by: Author): Decision<NewEvent> {
  const title = cleanText(command.title).replace(/\s+/g, ' ').trim() || mainOf(state.said)
  const problem = cleanText(command.problem).trim()
  if (title === '') return refuse('text-empty')
  if (title.length > LIMITS.ticketTitle || problem.length > LIMITS.messageText) return refuse('text-too-long')
  const { ticketType: type, urgency, line } = command
  return accept<NewEvent>(
    ...open(state, command.id, by, { title, type, urgency, line, reason: 'by-hand', ...(problem ? { problem } : {}) }),
  )
}

/** [T33] Its customer adds to a ticket, presses for it once a day, and has it taken up again for a time. */
export function sayTo(state: Conversation, command: Asked<'say-to-ticket'>, by: Author, now: Millis): Decision<NewEvent> {
  const { ticket: id, what } = command
  const ticket = state.tickets.find((one) => one.id === id)
  if (!ticket) return refuse('not-found')
  const text = cleanText(command.text).trim()
  if (text === '' && what === 'addition') return refuse('text-empty')
  if (text.length > LIMITS.messageText) return refuse('text-too-long')
  const barred = barredFrom(ticket, what, now)
  return barred ? refuse(barred) : accept<NewEvent>({ name: 'v1.TicketAdded', by, data: { ticket: id, what, text } })
}

/** When a ticket may be pressed for again; null: now. */
export const urgeAgainAt = ({ urged }: ToldTicket, now: Millis): Millis | null =>
  urged !== null && urged + LIMITS.urgeEvery > now ? urged + LIMITS.urgeEvery : null

function barredFrom(ticket: ToldTicket, what: Asked<'say-to-ticket'>['what'], now: Millis) {
  const { status, since, merged } = ticket
  // Whatever is said to a merged ticket goes on to the one that it is a part of.
  if (what === 'addition') return status === 'closed' && !merged ? 'ticket-closed' : null
  if (what === 'urge') {
    if (isSettled(ticket) && !merged) return 'ticket-step'
    return urgeAgainAt(ticket, now) === null ? null : 'urged-too-soon'
  }
  if (!isSettled(ticket) || merged) return 'ticket-step'
  return status === 'closed' && now > since + LIMITS.ticketReopen ? 'ticket-reopen-too-late' : null
}

/** [T34] A ticket tells of itself, or of one that it has taken in; what its people answered is theirs. */
export function noteOf({ tickets }: Conversation, command: Asked<'note-ticket'>, actor: Actor): Decision<NewEvent> {
  const { id: _id, type: _type, ...data } = command
  if (actor.id !== data.ticket && !tickets.some(({ id }) => id === data.ticket)) return refuse('not-found')
  const isAnswer = data.what === 'answer' && data.seat
  return accept<NewEvent>({ name: 'v1.TicketMoved', by: isAnswer ? { kind: 'seat', ...isAnswer } : authorOf(actor), data })
}
