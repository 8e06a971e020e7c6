import type { CommandId, ConversationId, CustomerId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, derivedCommandId } from '../../shared/base/new-ids.ts'
import type { Notify } from '../../shared/protocol/push-notice.ts'
import { summaryOf, type TicketCase } from '../../shared/protocol/tickets.ts'
import type { Matter } from '../../shared/ticket/commands.ts'
import type { NewTicketEvent, TicketEvent } from '../../shared/ticket/events.ts'
import type { Ticket } from '../../shared/ticket/state.ts'
import { THE_ONE } from '../env.ts'
import type { Effect } from '../platform/outbox.ts'

/** Gives the latest event of a name that followed from a command. */
type Find = (cause: CommandId, name: string) => NewTicketEvent | null
type Of<Name extends TicketEvent['name']> = Extract<TicketEvent, { name: `${Name}` }>
type Body = { type: string } & Record<string, unknown>

/** What others than seats must hear of an event. The ids follow from the cause and the seq, so a repeat of the event repeats them. */
export function effectsOf(self: TicketId, event: TicketEvent, before: Ticket, after: Ticket, find: Find): Effect[] {
  const say = new Saying(self, event, after)
  switch (event.name) {
    case 'ticket.v1.Opened':
      say.place(after, before)
      say.toCustomers(true)
      break
    case 'ticket.v1.Assigned':
      // It hears this of every assignment, of its own too: what it is told last is then true.
      say.toQueue({ type: 'ticket-taken', ticket: self, seat: event.data.seat.id })
      say.toParties('assigned')
      say.ownerOfTask(after)
      break
    case 'ticket.v1.HandedOn':
      say.place(after, before)
      say.ownerOfTask(after)
      break
    case 'ticket.v1.StatusChanged':
      say.toParties('status')
      break
    case 'ticket.v1.Answered':
      say.toParties('answer', event.data.text, event.by.kind === 'seat' ? { id: event.by.id, name: event.by.name } : after.owner)
      break
    case 'ticket.v1.CustomerSaid':
      if (after.merged) say.toTicket(after.merged, { type: 'customer-said', what: event.data.what, text: event.data.text })
      break
    case 'ticket.v1.Corrected':
      if (after.title !== before.title) say.toParties('service')
      if (after.owner === null && after.type !== before.type) say.place(after, before)
      break
    case 'ticket.v1.Linked':
      if (event.by.kind === 'seat') say.toTicket(event.data.ticket, { type: 'tie', ticket: self, how: 'related', title: after.title })
      break
    case 'ticket.v1.SplitOff':
      say.toTicket(event.data.ticket, splitOff(self, event, after, find))
      break
    case 'ticket.v1.MergeAsked':
      say.toTicket(event.data.into, { type: 'absorb', ticket: self, title: after.title })
      break
    case 'ticket.v1.Merged':
      say.toQueue({ type: 'ticket-done', ticket: self })
      say.toParties('merged', event.data.title)
      say.toCustomers(false)
      say.archive(after, find)
      break
    case 'ticket.v1.Absorbed':
      say.toTicket(event.data.ticket, { type: 'tie', ticket: self, how: 'merged', title: after.title })
      break
    case 'ticket.v1.PassedOn':
      say.toTicket(event.data.to, { type: 'absorb', ticket: event.data.ticket, title: event.data.title })
      break
    case 'ticket.v1.TaskAdded':
      say.toTicket(event.data.ticket, partOf(self, event, after, find))
      break
    case 'ticket.v1.TaskSettled':
      if (event.by.kind === 'seat') settled(say, event, before)
      break
    case 'ticket.v1.Resolved':
      say.toQueue({ type: 'ticket-done', ticket: self })
      say.toParties('status', event.data.solution)
      say.toCustomers(false)
      if (after.beginning?.parent) say.toWhole(after, { type: 'settle-task', outcome: 'done', note: event.data.solution })
      break
    case 'ticket.v1.Closed':
      say.toQueue({ type: 'ticket-done', ticket: self })
      say.toParties('status')
      say.archive(after, find)
      break
    case 'ticket.v1.Reopened':
      say.place(after, before)
      say.toParties('reopened', event.data.reason)
      say.toCustomers(true)
      break
    case 'ticket.v1.LevelWarned':
      if (event.data.percent === 90) say.toOwnersDevices()
      break
    case 'ticket.v1.LevelMissed':
      say.toOwnersDevices()
      break
    default:
      break
  }
  say.summary(before, find)
  return say.effects
}

const THE_QUEUE: Effect['target'] = { kind: 'queue', id: DEFAULT_QUEUE }
const REGISTER: Effect['target'] = { kind: 'register', id: THE_ONE }

function settled(say: Saying, { data }: Of<'ticket.v1.TaskSettled'>, before: Ticket): void {
  const task = before.tasks.find(({ id }) => id === data.task)
  if (task) say.toTicket(task.ticket, { type: 'settle-task', task: task.id, outcome: data.outcome, note: data.note })
}

/** The matter that a ticket began with; its events have the words. */
function matterOf({ beginning }: Ticket, find: Find): Matter | null {
  const opened = beginning && find(beginning.cause, 'ticket.v1.Opened')
  return opened?.name === 'ticket.v1.Opened' ? opened.data.matter : null
}

