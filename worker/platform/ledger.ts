import type { Millis } from '../../shared/base/clock.ts'
import type { Decision } from '../../shared/base/decision.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import type { Answer, Receipt } from '../../shared/protocol/receipt.ts'
import type { Migration } from './migrations.ts'
import type { Effect, Outbox } from './outbox.ts'
import { isKnownAlready, Receipts } from './receipts.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'
import type { Sql } from './sql.ts'

type RawCommand = { id: CommandId } & Record<string, unknown>
type Placed<Happening> = Happening & { seq: number; at: Millis; cause: CommandId }
type Find<Happening> = (cause: CommandId, name: string) => Placed<Happening> | null
type Row = { seq: number; at: number; cause: CommandId; name: string; body: string }

/** What a room hands in: pure functions and how its snapshots are kept. */
export interface Shape<State extends { seq: number }, Happening extends { name: string }> {
  initial: State
  /** Raised whenever the shape of the state changes: older snapshots are thrown away and folded anew from the events. */
  stateVersion: number
  /** Where not all events are kept, an older snapshot is read instead; null where it cannot be. */
  upgraded?(state: unknown, version: number): State | null
  apply(state: State, event: Placed<Happening>): State
  /** Parses and judges one command. An idempotent one leaves no receipt. */
  judge(state: State, command: RawCommand): { decision: Decision<Happening>; idempotent: boolean }
  /** `find` gives the latest event of a name that followed from a command, of this push too: the state holds no texts. */
  effectsOf(event: Placed<Happening>, before: State, after: State, find: Find<Happening>): Effect[]
  /** Whether a snapshot is due after these events. */
  snapshotDue(events: readonly Placed<Happening>[], sinceSnapshot: number, state: State): boolean
  /** False: events older than the snapshot are dropped (a seat's log has no reader). Else all, or the latest of so long, so many at most. */
  keepEvents: boolean | { for: Millis; events: number }
}

export interface Taken<Happening> {
  receipts: Receipt[]
  events: Placed<Happening>[]
}

/** The ids taken last, kept in memory: what usually comes before the next push need not be looked up. */
const RECENT = 64

export const LEDGER_TABLES: Migration = [
  'CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, cause TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL)',
  // WITHOUT ROWID: the primary key is the table, so a receipt is one written row and not two.
  'CREATE TABLE receipts (command_id TEXT PRIMARY KEY, digest TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID',
  'CREATE TABLE snapshot (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, state_version INTEGER NOT NULL, state TEXT NOT NULL)',
]

