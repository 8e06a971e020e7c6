import { unreachable } from '../base/assert.ts'
import { LIMITS } from '../base/limits.ts'
import { ticketIdOf } from '../base/new-ids.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Actor, Author } from '../conversation/actor.ts'
import { authorOf } from '../conversation/author.ts'
import { cleanText } from '../language/normalise.ts'
import type { Handler, TicketCommand } from './commands.ts'
import { holds, missingFields } from './filling.ts'
import { mayReopen, oneStepUp } from './hearing.ts'
import { isStep } from './steps.ts'
import type { Story } from './story.ts'

type Asked<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>
type OfSeats = Exclude<
  TicketCommand,
  { type: 'open-ticket' | 'assign-ticket' | 'customer-said' | 'absorb' | 'tie' | 'note-merge-refused' | 'note-task' | 'look-at-levels' }
>

/** Anybody who sees the ticket may; the rest is for whoever has it, who leads, and for all while nobody has it. */
const FOR_ALL: ReadonlySet<TicketCommand['type']> = new Set<TicketCommand['type']>(['take-ticket', 'note', 'watch', 'settle-task'])
/** What is still possible when a ticket is closed. */
const AFTER_CLOSE: ReadonlySet<TicketCommand['type']> = new Set<TicketCommand['type']>(['note', 'watch', 'reopen-ticket', 'settle-task'])
/** Whoever does this to a ticket that nobody has, has taken it. */
const TAKES: ReadonlySet<TicketCommand['type']> = new Set<TicketCommand['type']>(['set-status', 'answer-customer', 'resolve-ticket'])

const isLead = (actor: Actor): boolean => actor.kind === 'system' || (actor.kind === 'seat' && actor.role !== 'agent')

/** What those who work on a ticket ask of it, in the order in which it arrives. Says why, where it cannot be. */
export function handle(story: Story, command: OfSeats, actor: Actor): RefusalCode | null {
  const { owner, status, merging } = story.state
  const mayHandle = owner === null || owner.id === actor.id || isLead(actor)
  if (!FOR_ALL.has(command.type) && !mayHandle) return 'ticket-not-yours'
  if (status === 'closed' && !AFTER_CLOSE.has(command.type)) return 'ticket-closed'
  if (merging !== null && command.type !== 'note' && command.type !== 'watch') return 'ticket-merging'
  const by = authorOf(actor)
  const seat = actor.kind === 'seat' ? { id: actor.id, name: actor.name } : null
  if (seat && owner === null && TAKES.has(command.type)) story.tell({ name: 'ticket.v1.Assigned', data: { seat, why: null } }, by)
  return carryOut(story, command, by, seat, isLead(actor))
}

function carryOut(story: Story, command: OfSeats, by: Author, seat: Handler | null, leads: boolean): RefusalCode | null {
  switch (command.type) {
    case 'take-ticket':
      return seat ? take(story, seat, by, leads) : 'not-allowed'
    case 'hand-ticket':
      return hand(story, command, by)
    case 'set-status':
      return setStatus(story, command, by)
    case 'answer-customer':
      return withText(command.text, LIMITS.messageText, (text) => {
        if (story.state.parties.length === 0) return 'ticket-step'
        story.tell({ name: 'ticket.v1.Answered', data: { text } }, by)
        if (story.state.status === 'received') story.tell({ name: 'ticket.v1.StatusChanged', data: { status: 'processing', note: '' } }, by)
        return null
      })
    case 'note':
      return withText(command.text, LIMITS.messageText, (text) => {
        story.tell({ name: 'ticket.v1.Noted', data: { text } }, by)
        return null
      })
    case 'correct-ticket':
      return correct(story, command, by)
    case 'escalate':
      return escalate(story, command, by)
    case 'set-field': {
      const value = cleanText(command.value).trim()
      if (!holds(story.around.rules, story.state, command.name, value)) return 'ticket-field'
      if ((story.state.fields[command.name] ?? '') !== value)
        story.tell({ name: 'ticket.v1.FieldSet', data: { field: command.name, value } }, by)
      return null
    }
    case 'watch':
      return seat ? watch(story, seat, command.on, by) : 'not-allowed'
    case 'link-ticket':
    case 'merge-into':
      return toOther(story, command, by)
    case 'split-off':
      return splitOff(story, command, by)
    case 'add-task':
      return addTask(story, command, by)
    case 'settle-task':
      return settleTask(story, command, by, seat, leads)
    case 'resolve-ticket':
      return resolve(story, command, by)
    case 'close-ticket':
      if (story.state.status !== 'resolved') return 'ticket-step'
      story.tell({ name: 'ticket.v1.Closed', data: { how: 'by-hand' } }, by)
      return null
    case 'reopen-ticket':
      return withText(command.reason, LIMITS.messageText, (reason) => {
        if (story.state.merged !== null || story.state.beginning?.parent) return 'ticket-closed'
        if (!mayReopen(story.state, story.around.now)) return story.state.status === 'closed' ? 'ticket-reopen-too-late' : 'ticket-step'
        story.tell({ name: 'ticket.v1.Reopened', data: { reason } }, by)
        return null
      })
    default:
      return unreachable(command)
  }
}