/** [T21] What is split off is its customer's too, and goes with what was told. */
function splitOff(self: TicketId, { data }: Of<'ticket.v1.SplitOff'>, state: Ticket, find: Find): Body {
  const { title, type, line, problem } = data
  const { conversation = null, customer = null } = state.parties[0] ?? {}
  const matter = { ...matterOf(state, find), reason: 'split', title, type, line, problem, urgency: state.urgency }
  return { type: 'open-ticket', conversation, customer, matter, from: self }
}

/** [T18] A part of the work begins with what the whole is about, and nobody but those who work on it hears of it. */
function partOf(self: TicketId, { data }: Of<'ticket.v1.TaskAdded'>, state: Ticket, find: Find): Body {
  const { title, line } = data
  const matter = { ...matterOf(state, find), reason: 'task', title, line, type: state.type, urgency: state.urgency, contact: '' }
  return { type: 'open-ticket', conversation: null, customer: null, matter, from: self }
}

/** Effects as they are said, each with an id of its own. */
class Saying {
  readonly effects: Effect[] = []
  readonly #self: TicketId
  readonly #event: TicketEvent
  readonly #after: Ticket

  constructor(self: TicketId, event: TicketEvent, after: Ticket) {
    this.#self = self
    this.#event = event
    this.#after = after
  }

  #say(target: Effect['target'], command: Body): void {
    const id = derivedCommandId(this.#event.cause, `t${this.#event.seq.toString(36)}${'abcdefgh'[this.effects.length % 8]}${this.#more()}`)
    this.effects.push({ target, command: { ...command, id } })
  }

  #more(): string {
    const rounds = Math.floor(this.effects.length / 8)
    return rounds === 0 ? '' : rounds.toString(36)
  }

  toQueue(command: Body): void {
    this.#say(THE_QUEUE, command)
  }

  toTicket(id: TicketId, command: Body): void {
    this.#say({ kind: 'ticket', id }, command)
  }

  /** [N9] Whoever has it is told, where they are, that a promise is nearly over or is missed. */
  toOwnersDevices(): void {
    const { seq, at } = this.#event
    const notice: Omit<Notify, 'id'> = { type: 'notify', kind: 'service-level', ticket: this.#self, seq, at }
    if (this.#after.owner) this.#say({ kind: 'seat', id: this.#after.owner.id }, notice)
  }

  /** Has the queue look for somebody. */
  place({ beginning, line, type: kind, urgency, asked, owner }: Ticket, before: Ticket): void {
    if (!beginning || line === null) return
    const { tier, language } = beginning
    const figures = { line, kind, urgency, tier, language, since: this.#event.at }
    const wished = asked?.id ?? owner?.id ?? null
    const not = owner ? null : (before.owner?.id ?? null)
    this.toQueue({ type: 'place-ticket', ticket: this.#self, ...figures, asked: wished, familiar: null, not: not === wished ? null : not })
  }

  /** [T26] Each conversation hears of it by the name that it knows. */
  toParties(what: string, text = '', seat: { id: SeatId; name: string } | null = this.#after.owner): void {
    const { parties, status, title } = this.#after
    for (const { conversation, as } of parties)
      this.#say(toConversation(conversation), { type: 'note-ticket', ticket: as, what, status, seat, title, text })
  }

  toCustomers(open: boolean): void {
    const customers = new Set(this.#after.parties.flatMap(({ customer }) => customer ?? []))
    for (const customer of customers) this.#say(toCustomer(customer), { type: 'note-ticket', ticket: this.#self, open, at: this.#event.at })
  }

  /** To the ticket that this one is a part of; the task is called by the command that made both. */
  toWhole({ beginning }: Ticket, command: Body): void {
    if (beginning?.parent) this.toTicket(beginning.parent, { ...command, task: beginning.cause.slice(0, beginning.cause.lastIndexOf('.')) })
  }

  ownerOfTask(after: Ticket): void {
    this.toWhole(after, { type: 'note-task', seat: after.owner })
  }

  /** [T26] Lists hear of what they show, and of nothing else. */
  summary(before: Ticket, find: Find): void {
    const words = { problem: matterOf(this.#after, find)?.problem ?? '', solution: solutionOf(this.#after, find) }
    const summary = summaryOf(this.#self, this.#after, words)
    const shown = summaryOf(this.#self, { ...before, changedAt: this.#after.changedAt }, { ...words, solution: solutionOf(before, find) })
    if (summary && JSON.stringify(summary) !== JSON.stringify(shown)) this.#say(REGISTER, { type: 'note-ticket', summary })
  }

  /** [T42] Every closed ticket leaves a case, what became part of another too. */
  archive({ beginning, title, type, line, closedAt }: Ticket, find: Find): void {
    if (!beginning || line === null || closedAt === null) return
    const { intent, language, at: openedAt } = beginning
    const problem = matterOf(this.#after, find)?.problem ?? ''
    const figures = { ticket: this.#self, title, type, intent, line, language, problem, openedAt, closedAt }
    const kept: TicketCase = { ...figures, solution: solutionOf(this.#after, find) }
    this.#say(REGISTER, { type: 'archive-ticket', case: kept })
  }
}

function solutionOf({ resolvedBy }: Ticket, find: Find): string {
  const resolved = resolvedBy && find(resolvedBy, 'ticket.v1.Resolved')
  return resolved?.name === 'ticket.v1.Resolved' ? resolved.data.solution : ''
}

const toConversation = (id: ConversationId): Effect['target'] => ({ kind: 'conversation', id })
const toCustomer = (id: CustomerId): Effect['target'] => ({ kind: 'customer', id })
