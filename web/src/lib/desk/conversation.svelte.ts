import type { CommandId, ConversationId, SeatId } from '$shared/base/ids.ts'
import { LIMITS } from '$shared/base/limits.ts'
import { DEFAULT_QUEUE, newCommandId } from '$shared/base/new-ids.ts'
import type { Actor } from '$shared/conversation/actor.ts'
import type { Policy } from '$shared/desk/policy.ts'
import { mask } from '$shared/language/mask.ts'
import type { Clock } from '$shared/levels/clocks.ts'
import type { SeatOffer } from '$shared/seat/commands.ts'
import { type Progress, progressOf, type View, type ViewItem, viewOf } from '$shared/sync/replica.ts'
import { type Corrected, type Correction, withoutPersonalData } from '$shared/understanding/correction.ts'
import { Draft } from '../conversation/drafts.ts'
import { library } from '../knowledge/shelf.ts'
import type { Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import { callBack, enqueue, mark, outboxOf, release } from '../replica/outbox.ts'
import { type Materials, materialsOf } from '../replica/queries.ts'
import { browserRandom } from '../replica/random.ts'
import type { Kept, OutboxRow } from '../replica/rows.ts'
import type { NewTicket } from '../tickets/new-ticket.ts'
import { DeskKnowledge } from './knowledge.svelte.ts'
import { clocksAfter } from './levels.ts'
import type { TransferTarget } from './transfer.svelte.ts'

/** One conversation as the seat that serves it sees and writes it. */
export class SeatConversation {
  readonly id: ConversationId
  /** What can be looked up while talking. */
  readonly knowledge: DeskKnowledge
  readonly #db: Replica
  readonly #actor: Actor
  readonly #draft: Draft
  #reads = 0
  #returned = $state('')
  readonly #materials: Live<Materials>
  readonly #link: Live<Kept['link'] | undefined>
  readonly #typing: Live<Kept[`typing:${string}`] | undefined>
  readonly #corrected: Live<Kept[`corrected:${string}`] | undefined>
  readonly #came: Live<SeatOffer | undefined>
  readonly #transfers: Live<OutboxRow[]>
  readonly #policy: Live<Policy | undefined>
  readonly #view = $derived.by(() => {
    const { events, pending } = this.#materials.current ?? { events: [], pending: [] }
    return viewOf(events, pending, this.#actor, library)
  })

  readonly #clocks = $derived.by(() => clocksAfter(this.#materials.current?.events ?? []))

  constructor(db: Replica, id: ConversationId, actor: Actor) {
    this.id = id
    this.#db = db
    this.knowledge = new DeskKnowledge(db)
    this.#actor = actor
    this.#draft = new Draft(db, id)
    this.#materials = new Live(db, ['events', 'outbox'], () => materialsOf(db, id))
    this.#link = liveKept(db, 'link')
    this.#policy = liveKept(db, 'policy')
    this.#typing = liveKept(db, `typing:${id}`)
    this.#corrected = liveKept(db, `corrected:${id}`)
    this.#came = liveKept(db, `came:${id}`)
    this.#transfers = new Live(db, ['outbox'], async () => (await outboxOf(db)).filter(({ command }) => command.type === 'transfer'))
  }

  get ready(): boolean {
    return this.#materials.current !== undefined
  }

  get view(): View {
    return this.#view
  }

  /** What is promised to its customer. */
  get clocks(): readonly Clock[] {
    return this.#clocks
  }

  /** How the desk shares out its work, as far as this device knows. */
  get policy(): Policy | undefined {
    return this.#policy.current
  }

  get link(): Kept['link'] | undefined {
    return this.#link.current
  }

  get typingUntil(): number {
    const typing = this.#typing.current
    return typing?.side === 'customer' ? typing.until : 0
  }

  progress(item: ViewItem, now: number): Progress {
    return progressOf(item, this.#view.confirmed, 'seat', this.#link.current?.state.name === 'live', now)
  }

  /** Writes a reply. It rests on this device for as long as this seat has chosen, and can be called back meanwhile. */
  async send(text: string): Promise<void> {
    const hold = (await this.#db.recall('undoSend')) ?? LIMITS.undoSend
    const command = { id: newCommandId(browserRandom), type: 'send-message', text }
    await this.#draft.sending(text, (draft) => enqueue(this.#db, this.id, [command], Date.now(), { hold, draft }))
  }

  /** Lets a reply that rests leave now. */
  sendNow(id: CommandId): Promise<void> {
    return release(this.#db, id)
  }

  /** How it came to this seat; undefined where it was told to nobody. */
  get came(): SeatOffer | undefined {
    return this.#came.current
  }

  /** A hand-over that is on its way, or was refused; undefined where there is none. */
  get transfer(): OutboxRow | undefined {
    const { phase } = this.#view.confirmed
    return phase.name === 'person' ? this.#transfers.current?.findLast(({ command }) => command.entry === phase.entry) : undefined
  }

  /** Somebody is waited for, while this seat serves on. */
  get isAwaited(): boolean {
    const { phase } = this.#view.confirmed
    return phase.name === 'person' && phase.next !== undefined
  }

  /** Hands it on with a note that only the next seat reads; a warm one is served on until somebody has come. */
  async handOn(to: TransferTarget, note: string, warm: boolean): Promise<void> {
    const { phase } = this.#view.confirmed
    if (phase.name !== 'person') return
    const command = { id: newCommandId(browserRandom), type: 'transfer', entry: phase.entry, to, note: note.trim(), warm }
    await enqueue(this.#db, DEFAULT_QUEUE, [command], Date.now())
  }

  /** Ends it; what is not settled goes on as a ticket. */
  close(unsolved: boolean): Promise<void> {
    return this.#write({ id: newCommandId(browserRandom), type: 'close-conversation', unsolved })
  }

  /** Makes a ticket of this conversation. */
  openTicket({ title, ticketType, urgency, line, problem }: NewTicket): Promise<void> {
    return this.#write({ id: newCommandId(browserRandom), type: 'open-ticket', title, ticketType, urgency, line, problem })
  }

  async markRead(): Promise<void> {
    const { confirmed } = this.#view
    const theirs = confirmed.lastFrom.customer
    if (theirs > confirmed.marks.seat.read) await mark(this.#db, this.id, theirs, theirs)
  }

  async saying(typing: boolean): Promise<void> {
    await this.#db.keep(`saying:${this.id}`, typing ? Date.now() + 5000 : 0)
  }

  /** The words in the composer that were not sent. */
  draft(): Promise<string> {
    this.#reads++
    return this.#draft.read()
  }

  keepDraft(text: string): Promise<void> {
    return this.#draft.keep(text)
  }

  /** Calls back a reply that was refused or has not left, for good. */
  async discard(id: CommandId): Promise<void> {
    await callBack(this.#db, id)
  }

  /** Calls a reply back into the composer. One that has left meanwhile takes its way. */
  async edit(id: CommandId): Promise<void> {
    const reads = this.#reads
    const row = await callBack(this.#db, id, this.id)
    // A composer that was opened meanwhile has read them with its draft.
    if (reads === this.#reads && typeof row?.command.text === 'string') this.#returned = row.command.text
  }

  /** Puts words into the composer, beside what is written there. */
  suggest(text: string): void {
    this.#returned = text
  }

  /** The words that are to join the composer since this was last asked. */
  takeReturned(): string {
    const words = this.#returned
    if (words) this.#returned = ''
    return words
  }

  /** What this seat said that messages mean, by message. */
  get corrected(): Kept[`corrected:${string}`] {
    return this.#corrected.current ?? {}
  }

  /** Says what a message means: at the desk once there is a network, and at once on this device. */
  async correct(correction: Correction): Promise<void> {
    const command = { id: newCommandId(browserRandom), type: 'correct-reading', correction: withoutPersonalData(correction, mask) }
    await enqueue(this.#db, this.#actor.id as SeatId, [command], Date.now())
    const { message, intent, mood } = correction
    const said: Corrected = { ...(intent ? { intent } : {}), ...(mood ? { mood } : {}) }
    await this.#db.revise(`corrected:${this.id}`, (before = {}) => ({ ...before, [message]: { ...before[message], ...said } }))
  }

  async #write(command: OutboxRow['command']): Promise<void> {
    await enqueue(this.#db, this.id, [command], Date.now())
  }
}

/** What the customer said last; empty where that was nothing. */
export function lastAskedIn({ items }: View): string {
  const last = items.findLast(({ by, body }) => by.kind === 'customer' && body.kind === 'text')
  return last?.body.kind === 'text' ? last.body.text : ''
}