/** A text as it is kept: cleaned, not empty, no longer than its limit. */
function withText(raw: string, most: number, use: (text: string) => RefusalCode | null): RefusalCode | null {
  const text = cleanText(raw).trim()
  if (text === '') return 'text-empty'
  return text.length > most ? 'text-too-long' : use(text)
}

const tooLong = (text: string): boolean => text.length > LIMITS.messageText

/** [T4] Of two who take it at once the first has it. */
function take(story: Story, seat: Handler, by: Author, leads: boolean): RefusalCode | null {
  const { owner, status } = story.state
  if (owner && owner.id !== seat.id && !leads) return 'ticket-taken'
  if (owner?.id !== seat.id) story.tell({ name: 'ticket.v1.Assigned', data: { seat, why: null } }, by)
  if (status === 'received') story.tell({ name: 'ticket.v1.StatusChanged', data: { status: 'processing', note: '' } }, by)
  return null
}

function hand(story: Story, { to, note }: Asked<'hand-ticket'>, by: Author): RefusalCode | null {
  const { state, around } = story
  const line = to.kind === 'line' ? to.line : state.line
  if (line === null || state.status === 'resolved') return 'ticket-step'
  if (tooLong(note)) return 'text-too-long'
  if (to.kind === 'line' && around.rules && !around.rules.lines.some(({ id }) => id === line)) return 'not-found'
  story.tell({ name: 'ticket.v1.HandedOn', data: { line, asked: to.kind === 'seat' ? to.seat : null, note: cleanText(note).trim() } }, by)
  return null
}

function setStatus(story: Story, { status, note }: Asked<'set-status'>, by: Author): RefusalCode | null {
  if (tooLong(note)) return 'text-too-long'
  if (story.state.status === status) return null
  if (!isStep(story.state.status, status)) return 'ticket-step'
  story.tell({ name: 'ticket.v1.StatusChanged', data: { status, note: cleanText(note).trim() } }, by)
  return null
}

function correct(story: Story, { ticketType: type, urgency, title: raw }: Asked<'correct-ticket'>, by: Author): RefusalCode | null {
  const { state } = story
  const title = raw === undefined ? undefined : cleanText(raw).trim()
  if (title === '') return 'text-empty'
  if (title !== undefined && title.length > LIMITS.ticketTitle) return 'text-too-long'
  const change = {
    ...(type !== undefined && type !== state.type ? { type } : {}),
    ...(urgency !== undefined && urgency !== state.urgency ? { urgency } : {}),
    ...(title !== undefined && title !== state.title ? { title } : {}),
  }
  if (Object.keys(change).length > 0) story.tell({ name: 'ticket.v1.Corrected', data: { ...change, why: 'wrong' } }, by)
  return null
}

function escalate(story: Story, { reason }: Asked<'escalate'>, by: Author): RefusalCode | null {
  if (tooLong(reason)) return 'text-too-long'
  if (story.state.status === 'resolved') return 'ticket-step'
  story.tell({ name: 'ticket.v1.Escalated', data: { why: 'asked', promise: null, reason: cleanText(reason).trim() } }, by)
  const urgency = oneStepUp(story.state)
  if (urgency) story.tell({ name: 'ticket.v1.Corrected', data: { urgency, why: 'escalated' } }, by)
  return null
}

