import type { TicketId } from '$shared/base/ids.ts'
import type { Policy } from '$shared/desk/policy.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import { summaryOf, type TicketSummary } from '$shared/protocol/tickets.ts'
import type { SeatDesk } from '../desk/seat.svelte.ts'
import type { Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import type { Kept, TicketHeadRow } from '../replica/rows.ts'
import { ticketHeadsOf } from '../replica/tickets.ts'
import { surroundings } from '../ui/online.svelte.ts'
import { getTickets } from './api.ts'
import { hasWords, inOrder, isIn, type ListName, merged, OWN, type TicketRow, VIEWS, type Viewer } from './rows.ts'

type Fetched = Kept[`tickets:${string}`]

/** What was fetched with other words than now is no answer. */
interface Found {
  view: ListName
  query: string
  tickets: TicketSummary[]
  more: boolean
}

/** The lists of the desk's tickets: a seat's own from this device, others as the desk told them last. */
export class TicketList {
  view = $state<ListName>('mine')
  query = $state('')
  error = $state<HttpError | null>(null)
  busy = $state(false)
  readonly #db: Replica
  readonly #seat: SeatDesk
  readonly #heads: Live<TicketHeadRow[]>
  readonly #kept: Record<ListName, Live<Fetched | undefined>>
  readonly #policy: Live<Policy | undefined>
  #found = $state.raw<Found | null>(null)
  #turn = 0

  constructor(db: Replica, seat: SeatDesk) {
    this.#db = db
    this.#seat = seat
    this.#heads = new Live(db, ['ticketHeads'], () => ticketHeadsOf(db))
    this.#policy = liveKept(db, 'policy')
    const keptOf = (view: ListName) => new Live(db, ['kept'], () => db.recall(`tickets:${view}`))
    this.#kept = Object.fromEntries(VIEWS.map((view) => [view, keptOf(view)])) as Record<ListName, Live<Fetched | undefined>>
  }

  /** Asks the desk for the list that is shown; what was seen last stays where that fails. */
  async load(): Promise<void> {
    const { view } = this
    const query = this.query.trim()
    const turn = ++this.#turn
    this.busy = true
    const answer = await getTickets({ view, query })
    // The answer to an earlier wish comes too late.
    if (turn !== this.#turn) return
    this.busy = false
    this.error = answer.ok ? null : answer.error
    if (!answer.ok) return
    const { tickets, more } = answer.value
    if (query === '') await this.#db.keep(`tickets:${view}`, { at: Date.now(), tickets, more })
    else this.#found = { view, query, tickets, more }
  }

  /** Asks for what follows on the last line. */
  async loadMore(): Promise<void> {
    const { view } = this
    const query = this.query.trim()
    const before = this.#fetched(view)?.tickets.at(-1)?.changedAt
    const turn = ++this.#turn
    this.busy = true
    const answer = await getTickets({ view, query, before })
    if (turn !== this.#turn) return
    this.busy = false
    this.error = answer.ok ? null : answer.error
    if (!answer.ok) return
    const tickets = [...(this.#fetched(view)?.tickets ?? []), ...answer.value.tickets]
    this.#found = { view, query, tickets, more: answer.value.more }
  }

  get policy(): Policy | undefined {
    return this.#policy.current
  }

  get ready(): boolean {
    return this.#heads.current !== undefined
  }

  /** When the list that is shown was told by the desk; null for those that this device follows by itself, or never heard of. */
  get toldAt(): number | null {
    return OWN.includes(this.view) ? null : (this.#kept[this.view].current?.at ?? null)
  }

  /** Nothing of this list has ever come to this device. */
  get isUnknown(): boolean {
    return !OWN.includes(this.view) && this.#fetched(this.view) === undefined
  }

  get hasMore(): boolean {
    return this.#fetched(this.view)?.more ?? false
  }

  get rows(): TicketRow[] {
    const words = this.query.trim()
    return inOrder(
      this.#ticketsIn(this.view).filter((ticket) => words === '' || hasWords(ticket, words) || this.#isFound(ticket.ticket)),
    ).map((ticket) => this.#toRow(ticket))
  }

  /** How many there are, as far as this device knows; null where it was never told. */
  countOf(view: ListName): { count: number; more: boolean } | null {
    const kept = this.#kept[view].current
    if (!kept && !OWN.includes(view)) return null
    return { count: this.#ticketsIn(view).length, more: kept?.more ?? false }
  }

  /** Tickets that another one may be tied to: of all that this device knows, and of what the desk told to these words. */
  find(words: string, told: readonly TicketSummary[]): TicketSummary[] {
    const known = VIEWS.flatMap((view) => this.#kept[view].current?.tickets ?? [])
    return inOrder(merged([...known, ...told], this.#own).filter((ticket) => words.trim() === '' || hasWords(ticket, words)))
  }

  /** What the desk has for these words; nothing without a network. */
  async ask(query: string): Promise<TicketSummary[]> {
    const answer = await getTickets({ view: 'all', query })
    return answer.ok ? answer.value.tickets : []
  }

  #isFound(ticket: TicketId): boolean {
    const found = this.#found
    return found?.view === this.view && found.query === this.query.trim() && found.tickets.some((one) => one.ticket === ticket)
  }

  #fetched(view: ListName): { tickets: TicketSummary[]; more: boolean } | undefined {
    const found = this.#found
    if (view === this.view && found?.view === view && found.query === this.query.trim()) return found
    return this.#kept[view].current
  }

  #ticketsIn(view: ListName): TicketSummary[] {
    const now = this.#seat.serverTime(surroundings.now)
    return merged(this.#fetched(view)?.tickets ?? [], this.#own).filter((ticket) => isIn(view, ticket, this.#viewer, now))
  }

  get #own(): TicketSummary[] {
    return (this.#heads.current ?? []).flatMap((head) => summaryOf(head.ticket, head.state, head) ?? [])
  }

  get #viewer(): Viewer {
    const { me, seat } = this.#seat
    return {
      seat: me.id,
      parts: new Set(seat.tickets.filter(({ as }) => as === 'task').map(({ ticket }) => ticket)),
      lines: seat.duty.lines,
    }
  }

  #toRow(ticket: TicketSummary): TicketRow {
    const rows = this.#seat.outbox.filter((row) => row.to === ticket.ticket)
    const refused = rows.filter((row) => row.refused !== null).length
    return { ...ticket, refused, unsent: rows.filter((row) => row.refused === null && row.settled === undefined).length }
  }
}
