import type { CommandId, ConversationId } from '$shared/base/ids.ts'
import { newCommandId, newConversationId } from '$shared/base/new-ids.ts'
import type { Actor } from '$shared/conversation/actor.ts'
import type { Rating } from '$shared/conversation/commands.ts'
import type { Language } from '$shared/language/language.ts'
import { type Pending, type Progress, progressOf, type View, type ViewItem, viewOf } from '$shared/sync/replica.ts'
import { library, openNamed, openPack } from '../knowledge/shelf.ts'
import type { Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import { callBack, type Enqueued, enqueue, mark } from '../replica/outbox.ts'
import { type Materials, materialsOf } from '../replica/queries.ts'
import { browserRandom } from '../replica/random.ts'
import type { Kept, OutboxRow } from '../replica/rows.ts'
import { Draft } from './drafts.ts'
import { TicketSaying } from './tickets.ts'

/** The assistant is needed with the first question, not with the first screen. */
const assistant = () => import('../assistant/answering.ts')

const NOTHING: Materials = { events: [], pending: [] }

/** One conversation as its customer sees and writes it. Reads the replica, writes the outbox, knows no network. */
export class CustomerConversation {
  readonly id: ConversationId
  readonly tickets: TicketSaying
  readonly #db: Replica
  readonly #customer: Kept['identity']
  readonly #language: () => Language
  readonly #draft: Draft
  readonly #materials: Live<Materials>
  readonly #link: Live<Kept['link'] | undefined>
  readonly #place: Live<Kept[`place:${string}`] | undefined>
  #answering: Promise<unknown> = Promise.resolve()
  readonly #typing: Live<Kept[`typing:${string}`] | undefined>
  /** Written on this page and not back from the replica yet: drawn at once, within the frame of the key press. */
  #echo = $state.raw<Pending[]>([])
  readonly #view = $derived.by(() => this.#fold())

  constructor(db: Replica, id: ConversationId, customer: Kept['identity'], language: () => Language) {
    this.id = id
    this.#db = db
    this.#customer = customer
    this.#language = language
    this.#draft = new Draft(db, id)
    this.tickets = new TicketSaying(db, id)
    this.#materials = new Live(
      db,
      ['events', 'outbox'],
      () => this.#read(),
      (materials) => this.#arrived(materials),
    )
    this.#link = liveKept(db, 'link')
    this.#place = liveKept(db, `place:${id}`)
    this.#typing = liveKept(db, `typing:${id}`)
  }

  /** False until the replica has been read once. */
  get ready(): boolean {
    return this.#materials.current !== undefined
  }

  get view(): View {
    return this.#view
  }

  get link(): Kept['link'] | undefined {
    return this.#link.current
  }

  get place(): Kept[`place:${string}`] {
    return this.#view.state.phase.name === 'waiting' ? (this.#place.current ?? null) : null
  }

  /** Until when the other side is said to be typing, or 0. */
  get typingUntil(): number {
    const typing = this.#typing.current
    return typing?.side === 'seat' ? typing.until : 0
  }

  /** The browser gives no storage: what is written lives on this page alone until it has left. */
  get inMemory(): boolean {
    return this.#materials.current !== undefined && this.#db.inMemory
  }

  progress(item: ViewItem, now: number): Progress {
    return progressOf(item, this.#view.confirmed, 'customer', this.#link.current?.state.name === 'live', now)
  }

  /** Writes a message, and what the assistant of this device says to it. */
  async send(text: string): Promise<void> {
    const id = newCommandId(browserRandom)
    await this.#draft.sending(text, (draft) => this.#write(this.#opened({ id, type: 'send-message', text }), { draft }))
    // The words are safe: what becomes of the answer must not give them back. It is tried again by whoever opens next.
    await this.#answer({ id, text }).catch(reportError)
  }

  /** Answers a message that was left without one, when the page died between the two. */
  async resume(): Promise<void> {
    const view = this.#viewOf(await this.#read(), [])
    const { phase } = view.state
    if (phase.name !== 'assistant' && !(phase.name === 'waiting' && !phase.live)) return
    const message = (await assistant()).unanswered(view.items)
    if (message) await this.#answer(message)
  }

  /** `none`: choices of which none is meant. They are judged after the asking, so that a miss does not ask a second time. */
  requestPerson(none?: CommandId): Promise<void> {
    const asked = this.#opened({ id: newCommandId(browserRandom), type: 'request-person' })
    return this.#write(none ? [...asked, { id: newCommandId(browserRandom), type: 'judge-answer', answer: none, helpful: false }] : asked)
  }

  leaveQueue(): Promise<void> {
    return this.#write([{ id: newCommandId(browserRandom), type: 'leave-queue' }])
  }

  leaveMessage(text: string, contact: string): Promise<void> {
    return this.#write(this.#opened({ id: newCommandId(browserRandom), type: 'leave-message', text, contact }))
  }

  judge(answer: CommandId, helpful: boolean): Promise<void> {
    return this.#write([{ id: newCommandId(browserRandom), type: 'judge-answer', answer, helpful }])
  }

  /** `unsolved`: what somebody answered who was asked whether the desk shall go on with it. */
  close(unsolved?: boolean): Promise<void> {
    return this.#write([{ id: newCommandId(browserRandom), type: 'close-conversation', ...(unsolved === undefined ? {} : { unsolved }) }])
  }

  rate(rating: Rating): Promise<void> {
    return this.#write([{ id: newCommandId(browserRandom), type: 'rate', rating }])
  }

  /** Calls a message back into the draft; the answer is its text, for the composer; none when it has left meanwhile. */
  async takeBack(id: CommandId): Promise<string> {
    const row = await callBack(this.#db, id, this.id)
    return typeof row?.command.text === 'string' ? row.command.text : ''
  }

  /** Calls a message back for good. */
  async discard(id: CommandId): Promise<void> {
    await callBack(this.#db, id)
  }

  /** The words in the composer that were not sent. */
  draft(): Promise<string> {
    return this.#draft.read()
  }

  keepDraft(text: string): Promise<void> {
    return this.#draft.keep(text)
  }

  /** Says that all that is on the screen has been read. */
  async markRead(): Promise<void> {
    const { confirmed } = this.#view
    const theirs = confirmed.lastFrom.seat
    if (theirs > confirmed.marks.customer.read) await mark(this.#db, this.id, theirs, theirs)
  }

  /** Says that the customer types, or no longer. */
  async saying(typing: boolean): Promise<void> {
    if (this.#view.state.phase.name === 'person') await this.#db.keep(`saying:${this.id}`, typing ? Date.now() + 5000 : 0)
  }

  /** What there is to fold, with the packs that it takes open. */
  async #read(): Promise<Materials> {
    const materials = await materialsOf(this.#db, this.id)
    await openNamed(
      this.#db,
      materials.pending.map(({ command }) => command),
    )
    return materials
  }

  #fold(): View {
    const materials = this.#materials.current ?? NOTHING
    return this.#viewOf(materials, missingFrom(materials, this.#echo))
  }

  /** What has arrived in the replica is no longer echoed. */
  #arrived(materials: Materials): void {
    if (this.#echo.length > 0) this.#echo = missingFrom(materials, this.#echo)
  }

  #viewOf(materials: Materials, echo: readonly Pending[]): View {
    const actor: Actor = { kind: 'customer', id: this.#customer.id }
    return viewOf(materials.events, [...materials.pending, ...echo], actor, library)
  }

  /** A conversation is opened by the first thing that is said in it. */
  #opened(command: OutboxRow['command']): OutboxRow['command'][] {
    if (this.#view.state.phase.name !== 'new') return [command]
    return [{ id: newCommandId(browserRandom), type: 'open-conversation', language: this.#language(), channel: 'web' }, command]
  }

  /** One message after another: each turn builds on what the one before left. */
  #answer(message: { id: CommandId; text: string }): Promise<void> {
    const mine = this.#answering.then(() => this.#think(message))
    this.#answering = mine.catch(() => undefined)
    return mine
  }

  async #think(message: { id: CommandId; text: string }): Promise<void> {
    const { answerTo, heardIn } = await assistant()
    const pack = await openPack(this.#db, this.#language())
    const heard = await heardIn(message.text, pack, Date.now(), await this.#db.recall('desk'))
    const view = this.#viewOf(await this.#read(), [])
    const command = answerTo(view.state, message, pack, heard)
    if (command) await this.#write([command])
  }

  async #write(commands: OutboxRow['command'][], options: Enqueued = {}): Promise<void> {
    const at = Date.now()
    const echo = commands.map((command) => echoOf(command, at))
    this.#echo = [...this.#echo, ...echo]
    try {
      await enqueue(this.#db, this.id, commands, at, { ...options, current: this.id })
    } catch (fault) {
      this.#echo = this.#echo.filter((pending) => !echo.includes(pending))
      throw fault
    }
  }
}

/** A command as it is shown before it is safe. */
function echoOf(command: OutboxRow['command'], at: number): Pending {
  return { command: command as unknown as Pending['command'], at, refused: null, stage: 'saving', heldUntil: null }
}

function missingFrom(materials: Materials, echo: readonly Pending[]): Pending[] {
  const kept = new Set(materials.pending.map((pending) => pending.command.id))
  const caused = new Set(materials.events.map((event) => event.cause))
  return echo.filter(({ command }) => !kept.has(command.id) && !caused.has(command.id))
}

/** The conversation that is going on, or a new one where the last has ended or none was begun. */
export async function currentConversation(db: Replica): Promise<ConversationId> {
  const current = await db.recall('current')
  if (current) return current
  return beginConversation(db)
}

/** Begins a new conversation: it exists at the edge from its first message on. */
export async function beginConversation(db: Replica): Promise<ConversationId> {
  const id = newConversationId(browserRandom)
  await db.keep('current', id)
  return id
}
