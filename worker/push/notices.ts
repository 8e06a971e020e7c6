import { DAY, type Millis } from '../../shared/base/clock.ts'
import type { CommandId, CustomerId, SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { derivedCommandId, isTicket } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { isWanted, Notify, type PushPayload, type SubscribeBody } from '../../shared/protocol/push-notice.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Migration } from '../platform/migrations.ts'
import type { Effect, Outbox } from '../platform/outbox.ts'
import { fingerprint } from '../platform/passwords.ts'
import type { Sql } from '../platform/sql.ts'

/** The kind of target that stands for a push service: one line for each device and kind of notice. */
export const PUSH = 'push'

export const PUSH_TABLES: Migration = [
  'CREATE TABLE devices (id TEXT PRIMARY KEY, sign_in TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID',
  'CREATE TABLE notified (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID',
]

/** Whose device it is. */
export interface Whose {
  to: CustomerId | SeatId
  /** The sign-in that it belongs to; empty for a customer. */
  signIn: string
  /** Where the desk can be reached, for the operators of push services. */
  subject: string
}

/** A browser that is told of what happens to one person. */
export interface Device extends SubscribeBody, Whose {
  id: string
}

/** One notice for one device, as it waits in the outbox. */
export type Push = Effect['command'] & { device: string; payload: PushPayload; until: Millis }

/** Words that may yet arrive by a socket are waited for before a device is woken. */
const PATIENT = new Set(['answered', 'customer-answered'])

/** The devices of one person, and what they are to be told: kept by their object, sent from its outbox. */
export class Notices {
  readonly #sql: Sql
  readonly #outbox: Outbox
  /** Read once: every word of a customer asks for them. */
  #devices: readonly Device[] | null = null

  constructor(sql: Sql, outbox: Outbox) {
    this.#sql = sql
    this.#outbox = outbox
  }

  get devices(): readonly Device[] {
    this.#devices ??= this.#sql.run<{ body: string }>('SELECT body FROM devices ORDER BY at').map((row) => JSON.parse(row.body) as Device)
    return this.#devices
  }

  /** Adds a device, or takes its new wishes and keys; beyond the bound the oldest makes room. */
  async put(body: SubscribeBody, whose: Whose, now: Millis): Promise<void> {
    const id = await idOf(body.endpoint)
    const device: Device = { ...body, ...whose, id }
    const values = [id, whose.signIn, now, JSON.stringify(device)] as const
    this.#sql.run(
      'INSERT INTO devices (id, sign_in, at, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET sign_in = excluded.sign_in, at = excluded.at, body = excluded.body',
      ...values,
    )
    this.#sql.run('DELETE FROM devices WHERE id NOT IN (SELECT id FROM devices ORDER BY at DESC LIMIT ?)', LIMITS.pushDevices)
    this.#devices = null
  }

  async drop(endpoint: string): Promise<void> {
    this.forget(await idOf(endpoint))
  }

  forget(id: string): void {
    this.#sql.run('DELETE FROM devices WHERE id = ?', id)
    this.#devices = null
  }

  /** A sign-in has ended: its devices are told nothing more. */
  dropSignIn(signIn: string): void {
    this.#sql.run('DELETE FROM devices WHERE sign_in = ?', signIn)
    this.#devices = null
  }

  /** Takes a wish of another object to tell, once by its id. Call outside a transaction. */
  take(actor: Actor, commands: readonly { id: CommandId }[], now: Millis): Receipt[] {
    return commands.map(({ id, ...rest }): Receipt => {
      const notify = parse(Notify, { id, ...rest })
      if (!notify.ok || actor.kind !== 'system') return { id, answer: { ok: false, code: 'not-allowed' } }
      this.#sql.transaction(() => this.#tell(notify.value, now))
      return { id, answer: { ok: true, seq: 0 } }
    })
  }

  /** What a seat's customers say: told where no device of the seat is reached by its socket. */
  heard(frames: readonly Down[], now: Millis): void {
    if (this.devices.length === 0) return
    for (const frame of frames) {
      if (frame.type !== 'feed' || isTicket(frame.of)) continue
      const said = frame.events.findLast(({ name, by }) => name === 'v1.MessageSent' && by.kind === 'customer')
      if (!said) continue
      const id = derivedCommandId(said.cause, 'heard')
      const notify: Notify = { id, type: 'notify', kind: 'customer-answered', conversation: frame.of, seq: said.seq, at: now }
      this.#sql.transaction(() => this.#tell(notify, now))
    }
  }

  /** The effects that tell those devices that wish it now; none, and so no row, where there is no such device. */
  effectsOf(notify: Notify, now: Millis): Effect[] {
    const { id, type: _type, at: _at, ...about } = notify
    const until = now + LIMITS.pushPause + LIMITS.pushPatience
    return this.devices
      .filter(({ wishes }) => isWanted(wishes, notify.kind, now))
      .map((device) => {
        const command: Push = {
          id: derivedCommandId(id, device.id.slice(0, 8)),
          type: PUSH,
          device: device.id,
          payload: { ...about, to: device.to },
          until,
        }
        return { target: { kind: PUSH, id: `${device.id}.${notify.kind}` }, command }
      })
  }

  #tell(notify: Notify, now: Millis): void {
    const effects = this.effectsOf(notify, now)
    if (effects.length === 0) return
    const [known] = this.#sql.run('SELECT 1 FROM notified WHERE id = ?', notify.id)
    if (known) return
    this.#sql.run('DELETE FROM notified WHERE at < ?', now - DAY)
    this.#sql.run('INSERT INTO notified (id, at) VALUES (?, ?)', notify.id, now)
    this.#outbox.append(effects, PATIENT.has(notify.kind) ? now + LIMITS.pushPause : now)
  }
}

/** Lets a word about news go that could not be passed on while it was news: nobody is to see to it later. */
export function whileNews(perform: (effect: Effect) => Promise<void>): (effect: Effect) => Promise<void> {
  return async ({ target, command }) => {
    const isOld = command.type === 'notify' && Date.now() - Number(command.at) > LIMITS.pushPatience
    if (!isOld) await perform({ target, command })
  }
}

const idOf = async (endpoint: string): Promise<string> => (await fingerprint(endpoint)).slice(0, 32)
