import { DurableObject } from 'cloudflare:workers'
import type { CommandId, TicketId } from '../../shared/base/ids.ts'
import { derivedCommandId, newCommandId } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import { ticketNumber } from '../../shared/base/ticket-number.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { proposalOf } from '../../shared/knowledge/proposal.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { type FoundCase, RegisterCommand, type TicketCounts } from '../../shared/protocol/register.ts'
import type { TicketCase, TicketList, TicketSummary } from '../../shared/protocol/tickets.ts'
import { type Env, THE_ONE } from '../env.ts'
import { objectOf, toOwner } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { migrate } from '../platform/migrations.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Cases } from './cases.ts'
import { MIGRATIONS } from './migrations.ts'
import { Tickets, type Viewer, type Wish } from './tickets.ts'

/** So many tickets are told something in one transaction. */
const TOLD_AT_ONCE = 200

/** The desk's register of its tickets, and the cases that they left behind. There is one; what a ticket is stands in its own object. */
export class RegisterObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #tickets: Tickets
  readonly #cases: Cases

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#outbox = new Outbox(this.#sql, platformRandom, toOwner({ kind: 'register', id: THE_ONE }))
    this.#effects = new Effects(
      ctx,
      this.#outbox,
      performer((target) => objectOf(env, target), { kind: 'system', id: 'desk' }),
    )
    this.#tickets = new Tickets(this.#sql)
    this.#cases = new Cases(this.#sql)
  }

  /** From the outboxes of tickets. What is told again takes the place of what was told before, so that no receipt is needed. */
  async take(actor: Actor, commands: Effect['command'][]): Promise<Receipt[]> {
    const receipts = commands.map((raw): Receipt => {
      const command = parse(RegisterCommand, raw)
      if (actor.kind !== 'system') return { id: raw.id, answer: { ok: false, code: 'not-allowed' } }
      if (!command.ok) return { id: raw.id, answer: { ok: false, code: 'invalid-command' } }
      const { value } = command
      this.#sql.transaction(() => this.#follow(value))
      return { id: raw.id, answer: { ok: true, seq: 0 } }
    })
    this.#effects.afterCommit()
    return receipts
  }

  #follow(command: RegisterCommand): void {
    switch (command.type) {
      case 'note-ticket':
        return this.#tickets.note(command.summary)
      case 'archive-ticket':
        return this.#archive(command.id, command.case)
      case 'look-again':
        return this.#tellOpen(command.id, command.after)
    }
  }

  /** [T29] Open tickets look at what is promised by now: so many, and then the next. */
  #tellOpen(cause: CommandId, after: number): void {
    const { tickets, next } = this.#tickets.openAfter(after, TOLD_AT_ONCE)
    const look = tickets.map(
      (id): Effect => ({ target: { kind: 'ticket', id }, command: { id: derivedCommandId(cause, 'look'), type: 'look-at-levels' } }),
    )
    const more: Effect = {
      target: { kind: 'register', id: THE_ONE },
      command: { id: newCommandId(platformRandom), type: 'look-again', after: next },
    }
    this.#outbox.append(next === null ? look : [...look, more], Date.now())
  }

  /** [T42] Every closed ticket is a case, and proposes an article where it has a solution. */
  #archive(cause: CommandId, told: TicketCase): void {
    const { ticket } = this.#cases.keep(told)
    const proposal = proposalOf({ ...told, number: ticketNumber(ticket) })
    if (!proposal) return
    const command = { id: derivedCommandId(cause, 'article'), type: 'propose-article', proposal }
    this.#outbox.append([{ target: { kind: 'knowledge', id: THE_ONE }, command }], Date.now())
  }

  async list(viewer: Viewer, wish: Wish): Promise<TicketList> {
    return this.#tickets.list(viewer, wish, Date.now())
  }

  /** Null where there is none of this id. */
  async ticket(ticket: TicketId): Promise<TicketSummary | null> {
    return this.#tickets.get(ticket)
  }

  async counts(): Promise<TicketCounts> {
    return this.#tickets.counts(Date.now())
  }

  /** Cases like a ticket, open or closed, as far as they are shown to who asks; none where the ticket is not. */
  async similar(viewer: Viewer, ticket: TicketId): Promise<FoundCase[]> {
    const told = this.#cases.get(viewer, ticket) ?? this.#tickets.get(ticket, viewer)
    return told ? this.#cases.similar(viewer, told) : []
  }

  async cases(viewer: Viewer, query: string): Promise<FoundCase[]> {
    return this.#cases.find(viewer, query)
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#effects.afterCommit()
  }

  override async alarm(): Promise<void> {
    await this.#effects.ring()
  }
}