function watch(story: Story, seat: Handler, on: boolean, by: Author): RefusalCode | null {
  const { watchers } = story.state
  if (watchers.some(({ id }) => id === seat.id) === on) return null
  if (on && watchers.length >= LIMITS.ticketWatchers) return 'ticket-step'
  story.tell({ name: 'ticket.v1.WatchChanged', data: { seat, on } }, by)
  return null
}

/** [T20 T21] With itself nothing can be done, and what has open tasks stays until they are settled. */
function toOther(story: Story, command: Asked<'link-ticket'> | Asked<'merge-into'>, by: Author): RefusalCode | null {
  const { ticket, title } = command
  const { ties, tasks, beginning } = story.state
  if (ticket === story.around.self) return 'ticket-itself'
  if (ties.length >= LIMITS.ticketTies) return 'ticket-step'
  if (command.type === 'merge-into') {
    if (beginning?.parent) return 'ticket-step'
    if (tasks.some(({ outcome }) => outcome === 'open')) return 'ticket-tasks-open'
    story.tell({ name: 'ticket.v1.MergeAsked', data: { into: ticket, title } }, by)
  } else if (!ties.some((tie) => tie.ticket === ticket && tie.how === 'related'))
    story.tell({ name: 'ticket.v1.Linked', data: { ticket, title, how: 'related' } }, by)
  return null
}

function splitOff(
  story: Story,
  { id, ticket, title, ticketType: type, line, problem }: Asked<'split-off'>,
  by: Author,
): RefusalCode | null {
  if (ticket !== ticketIdOf(id)) return 'invalid-command'
  if (story.state.ties.length >= LIMITS.ticketTies) return 'ticket-step'
  return withText(problem, LIMITS.messageText, (words) => {
    story.tell({ name: 'ticket.v1.SplitOff', data: { ticket, title, type, line, problem: words } }, by)
    return null
  })
}

function addTask(story: Story, { id, title, line }: Asked<'add-task'>, by: Author): RefusalCode | null {
  const { tasks, status, beginning } = story.state
  // A part has no parts: nobody would find their way.
  if (status === 'resolved' || beginning?.parent || tasks.length >= LIMITS.ticketTasks) return 'ticket-step'
  return withText(title, LIMITS.ticketTitle, (words) => {
    story.tell({ name: 'ticket.v1.TaskAdded', data: { task: id, ticket: ticketIdOf(id), title: words, line } }, by)
    return null
  })
}

/** [T18] Settled on either end, by whoever works on it; a second word on it changes nothing. */
function settleTask(
  story: Story,
  { task: id, outcome, note }: Asked<'settle-task'>,
  by: Author,
  seat: Handler | null,
  leads: boolean,
): RefusalCode | null {
  const { state } = story
  if (tooLong(note)) return 'text-too-long'
  if (state.beginning?.parent && state.beginning.cause.startsWith(id)) {
    if (seat) return 'not-allowed'
    if (state.status !== 'closed' && state.status !== 'resolved') story.tell({ name: 'ticket.v1.Closed', data: { how: 'with-parent' } }, by)
    return null
  }
  const task = state.tasks.find((one) => one.id === id)
  if (!task) return 'not-found'
  if (task.outcome !== 'open') return seat ? 'ticket-step' : null
  if (seat && state.owner !== null && state.owner.id !== seat.id && task.seat?.id !== seat.id && !leads) return 'ticket-not-yours'
  story.tell({ name: 'ticket.v1.TaskSettled', data: { task: id, outcome, note: cleanText(note).trim() } }, by)
  return null
}

/** [T17 T18] Settled only with what must be filled in, and when no part of the work is open. */
function resolve(story: Story, { solution }: Asked<'resolve-ticket'>, by: Author): RefusalCode | null {
  const { state } = story
  if (state.status === 'resolved') return 'ticket-step'
  if (state.tasks.some(({ outcome }) => outcome === 'open')) return 'ticket-tasks-open'
  if (missingFields(story.around.rules, state).length > 0) return 'ticket-field-missing'
  return withText(solution, LIMITS.messageText, (words) => {
    story.tell({ name: 'ticket.v1.Resolved', data: { solution: words } }, by)
    return null
  })
}
