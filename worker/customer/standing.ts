import { DAY, type Millis } from '../../shared/base/clock.ts'
import { CommandId, ConversationId, SeatId, TicketId } from '../../shared/base/ids.ts'
import { type Infer, parse, v } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import { STRANGER, type Standing, Tier } from '../../shared/triage/customer.ts'
import type { Sql } from '../platform/sql.ts'

/** How far back conversations count, and a rating that dissatisfied. */
const CONVERSATIONS_FOR = 30 * DAY
const RATING_FOR = 90 * DAY
/** 1 and 2 of 5. */
const DISSATISFIED = 2

const id = CommandId
const at = v.number()
const conversation = ConversationId

/** What is noted of a customer, from outboxes: at least once. */
const CustomerNote = v.variant('type', [
  v.strictObject({ id, type: v.literal('note-conversation'), conversation, at }),
  v.strictObject({ id, type: v.literal('note-served'), conversation, seat: SeatId, at }),
  v.strictObject({ id, type: v.literal('note-rated'), conversation, score: v.number(), at }),
  v.strictObject({ id, type: v.literal('note-ticket'), ticket: TicketId, open: v.boolean(), at }),
  v.strictObject({ id, type: v.literal('set-tier'), tier: Tier }),
])
type CustomerNote = Infer<typeof CustomerNote>

type Row = { conversation: ConversationId; seat: SeatId; at: number }

/** [R13] What the desk knows of one customer when it weighs what they want. A note that comes twice changes nothing. */
export class CustomerStanding {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  take(actor: Actor, raw: unknown): Receipt {
    const note = parse(CustomerNote, raw)
    if (!note.ok || actor.kind !== 'system') return { id: (raw as { id: CommandId }).id, answer: { ok: false, code: 'not-allowed' } }
    this.#note(note.value)
    return { id: note.value.id, answer: { ok: true, seq: 0 } }
  }

  tier(): Tier {
    const [row] = this.#sql.run<{ tier: Tier }>('SELECT tier FROM standing WHERE id = 1')
    return row?.tier ?? STRANGER.tier
  }

  /** As it is now, without the conversation that is weighed. */
  of(except: ConversationId, now: Millis): Standing {
    const [served] = this.#sql.run<Row>(
      'SELECT id AS conversation, seat, served_at AS at FROM conversations WHERE seat IS NOT NULL AND id <> ? ORDER BY served_at DESC LIMIT 1',
      except,
    )
    const [rated] = this.#sql.run<{ score: number }>(
      'SELECT score FROM conversations WHERE rated_at > ? ORDER BY rated_at DESC LIMIT 1',
      now - RATING_FOR,
    )
    return {
      tier: this.tier(),
      conversations: this.#count(
        'SELECT COUNT(*) AS n FROM conversations WHERE opened_at > ? AND id <> ?',
        now - CONVERSATIONS_FOR,
        except,
      ),
      openTickets: this.#count('SELECT COUNT(*) AS n FROM tickets WHERE open = 1'),
      dissatisfied: rated !== undefined && rated.score <= DISSATISFIED,
      lastServed: served ?? null,
    }
  }

  #count(query: string, ...values: (string | number)[]): number {
    return this.#sql.run<{ n: number }>(query, ...values)[0]?.n ?? 0
  }

  #note(note: CustomerNote): void {
    switch (note.type) {
      case 'note-conversation':
        this.#sql.run('INSERT INTO conversations (id, opened_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING', note.conversation, note.at)
        return
      case 'note-served':
        this.#sql.run('UPDATE conversations SET seat = ?, served_at = ? WHERE id = ?', note.seat, note.at, note.conversation)
        return
      case 'note-rated':
        this.#sql.run('UPDATE conversations SET score = ?, rated_at = ? WHERE id = ?', note.score, note.at, note.conversation)
        return
      case 'note-ticket':
        // Tickets tell in no order of each other: what is older than what is known is passed over.
        this.#sql.run(
          'INSERT INTO tickets (id, open, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET open = excluded.open, at = excluded.at WHERE excluded.at >= at',
          note.ticket,
          note.open ? 1 : 0,
          note.at,
        )
        return
      case 'set-tier':
        this.#sql.run('INSERT INTO standing (id, tier) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET tier = excluded.tier', note.tier)
    }
  }
}
