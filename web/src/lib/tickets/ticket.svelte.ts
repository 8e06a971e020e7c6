import type { CommandId, QueueId, TicketId } from '$shared/base/ids.ts'
import { LIMITS } from '$shared/base/limits.ts'
import { newCommandId, ticketIdOf } from '$shared/base/new-ids.ts'
import type { Actor } from '$shared/conversation/actor.ts'
import type { Policy } from '$shared/desk/policy.ts'
import type { DeskInfo } from '$shared/protocol/http.ts'
import { type PendingTicket, type TicketView, ticketViewOf } from '$shared/sync/tickets.ts'
import type { Handler, Matter, TicketCommand } from '$shared/ticket/commands.ts'
import { decide } from '$shared/ticket/decide.ts'
import { missingFields } from '$shared/ticket/filling.ts'
import type { Surroundings, TicketRules } from '$shared/ticket/story.ts'
import { Draft } from '../conversation/drafts.ts'
import type { Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import { callBack, type Enqueued, enqueue, release } from '../replica/outbox.ts'
import { browserRandom } from '../replica/random.ts'
import type { DraftKey, Kept, OutboxRow } from '../replica/rows.ts'
import { lookAt, type TicketMaterials, ticketMaterialsOf } from '../replica/tickets.ts'
import { rulesOf } from './policy.ts'
import { type Told, toldOf } from './told.ts'

type Body = TicketCommand extends infer Command ? (Command extends { id: CommandId } ? Omit<Command, 'id'> : never) : never

/** Stands for the id of a command that is only tried. */
const PROBE = 'm_00000000000000000000000000' as CommandId

/** One ticket as a seat sees it and works on it, with or without a network. */
export class SeatTicket {
  readonly id: TicketId
  readonly actor: Extract<Actor, { kind: 'seat' }>
  readonly #db: Replica
  readonly #drafts: Record<'answer' | 'note', Draft>
  readonly #materials: Live<TicketMaterials>
  readonly #policy: Live<Policy | undefined>
  readonly #desk: Live<DeskInfo | undefined>
  readonly #link: Live<Kept['link'] | undefined>
  #returned = $state.raw<{ mode: 'answer' | 'note'; words: string } | null>(null)
  readonly #view = $derived.by((): TicketView => {
    const { events, pending } = this.#materials.current ?? { events: [], pending: [] }
    return ticketViewOf(events, pending.map(pendingOf), this.actor, this.#around)
  })
  readonly #told = $derived.by((): Told => toldOf(this.#view.steps))

  constructor(db: Replica, id: TicketId, actor: Extract<Actor, { kind: 'seat' }>) {
    this.id = id
    this.#db = db
    this.actor = actor
    this.#drafts = { answer: new Draft(db, id), note: new Draft(db, `${id}/note`) }
    this.#materials = new Live(db, ['ticketEvents', 'outbox'], () => ticketMaterialsOf(db, id))
    this.#policy = liveKept(db, 'policy')
    this.#desk = liveKept(db, 'desk')
    this.#link = liveKept(db, 'link')
    void lookAt(db, id)
  }

  get ready(): boolean {
    return this.#materials.current !== undefined
  }

  /** Its log has come to this device, or it was made here. */
  get isHere(): boolean {
    return this.#view.steps.length > 0
  }

  /** The desk says that there is no such ticket, or none that this seat may see. */
  get isRefused(): boolean {
    return !this.isHere && this.#view.aside.some(({ refused }) => refused === 'not-found')
  }

  get view(): TicketView {
    return this.#view
  }

  get told(): Told {
    return this.#told
  }

  get policy(): Policy | undefined {
    return this.#policy.current
  }

  /** What the desk has settled of tickets, as far as this device knows. */
  get rules(): TicketRules | null {
    return rulesOf(this.policy, this.#desk.current)
  }

  get #around(): Surroundings {
    return { now: Date.now(), self: this.id, rules: this.rules }
  }

  /** What must be filled in before it can be settled, as the fields are called. */
  get missing(): string[] {
    const names = missingFields(this.rules, this.#view.state)
    return (this.policy?.fields ?? []).filter(({ name }) => names.includes(name)).map(({ label }) => label)
  }

  get openTasks(): number {
    return this.#view.state.tasks.filter(({ outcome }) => outcome === 'open').length
  }

  get link(): Kept['link'] | undefined {
    return this.#link.current
  }

  /** Whether the ticket would say yes, as far as this device knows. */
  may(body: Body): boolean {
    return decide(this.#view.state, { id: PROBE, ...body } as TicketCommand, this.actor, this.#around).ok
  }

  async do(body: Body, options: Enqueued = {}): Promise<void> {
    await enqueue(this.#db, this.id, [{ id: newCommandId(browserRandom), ...body }], Date.now(), options)
  }

  /** An answer rests on this device for as long as this seat has chosen, and can be called back meanwhile; a note leaves at once. */
  async say(mode: 'answer' | 'note', text: string): Promise<void> {
    const hold = mode === 'answer' ? ((await this.#db.recall('undoSend')) ?? LIMITS.undoSend) : 0
    const draftOf: DraftKey = mode === 'answer' ? this.id : `${this.id}/note`
    const type = mode === 'answer' ? 'answer-customer' : 'note'
    await this.#drafts[mode].sending(text, (draft) => this.do({ type, text }, { hold, draft, draftOf }))
  }

  /** Splits a part off into a ticket of its own; the answer is its id. */
  async splitOff(part: { title: string; ticketType: Matter['type']; line: QueueId; problem: string }): Promise<TicketId> {
    const id = newCommandId(browserRandom)
    const ticket = ticketIdOf(id)
    await enqueue(this.#db, this.id, [{ id, type: 'split-off', ticket, ...part }], Date.now())
    return ticket
  }

  handTo(to: { kind: 'line'; line: QueueId } | { kind: 'seat'; seat: Handler }, note: string): Promise<void> {
    return this.do({ type: 'hand-ticket', to, note })
  }

  draft(mode: 'answer' | 'note'): Promise<string> {
    return this.#drafts[mode].read()
  }

  keepDraft(mode: 'answer' | 'note', text: string): Promise<void> {
    return this.#drafts[mode].keep(text)
  }

  /** Lets an answer that rests leave now. */
  sendNow(id: CommandId): Promise<void> {
    return release(this.#db, id)
  }

  async discard(id: CommandId): Promise<void> {
    await callBack(this.#db, id)
  }

  /** Calls words back into the composer that they came from. */
  async edit(id: CommandId): Promise<void> {
    const isNote = this.#view.aside.some(({ command }) => command.id === id && command.type === 'note')
    const row = await callBack(this.#db, id, isNote ? `${this.id}/note` : this.id)
    if (typeof row?.command.text === 'string') this.#returned = { mode: isNote ? 'note' : 'answer', words: row.command.text }
  }

  /** Words that are to join a composer since this was last asked. */
  takeReturned(): { mode: 'answer' | 'note'; words: string } | null {
    const returned = this.#returned
    if (returned) this.#returned = null
    return returned
  }
}

function pendingOf(row: OutboxRow): PendingTicket {
  const stage = row.settled !== undefined ? 'received' : row.leftAt !== undefined ? 'left' : 'kept'
  const command = row.command as unknown as TicketCommand
  return { command, at: row.at, refused: row.refused, stage, heldUntil: row.heldUntil ?? null }
}

/** Makes a ticket by hand, beside any conversation; the answer is its id. Without a network it waits on this device. */
export async function openTicket(db: Replica, matter: Matter): Promise<TicketId> {
  const id = newCommandId(browserRandom)
  const ticket = ticketIdOf(id)
  await enqueue(db, ticket, [{ id, type: 'open-ticket', conversation: null, customer: null, matter }], Date.now())
  return ticket
}