/** The events that were appended are what is true; the state beside them in memory is a cache of their fold. */
export class Ledger<State extends { seq: number }, Happening extends { name: string }> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #shape: Shape<State, Happening>
  #state: State
  #snapshotSeq: number
  #recent: CommandId[] = []

  constructor(sql: Sql, outbox: Outbox, shape: Shape<State, Happening>) {
    this.#sql = sql
    this.#outbox = outbox
    this.#shape = shape
    const kept = readSnapshot(sql)
    const current = kept?.version === shape.stateVersion ? (kept.state as State) : null
    const snapshot = current ?? (kept ? shape.upgraded?.(kept.state, kept.version) : null) ?? shape.initial
    this.#snapshotSeq = current ? current.seq : 0
    this.#state = this.since(snapshot.seq).reduce(shape.apply, snapshot)
  }

  get state(): State {
    return this.#state
  }

  /** Stored events after a seq, in order. */
  since(seq: number, limit = -1): Placed<Happening>[] {
    const rows = this.#sql.run<Row>('SELECT seq, at, cause, name, body FROM events WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit)
    return rows.map(placed<Happening>)
  }

  /**
   * Takes commands in order, in one transaction: events, receipts, effects and snapshot stand or fall together. A known
   * id is answered again from its receipt; the same id with other content is refused and the first one kept. Null when
   * the command that they come `after` is unknown here: it was lost or overtaken, and nothing may be taken before it.
   */
  take(commands: readonly RawCommand[], now: Millis, after?: CommandId): Taken<Happening> | null {
    if (after !== undefined && !this.#knows(after)) return null
    const { taken, state, snapshotSeq } = this.#attempt(commands, now)
    // Assigned last: had the transaction been rolled back, memory would otherwise tell of events that never were.
    this.#state = state
    this.#snapshotSeq = snapshotSeq
    this.#recent = [...this.#recent, ...commands.map((command) => command.id)].slice(-RECENT)
    return taken
  }

  /** Receipts of those commands that were taken before; nothing is written. */
  receiptsOf(commands: readonly RawCommand[]): Receipt[] {
    const receipts = new Receipts(this.#sql, commands)
    return commands.flatMap((command) => {
      const answer = receipts.answerTo(command)
      return answer ? [{ id: command.id, answer }] : []
    })
  }

  /** Nearly every command is new: that one is not is told by its receipt, which cannot be written, and all begins anew. */
  #attempt(commands: readonly RawCommand[], now: Millis) {
    try {
      return this.#sql.transaction(() => this.#transact(commands, now, new Receipts(this.#sql)))
    } catch (fault) {
      if (!isKnownAlready(fault)) throw fault
      return this.#sql.transaction(() => this.#transact(commands, now, new Receipts(this.#sql, commands)))
    }
  }

  #transact(commands: readonly RawCommand[], now: Millis, receipts: Receipts) {
    let state = this.#state
    let snapshotSeq = this.#snapshotSeq
    const taken: Taken<Happening> = { receipts: [], events: [] }
    for (const command of commands) {
      const known = receipts.answerTo(command)
      if (known) {
        taken.receipts.push({ id: command.id, answer: known })
        continue
      }
      const { decision, idempotent } = this.#shape.judge(state, command)
      const answer: Answer = decision.ok ? { ok: true, seq: state.seq + decision.events.length } : { ok: false, code: decision.code }
      if (!idempotent) receipts.remember(command, answer)
      if (decision.ok) state = this.#follow(decision.events, command.id, state, now, taken)
      taken.receipts.push({ id: command.id, answer })
    }
    receipts.write()
    this.#append(taken.events)
    if (taken.events.length > 0 && this.#shape.snapshotDue(taken.events, state.seq - snapshotSeq, state)) snapshotSeq = this.#keep(state)
    return { taken, state, snapshotSeq }
  }

  /** Writes a snapshot now, where it saves at least `worth` events of folding. */
  snapshot(worth: number): void {
    if (this.#state.seq - this.#snapshotSeq >= worth) this.#snapshotSeq = this.#sql.transaction(() => this.#keep(this.#state))
  }

  /** The state after what a command led to; the events are put with the others of this push. */
  #follow(happenings: readonly Happening[], cause: CommandId, before: State, now: Millis, into: Taken<Happening>): State {
    let state = before
    for (const happening of happenings) {
      const event: Placed<Happening> = { ...happening, seq: state.seq + 1, at: now, cause }
      const after = this.#shape.apply(state, event)
      this.#outbox.append(
        this.#shape.effectsOf(event, state, after, (cause, name) => this.#find(cause, name, into)),
        now,
      )
      into.events.push(event)
      state = after
    }
    return state
  }

  /** What is asked for is nearly always among the last events, so that they are looked through from the end. */
  #find(cause: CommandId, name: string, { events }: Taken<Happening>): Placed<Happening> | null {
    const fresh = events.findLast((event) => event.cause === cause && event.name === name)
    if (fresh) return fresh
    const [row] = this.#sql.run<Row>(
      'SELECT seq, at, cause, name, body FROM events WHERE cause = ? AND name = ? ORDER BY seq DESC LIMIT 1',
      cause,
      name,
    )
    return row ? placed(row) : null
  }

  #append(events: readonly Placed<Happening>[]): void {
    const rows = events.map(({ seq, at, cause, name, ...body }) => [seq, at, cause, name, JSON.stringify(body)] as const)
    const [row] = rows
    if (!row) return
    if (rows.length === 1) this.#sql.run('INSERT INTO events (seq, at, cause, name, body) VALUES (?, ?, ?, ?, ?)', ...row)
    else
      this.#sql.run(
        'INSERT INTO events (seq, at, cause, name, body) SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)',
        JSON.stringify(rows),
      )
  }

  #knows(id: CommandId): boolean {
    return this.#recent.includes(id) || this.#sql.run('SELECT 1 FROM receipts WHERE command_id = ?', id).length > 0
  }

  #keep(state: State): number {
    writeSnapshot(this.#sql, { state, version: this.#shape.stateVersion })
    this.#dropOld(state.seq)
    return state.seq
  }

  #dropOld(seq: number): void {
    const { keepEvents } = this.#shape
    if (keepEvents === true) return
    if (keepEvents === false) return void this.#sql.run('DELETE FROM events WHERE seq <= ?', seq)
    const [last] = this.#sql.run<{ at: number }>('SELECT at FROM events ORDER BY seq DESC LIMIT 1')
    // The oldest are looked at, some at a time: more than were written since the last snapshot, and never all of a long log.
    const [old] = this.#sql.run<{ seq: number | null }>(
      'SELECT MAX(seq) AS seq FROM (SELECT seq, at FROM events ORDER BY seq LIMIT 2000) WHERE at <= ?',
      (last?.at ?? 0) - keepEvents.for,
    )
    this.#sql.run('DELETE FROM events WHERE seq <= ? AND seq <= ?', seq, Math.max(old?.seq ?? 0, seq - keepEvents.events))
  }
}

const placed = <Happening>({ body, ...row }: Row): Placed<Happening> => ({ ...JSON.parse(body), ...row }) as Placed<Happening>
