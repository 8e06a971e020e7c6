import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ConversationId, SeatId, TicketId } from '../../shared/base/ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import type { TicketSummary } from '../../shared/protocol/tickets.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import { apply as applyToQueue, newQueue, type Queue } from '../../shared/queue/state.ts'
import { apply as applyToSeat, newSeat, type Seat, type SeatEvent } from '../../shared/seat/state.ts'

/** What the objects of a product have written down, each in a database of its own. */
export interface Held {
  conversations: ReadonlyMap<ConversationId, readonly StoredEvent[]>
  tickets: ReadonlyMap<TicketId, readonly StoredEvent[]>
  seats: ReadonlyMap<SeatId, Seat>
  queue: Queue
  queueLog: readonly QueueEvent[]
  /** The register's rows; and the tickets that left a case. */
  register: readonly TicketSummary[]
  cases: readonly TicketId[]
  /** What one object still has to tell another, and what it gave up. */
  undone: readonly string[]
}

type Kind = 'Conversation' | 'Ticket' | 'Queue' | 'Seat' | 'Register'
type EventRow = { seq: number; at: number; cause: string; name: string; body: string }

/** Milliseconds to wait for a writer. */
const BUSY = 2000

/** One object's database. */
class Shelf {
  readonly name: string
  readonly kind: Kind
  readonly #database: DatabaseSync

  constructor(kind: Kind, database: DatabaseSync) {
    this.kind = kind
    this.#database = database
    this.name = this.rows<{ name: string }>('SELECT name FROM __miniflare_do_name')[0]?.name ?? ''
  }

  /** Nothing where the object died before it had the table. */
  rows<Row>(query: string): Row[] {
    const table = query.match(/ FROM (\w+)/)?.[1] ?? ''
    if (!this.#database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table)) return []
    return this.#database.prepare(query).all() as Row[]
  }

  events<Event>(): Event[] {
    const rows = this.rows<EventRow>('SELECT seq, at, cause, name, body FROM events ORDER BY seq')
    return rows.map(({ body, ...row }) => ({ ...JSON.parse(body), ...row }) as Event)
  }

  /** The last snapshot with the events after it. */
  state<State extends { seq: number }, Event extends { seq: number }>(initial: State, apply: (state: State, event: Event) => State): State {
    const parts = this.rows<{ state: string }>('SELECT state FROM snapshot ORDER BY id')
    const from = parts.length > 0 ? (JSON.parse(parts.map(({ state }) => state).join('')) as State) : initial
    return this.events<Event>()
      .filter(({ seq }) => seq > from.seq)
      .reduce(apply, from)
  }

  undone(): string[] {
    return this.rows<{ key: string; body: string; parked: number }>('SELECT key, body, parked FROM effects ORDER BY n').map(
      ({ key, body, parked }) =>
        `${this.kind} ${this.name} ${parked ? 'gave up to tell' : 'has still to tell'} ${key}: ${JSON.parse(body).command.type}`,
    )
  }
}

/** Reads the objects in a store, whether the product runs on it or was killed. */
export function readDisk(store: string): Held {
  const shelves = new Map<Kind, Shelf[]>()
  const opened: DatabaseSync[] = []
  const all = (kind: Kind): Shelf[] => {
    const known = shelves.get(kind)
    if (known) return known
    const folder = join(store, `state/v3/do/evenkeel-${kind}Object`)
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file)) : []
    const found = files.map((file) => {
      const database = new DatabaseSync(join(folder, file), { readOnly: true, timeout: BUSY })
      opened.push(database)
      return new Shelf(kind, database)
    })
    shelves.set(kind, found)
    return found
  }
  try {
    const [queue] = all('Queue')
    return {
      conversations: logsOf(all('Conversation')),
      tickets: logsOf(all('Ticket')),
      seats: new Map(all('Seat').map((shelf) => [shelf.name as SeatId, shelf.state<Seat, SeatEvent>(newSeat, applyToSeat)])),
      queue: queue?.state<Queue, QueueEvent>(newQueue, applyToQueue) ?? newQueue,
      queueLog: queue?.events() ?? [],
      register: all('Register').flatMap((shelf) =>
        shelf.rows<{ body: string }>('SELECT body FROM tickets').map(({ body }) => JSON.parse(body) as TicketSummary),
      ),
      cases: all('Register').flatMap((shelf) => shelf.rows<{ ticket: TicketId }>('SELECT ticket FROM cases').map(({ ticket }) => ticket)),
      undone: [...shelves.values()].flat().flatMap((shelf) => shelf.undone()),
    }
  } finally {
    for (const database of opened) database.close()
  }
}

/** An object that was addressed and never wrote a word is none. */
function logsOf<Id extends string>(shelves: readonly Shelf[]): Map<Id, StoredEvent[]> {
  return new Map(shelves.map((shelf) => [shelf.name as Id, shelf.events<StoredEvent>()] as const).filter(([, log]) => log.length > 0))
}
