import type { Decision } from '../base/decision.ts'
import { refuse } from '../base/decision.ts'
import { ticketIdOf } from '../base/new-ids.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Actor } from '../conversation/actor.ts'
import type { TicketCommand } from './commands.ts'
import type { NewTicketEvent } from './events.ts'
import { handle } from './handling.ts'
import { hear } from './hearing.ts'
import { align, closesAt, dueNow, isLeftUnanswered } from './levels.ts'
import { absorb, mergeRefused, tie } from './merging.ts'
import type { Ticket } from './state.ts'
import { Story, type Surroundings } from './story.ts'

/** Says which events follow, into the story; or why none do. */
type Verdict = RefusalCode | null

/**
 * The one place where the rules of a ticket are. Runs on the device (what will probably happen) and in the room (what
 * happens). Whoever may see the ticket at all is for the room to say.
 */
export function decide(state: Ticket, command: TicketCommand, actor: Actor, around: Surroundings): Decision<NewTicketEvent> {
  const barred = bar(state, command, actor, around)
  if (barred) return refuse(barred)
  const story = new Story(state, command.id, around)
  catchUp(story)
  const refused = tell(story, command, actor)
  if (refused) return refuse(refused)
  align(story)
  return { ok: true, events: story.events }
}

/** [T13 T14] What came to pass by itself meanwhile stands before what is asked now. */
function catchUp(story: Story): void {
  const { now } = story.around
  for (const happening of dueNow(story.state, now)) story.tell(happening)
  const { customerWaitsSince: since, owner } = story.state
  if (since !== null && isLeftUnanswered(story.state, now))
    story.tell({ name: 'ticket.v1.LeftUnanswered', data: { since, seat: owner?.id ?? null } })
  const closes = closesAt(story.state)
  if (closes !== null && closes <= now) story.tell({ name: 'ticket.v1.Closed', data: { how: 'silence' } })
}

/** [T1] Who may say what at all; looked at before anything else. */
function bar(state: Ticket, command: TicketCommand, actor: Actor, around: Surroundings): RefusalCode | null {
  if (actor.kind === 'customer') return 'not-allowed'
  if (actor.kind === 'system' ? !systemMay(actor.id, command.type) : SYSTEM_ALONE.has(command.type)) return 'not-allowed'
  if (command.type !== 'open-ticket') return state.beginning === null ? 'not-found' : null
  if (state.beginning !== null) return 'already-open'
  // [T2] Its name follows from the command, so that whoever repeats it opens the same one again and no other.
  if (ticketIdOf(command.id) !== around.self) return 'not-allowed'
  // By hand, nobody is made to hear of a ticket in a conversation that is not theirs to speak in.
  const isByHand = command.conversation === null && command.customer === null && command.from === undefined
  return actor.kind === 'seat' && !isByHand ? 'not-allowed' : null
}

/** Whoever joins the talk with its customer is given its tickets by the conversation. */
const CONVERSATION = new Set<TicketCommand['type']>(['open-ticket', 'customer-said', 'assign-ticket'])
const QUEUE = new Set<TicketCommand['type']>(['assign-ticket'])
const TICKET = new Set<TicketCommand['type']>([
  'open-ticket',
  'customer-said',
  'absorb',
  'tie',
  'note-merge-refused',
  'note-task',
  'settle-task',
])
/** The alarm and the desk, whose promises may have changed. */
const CLOCKS = new Set<TicketCommand['type']>(['look-at-levels'])
const SYSTEM_ALONE: ReadonlySet<TicketCommand['type']> = new Set<TicketCommand['type']>([
  'customer-said',
  'assign-ticket',
  'absorb',
  'tie',
  'note-merge-refused',
  'note-task',
  'look-at-levels',
])

const MAY_BY_KIND: Readonly<Record<string, ReadonlySet<TicketCommand['type']>>> = {
  c_: CONVERSATION,
  q_: QUEUE,
  t_: TICKET,
  al: CLOCKS,
  de: CLOCKS,
}
const systemMay = (id: string, type: TicketCommand['type']): boolean => MAY_BY_KIND[id.slice(0, 2)]?.has(type) ?? false

function tell(story: Story, command: TicketCommand, actor: Actor): Verdict {
  switch (command.type) {
    case 'open-ticket':
      return open(story, command, actor)
    case 'assign-ticket':
      return assign(story, command)
    case 'customer-said':
      return hear(story, command)
    case 'absorb':
      return absorb(story, command)
    case 'tie':
      return tie(story, command)
    case 'note-merge-refused':
      return mergeRefused(story, command)
    case 'note-task':
      if (story.state.tasks.some(({ id, seat }) => id === command.task && seat?.id !== command.seat?.id))
        story.tell({ name: 'ticket.v1.TaskAssigned', data: { task: command.task, seat: command.seat } })
      return null
    case 'look-at-levels':
      return null
    default:
      return handle(story, command, actor)
  }
}

function open(story: Story, command: Extract<TicketCommand, { type: 'open-ticket' }>, actor: Actor): Verdict {
  const { conversation, customer, matter, from = null } = command
  const by = actor.kind === 'seat' ? ({ kind: 'seat', id: actor.id, name: actor.name } as const) : ({ kind: 'system' } as const)
  story.tell({ name: 'ticket.v1.Opened', data: { conversation, customer, matter, from } }, by)
  const lines = command.transcript.length > 0 ? command.transcript : [...(story.around.transcript ?? [])]
  if (lines.length > 0) story.tell({ name: 'ticket.v1.TranscriptKept', data: { lines } })
  return null
}

/**
 * [T7] The queue names who has it. What it answers to a placement that somebody at a seat was quicker than comes too late; what
 * it says by itself, since somebody is gone, holds.
 */
function assign(story: Story, { id, seat, why }: Extract<TicketCommand, { type: 'assign-ticket' }>): Verdict {
  const { owner, placed, status } = story.state
  if (status === 'resolved' || status === 'closed') return 'ticket-closed'
  if (owner?.id === seat.id) return null
  if (owner && placed !== null && id.startsWith(placed)) return 'ticket-taken'
  story.tell({ name: 'ticket.v1.Assigned', data: { seat, why } })
  return null
}
