import type { CommandId, ConversationId, ObjectId } from '$shared/base/ids.ts'
import { LIMITS } from '$shared/base/limits.ts'
import { DEFAULT_QUEUE, newCommandId } from '$shared/base/new-ids.ts'
import type { Actor } from '$shared/conversation/actor.ts'
import type { Clock } from '$shared/levels/clocks.ts'
import type { Me } from '$shared/protocol/http.ts'
import type { SeatStatus } from '$shared/queue/commands.ts'
import type { Line } from '$shared/queue/place.ts'
import { newSeat, type Seat } from '$shared/seat/state.ts'
import { NoticeChoices } from '../push/choices.svelte.ts'
import type { Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import { callBack, enqueue, outboxOf } from '../replica/outbox.ts'
import { headsOf } from '../replica/queries.ts'
import { browserRandom } from '../replica/random.ts'
import type { HeadRow, Kept, OutboxRow } from '../replica/rows.ts'
import { LevelReader } from './levels.ts'

/** One line of the list: an open conversation, with what is unread and what has not left this device yet. */
export interface SeatRow {
  conversation: ConversationId
  preview: string
  lastAt: number
  unread: boolean
  unsent: number
  open: boolean
  /** What is promised to its customer, while it is open. */
  clocks: readonly Clock[]
}

/** A seat as its member of staff sees it: status, offers, conversations. Works on the replica, with or without network. */
export class SeatDesk {
  readonly me: Me
  readonly notices: NoticeChoices
  readonly #db: Replica
  readonly #seat: Live<Seat | undefined>
  readonly #lines: Live<Kept['lines'] | undefined>
  readonly #link: Live<Kept['link'] | undefined>
  readonly #heads: Live<HeadRow[]>
  readonly #outbox: Live<OutboxRow[]>
  readonly #clock: Live<number | undefined>
  readonly #undoSend: Live<number | undefined>
  readonly #persisted: Live<boolean | undefined>
  readonly #levels: Live<ReadonlyMap<ConversationId, readonly Clock[]>>

  constructor(db: Replica, me: Me) {
    this.me = me
    this.#db = db
    this.notices = new NoticeChoices(db, 'seat')
    this.#seat = liveKept(db, 'seat')
    this.#lines = liveKept(db, 'lines')
    this.#link = liveKept(db, 'link')
    this.#heads = new Live(db, ['heads'], () => headsOf(db))
    const levels = new LevelReader()
    this.#levels = new Live(db, ['heads', 'kept'], () => levels.read(db))
    this.#clock = liveKept(db, 'clock')
    this.#undoSend = liveKept(db, 'undoSend')
    this.#persisted = liveKept(db, 'persisted')
    this.#outbox = new Live(db, ['outbox'], () => outboxOf(db))
  }

  get actor(): Extract<Actor, { kind: 'seat' }> {
    return { kind: 'seat', id: this.me.id, name: this.me.name, role: this.me.role }
  }

  /** The server's time: an offer ends by its clock, whatever this device's says. */
  serverTime(deviceTime: number): number {
    return deviceTime + (this.#clock.current ?? 0)
  }

  get ready(): boolean {
    return this.#heads.current !== undefined && this.#outbox.current !== undefined
  }

  /** The seat with what this device has asked for and has not heard back of. */
  get seat(): Seat {
    const confirmed = this.#seat.current ?? { ...newSeat, name: this.me.name, role: this.me.role }
    const chosen = this.outbox.findLast((row) => row.command.type === 'set-status' && row.refused === null)
    return chosen ? { ...confirmed, status: chosen.command.status as SeatStatus, statusBy: 'chosen' } : confirmed
  }

  /** Offers that this device has answered and whose answer is under way. */
  get taking(): ReadonlySet<string> {
    return new Set(this.outbox.filter((row) => row.to === DEFAULT_QUEUE && row.refused === null).map((row) => String(row.command.offer)))
  }

  /** The lines that this seat is there for, the one where somebody has waited longest first. */
  get lines(): Line[] {
    // A seat that was kept before there were duties is there for all.
    const own = this.seat.duty?.lines ?? []
    return Object.values(this.#lines.current ?? {})
      .filter(({ queue }) => own.length === 0 || own.includes(queue))
      .toSorted((one, other) => (one.oldest ?? Number.POSITIVE_INFINITY) - (other.oldest ?? Number.POSITIVE_INFINITY))
  }

  /** What a line is called; one that this seat is not told of has no name here. */
  lineName(line: string): string {
    return this.#lines.current?.[line]?.name ?? ''
  }

  get link(): Kept['link'] | undefined {
    return this.#link.current
  }

  /** Everything that has not left this device, or was refused. */
  get outbox(): OutboxRow[] {
    return this.#outbox.current ?? []
  }

  /** How much of what this seat did has not arrived; what it has read need not. */
  get waiting(): number {
    return this.outbox.filter((row) => row.command.type !== 'mark' && row.settled === undefined && row.refused === null).length
  }

  /** Open conversations first, then those of before, each by its last words. */
  get rows(): SeatRow[] {
    const heads = new Map((this.#heads.current ?? []).map((head) => [head.conversation, head]))
    const open = this.seat.open.map((open) => ({ conversation: open.conversation, since: open.since, head: heads.get(open.conversation) }))
    const openIds = new Set(open.map((row) => row.conversation))
    const before = [...heads.values()]
      .filter((head) => !openIds.has(head.conversation))
      .map((head) => ({ conversation: head.conversation, since: head.lastAt, head }))
    const toRow = ({ conversation, since, head }: { conversation: ConversationId; since: number; head: HeadRow | undefined }): SeatRow => ({
      conversation,
      preview: head?.preview ?? '',
      lastAt: head?.lastAt ?? since,
      unread: head !== undefined && head.state.lastFrom.customer > head.state.marks.seat.read,
      unsent: this.outbox.filter((row) => row.to === conversation && row.command.type !== 'mark').length,
      open: openIds.has(conversation),
      clocks: this.#levels.current?.get(conversation) ?? [],
    })
    const latestFirst = (a: SeatRow, b: SeatRow) => b.lastAt - a.lastAt
    return [...open.map(toRow).sort(latestFirst), ...before.map(toRow).sort(latestFirst)]
  }

  setStatus(status: SeatStatus): Promise<void> {
    return this.#write(this.me.id, { type: 'set-status', status })
  }

  take(offer: CommandId): Promise<void> {
    return this.#write(DEFAULT_QUEUE, { type: 'take-offer', offer })
  }

  decline(offer: CommandId): Promise<void> {
    return this.#write(DEFAULT_QUEUE, { type: 'decline-offer', offer })
  }

  /** How long words rest on this device before they leave, in milliseconds. */
  get undoSend(): number {
    return this.#undoSend.current ?? LIMITS.undoSend
  }

  /** Whether the browser has promised to keep what is stored; undefined while it has not been asked. */
  get persisted(): boolean | undefined {
    return this.#persisted.current
  }

  setUndoSend(millis: number): Promise<void> {
    return this.#db.keep('undoSend', millis)
  }

  /** Drops a command of the outbox that has not left. */
  async drop(id: CommandId): Promise<void> {
    await callBack(this.#db, id)
  }

  async #write(to: ObjectId, body: { type: string } & Record<string, unknown>): Promise<void> {
    await enqueue(this.#db, to, [{ id: newCommandId(browserRandom), ...body }], Date.now())
  }
}
