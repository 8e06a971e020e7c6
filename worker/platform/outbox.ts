import { backoff } from '../../shared/base/backoff.ts'
import type { Millis } from '../../shared/base/clock.ts'
import type { CommandId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import type { Random } from '../../shared/base/random.ts'
import { faultOf, log } from './log.ts'
import type { Migration } from './migrations.ts'
import type { Sql } from './sql.ts'

/** A command for another object: written with the events it follows from, done at least once, made exact by its id. */
export interface Effect {
  target: { kind: string; id: string }
  command: { id: CommandId; type: string } & Record<string, unknown>
}

export const OUTBOX_TABLE: Migration = [
  `CREATE TABLE effects (
     n INTEGER PRIMARY KEY, key TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER NOT NULL, parked INTEGER NOT NULL DEFAULT 0, last_error TEXT)`,
]

/** An effect that was given up: which one of its object, and why. */
export interface Parked {
  n: number
  command: Effect['command']
  target: string
  tries: number
  error: string
}

type Row = { n: number; key: string; body: string; attempts: number; next_at: number }

/** So many targets are told something at a time, and so many of one kind: one that is slow leaves room for the others. */
const AT_ONCE = 32
const OF_A_KIND = 24

const kindOf = (key: string): string => key.slice(0, key.indexOf(':') + 1)

/** The durable outbox of an object. In order by target; a target that fails stops only itself. */
export class Outbox {
  readonly #sql: Sql
  readonly #random: Random
  readonly #onParked: (parked: Parked) => Effect[]
  /** The targets that are being told something. */
  readonly #busy = new Set<string>()
  /** What was found due and is not begun. */
  #ready: Row[] = []
  #fresh = false

  /** `onParked` names the effects that tell of one that was given up, written in the same transaction. */
  constructor(sql: Sql, random: Random, onParked: (parked: Parked) => Effect[] = () => []) {
    this.#sql = sql
    this.#random = random
    this.#onParked = onParked
  }

  /** Call inside the transaction that the effects follow from. */
  append(effects: readonly Effect[], now: Millis): void {
    if (effects.length > 0) this.#fresh = true
    for (const effect of effects)
      this.#sql.run(
        'INSERT INTO effects (key, body, next_at) VALUES (?, ?, ?)',
        `${effect.target.kind}:${effect.target.id}`,
        JSON.stringify(effect),
        now,
      )
  }

  /** Whether effects were appended since the last drain: spares the usual message, which has none, a query. */
  get hasFresh(): boolean {
    return this.#fresh
  }

  /** When the next try is due, or null when nothing waits. What stands behind another of its target waits for that one. */
  nextAt(): Millis | null {
    const [row] = this.#sql.run<{ at: number | null }>(
      'SELECT MIN(next_at) AS at FROM effects WHERE n IN (SELECT MIN(n) FROM effects WHERE parked = 0 GROUP BY key)',
    )
    return row?.at ?? null
  }

  /** Effects given up after their tries. */
  parked(): { target: string; type: string; error: string | null }[] {
    const rows = this.#sql.run<{ key: string; body: string; last_error: string | null }>(
      'SELECT key, body, last_error FROM effects WHERE parked = 1 ORDER BY n',
    )
    return rows.map((row) => ({ target: row.key, type: (JSON.parse(row.body) as Effect).command.type, error: row.last_error }))
  }

  /** Tries a parked effect anew, or lets it go. Harmless for one that is not parked. */
  unpark(n: number, how: 'retry' | 'drop', now: Millis): void {
    if (how === 'drop') this.#sql.run('DELETE FROM effects WHERE n = ? AND parked = 1', n)
    else this.#sql.run('UPDATE effects SET parked = 0, attempts = 0, next_at = ? WHERE n = ? AND parked = 1', now, n)
    this.#fresh = true
  }

  /** Whether something is under way. */
  get isBusy(): boolean {
    return this.#busy.size > 0
  }

  /**
   * Performs what is due, until nothing is. Safe to call at any time: what is under way is not begun again, nor waited for,
   * and holds nothing up that is for another target.
   */
  async drain(perform: (effect: Effect) => Promise<void>, now: () => Millis): Promise<void> {
    this.#fresh = false
    this.#ready = this.#due(now())
    const lanes: Promise<void>[] = []
    for (let row = this.#next(now()); row; row = this.#next(now())) lanes.push(this.#lane(row, perform, now))
    await Promise.all(lanes)
  }

  /** One effect after another, for as long as any is due. */
  async #lane(first: Row, perform: (effect: Effect) => Promise<void>, now: () => Millis): Promise<void> {
    for (let row: Row | undefined = first; row; row = this.#next(now())) {
      this.#busy.add(row.key)
      try {
        await this.#try(row, perform, now)
      } finally {
        this.#busy.delete(row.key)
      }
    }
  }

  #next(now: Millis): Row | undefined {
    if (this.#busy.size >= AT_ONCE) return undefined
    const full = this.#fullKinds()
    const isFree = ({ key }: Row) => !full.includes(kindOf(key))
    if (!this.#ready.some(isFree)) this.#ready = this.#due(now)
    const at = this.#ready.findIndex(isFree)
    return at < 0 ? undefined : this.#ready.splice(at, 1)[0]
  }

  #fullKinds(): string[] {
    const counts = new Map<string, number>()
    for (const key of this.#busy) counts.set(kindOf(key), (counts.get(kindOf(key)) ?? 0) + 1)
    return [...counts].flatMap(([kind, count]) => (count >= OF_A_KIND ? kind : []))
  }

  /** The first waiting effect of each target, where it is due and nothing is under way there. */
  #due(now: Millis): Row[] {
    return this.#sql.run<Row>(
      `SELECT n, key, body, attempts, next_at FROM effects
       WHERE n IN (SELECT MIN(n) FROM effects WHERE parked = 0 GROUP BY key) AND next_at <= ?
         AND key NOT IN (SELECT value FROM json_each(?))
         AND substr(key, 1, instr(key, ':')) NOT IN (SELECT value FROM json_each(?))
       ORDER BY n LIMIT ?`,
      now,
      JSON.stringify([...this.#busy]),
      JSON.stringify(this.#fullKinds()),
      AT_ONCE,
    )
  }

  #failed(row: Row, attempts: number, parked: boolean, error: string, now: Millis): void {
    this.#sql.run(
      'UPDATE effects SET attempts = ?, next_at = ?, parked = ?, last_error = ? WHERE n = ?',
      attempts,
      now + backoff(attempts, this.#random, 500, 60_000),
      parked ? 1 : 0,
      error,
      row.n,
    )
    if (!parked) return
    const { command } = JSON.parse(row.body) as Effect
    this.append(this.#onParked({ n: row.n, command, target: row.key, tries: attempts, error }), now)
  }

  async #try(row: Row, perform: (effect: Effect) => Promise<void>, now: () => Millis): Promise<void> {
    try {
      await perform(JSON.parse(row.body) as Effect)
      this.#sql.run('DELETE FROM effects WHERE n = ?', row.n)
    } catch (fault) {
      const attempts = row.attempts + 1
      const parked = attempts >= LIMITS.effectTries
      this.#sql.transaction(() => this.#failed(row, attempts, parked, faultOf(fault), now()))
      log(parked ? 'error' : 'warn', parked ? 'effect-parked' : 'effect-failed', { key: row.key, attempts, fault: faultOf(fault) })
    }
  }
}
