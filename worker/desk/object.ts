import { DurableObject } from 'cloudflare:workers'
import type { CommandId, SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newCommandId } from '../../shared/base/new-ids.ts'
import type { DeskSettings } from '../../shared/desk/settings.ts'
import type {
  DeskChange,
  Invitation,
  Invited,
  Me,
  NewStaff,
  SetupBody,
  SignInBody,
  StaffChange,
  StaffMember,
} from '../../shared/protocol/http.ts'
import type { Env } from '../env.ts'
import { objectOf } from '../objects.ts'
import { alarmAtEarliest } from '../platform/alarms.ts'
import { log } from '../platform/log.ts'
import { migrate } from '../platform/migrations.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { fingerprint, hashPassword, sameSecret, verifyPassword } from '../platform/passwords.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { MIGRATIONS } from './migrations.ts'
import { Secrets } from './secrets.ts'
import { type Outcome, Staff } from './staff.ts'
import { Tries } from './tries.ts'

/** Addresses are shared (an office, a carrier), so they may fail more often than an account before they pause. */
const TRIES_PER_ADDRESS = 30

type SignedIn = { me: Me; signIn: string }

/** The business as a whole: settings, staff, sign-ins. There is one. */
export class DeskObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #staff: Staff
  readonly #tries: Tries
  readonly #secrets: Secrets

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#outbox = new Outbox(this.#sql, platformRandom)
    this.#staff = new Staff(this.#sql, platformRandom)
    this.#tries = new Tries(this.#sql)
    this.#secrets = new Secrets(this.#sql, platformRandom)
  }

  async settings(): Promise<DeskSettings | null> {
    return this.#settings()
  }

  /** The key that signs cookies: made once, never leaves the worker. */
  async cookieKey(): Promise<string> {
    return this.#secrets.get('cookie-key')
  }

  /** Makes sure that a first-run code exists and, where no secret sets it, writes it to the log for the owner to read. */
  async announceSetup(): Promise<void> {
    if (!this.env.SETUP_CODE && !this.#settings()) log('info', 'first-run', { code: this.#secrets.get('setup-code') })
  }

  /** Checks the code before anything else is done with a setup. */
  async mayConfigure(code: string, address: string): Promise<Outcome<null>> {
    if (this.#settings()) return { ok: false, error: 'already-configured' }
    const now = Date.now()
    const key = `setup:${address}`
    const wait = this.#tries.pause(key, now)
    if (wait > 0) return { ok: false, error: 'too-many-tries', minWait: wait }
    if (await sameSecret(code, this.env.SETUP_CODE ?? this.#secrets.get('setup-code'))) return { ok: true, value: null }
    this.#tries.failed(key, now)
    return { ok: false, error: 'wrong-setup-code' }
  }

  /** Once in the life of a desk: of two at the same moment, the first wins and the second hears so. */
  async configure(body: SetupBody, address: string): Promise<Outcome<SignedIn>> {
    const may = await this.mayConfigure(body.code, address)
    if (!may.ok) return may
    const password = await hashPassword(body.owner.password)
    if (this.#settings()) return { ok: false, error: 'already-configured' }
    const { name, email } = body.owner
    const id = this.#sql.transaction(() => {
      const added = this.#staff.add({ name, email, role: 'owner', capacity: 5 }, Date.now())
      if (!added.ok) throw new Error(added.error)
      this.#sql.run('INSERT INTO settings (id, body) VALUES (1, ?)', JSON.stringify(body.settings))
      this.#staff.setPassword(added.value, password)
      this.#enrol({ id: added.value, name, role: 'owner', capacity: 5 })
      this.#note(added.value, 'configure')
      return added.value
    })
    this.#after()
    return { ok: true, value: { me: { id, name, email, role: 'owner' }, signIn: this.#staff.startSignIn(id, Date.now()) } }
  }

  async change(by: SeatId, change: DeskChange): Promise<Outcome<DeskSettings>> {
    const before = this.#settings()
    if (!before) return { ok: false, error: 'not-configured' }
    const after: DeskSettings = { ...before, ...defined(change) }
    this.#sql.transaction(() => {
      this.#sql.run('UPDATE settings SET body = ? WHERE id = 1', JSON.stringify(after))
      this.#note(by, 'change-settings')
    })
    return { ok: true, value: after }
  }

  async signIn(body: SignInBody, address: string): Promise<Outcome<SignedIn>> {
    const now = Date.now()
    const account = `account:${body.email}`
    const wait = Math.max(this.#tries.pause(account, now), this.#tries.pause(`address:${address}`, now, TRIES_PER_ADDRESS))
    if (wait > 0) return { ok: false, error: 'too-many-tries', minWait: wait }
    // Counted before the slow comparison, so that many at once do not all slip through.
    this.#tries.failed(account, now)
    this.#tries.failed(`address:${address}`, now)
    const known = this.#staff.byEmail(body.email)
    if (!(await verifyPassword(body.password, known?.password ?? null)) || !known) return { ok: false, error: 'wrong-credentials' }
    this.#tries.succeeded(account)
    this.#tries.succeeded(`address:${address}`)
    this.#note(known.me.id, 'sign-in')
    return { ok: true, value: { me: known.me, signIn: this.#staff.startSignIn(known.me.id, now) } }
  }

  async signedIn(signIn: string): Promise<Me | null> {
    return this.#staff.signedIn(signIn, Date.now())
  }

  async signOut(signIn: string): Promise<void> {
    const me = this.#staff.signedIn(signIn, Date.now())
    this.#staff.endSignIn(signIn)
    if (me) await this.env.SEAT.getByName(me.id).revoke(signIn)
  }

  async staff(): Promise<StaffMember[]> {
    return this.#staff.list()
  }

  async addStaff(by: SeatId, body: NewStaff): Promise<Outcome<Invitation>> {
    const added = this.#sql.transaction(() => {
      const added = this.#staff.add(body, Date.now())
      if (added.ok) {
        this.#enrol({ id: added.value, ...body })
        this.#note(by, 'add-staff', added.value)
      }
      return added
    })
    if (!added.ok) return added
    this.#after()
    return { ok: true, value: await this.#invite(added.value) }
  }

  async renewInvitation(by: SeatId, id: SeatId): Promise<Outcome<Invitation>> {
    const member = this.#staff.list().find((member) => member.id === id)
    if (!member || member.state === 'disabled') return { ok: false, error: 'not-found' }
    this.#note(by, 'renew-invitation', id)
    return { ok: true, value: await this.#invite(id) }
  }

  async changeStaff(by: SeatId, id: SeatId, change: StaffChange): Promise<Outcome<StaffMember>> {
    const changed = this.#sql.transaction(() => {
      const changed = this.#staff.change(id, change)
      if (!changed.ok) return changed
      if (changed.value.state === 'disabled') this.#staff.endAllSignIns(id)
      this.#enrol(changed.value)
      this.#note(by, 'change-staff', id)
      return changed
    })
    if (!changed.ok) return changed
    this.#after()
    // What a seat may do has changed: its sockets carry the old answer, so they are closed and connect anew.
    if (change.disabled || change.role) await this.env.SEAT.getByName(id).revoke(null)
    return changed
  }

  async invited(invitation: string): Promise<Outcome<Invited>> {
    const me = this.#staff.invited(await fingerprint(invitation), Date.now())
    return me
      ? { ok: true, value: { name: me.name, email: me.email, desk: this.#settings()?.name ?? '' } }
      : { ok: false, error: 'invitation-invalid' }
  }

  /** An invitation works once: it is dropped in the same transaction that sets the password. */
  async join(invitation: string, password: string): Promise<Outcome<SignedIn>> {
    const print = await fingerprint(invitation)
    const hash = await hashPassword(password)
    const me = this.#staff.invited(print, Date.now())
    if (!me) return { ok: false, error: 'invitation-invalid' }
    this.#sql.transaction(() => {
      this.#staff.dropInvitation(print)
      this.#staff.setPassword(me.id, hash)
      this.#staff.endAllSignIns(me.id)
      this.#note(me.id, 'join')
    })
    return { ok: true, value: { me, signIn: this.#staff.startSignIn(me.id, Date.now()) } }
  }

  override async alarm(): Promise<void> {
    await this.#drain()
  }

  async #invite(id: SeatId): Promise<Invitation> {
    const invitation = this.#staff.newInvitationSecret()
    const until = Date.now() + LIMITS.invitation
    this.#staff.invite(id, await fingerprint(invitation), until)
    return { id, invitation, until }
  }

  #settings(): DeskSettings | null {
    const [row] = this.#sql.run<{ body: string }>('SELECT body FROM settings WHERE id = 1')
    return row ? (JSON.parse(row.body) as DeskSettings) : null
  }

  /** The seat hears its name, role and capacity through the outbox, in the transaction of the caller. */
  #enrol(member: Pick<StaffMember, 'id' | 'name' | 'role' | 'capacity'>): void {
    const { name, role, capacity } = member
    const command: Effect['command'] = { id: newCommandId(platformRandom) as CommandId, type: 'enrol', name, role, capacity }
    this.#outbox.append([{ target: { kind: 'seat', id: member.id }, command }], Date.now())
  }

  #note(who: SeatId, what: string, subject: string | null = null): void {
    this.#sql.run('INSERT INTO audit (at, who, what, subject) VALUES (?, ?, ?, ?)', Date.now(), who, what, subject)
  }

  #after(): void {
    this.ctx.waitUntil(this.#drain())
  }

  async #drain(): Promise<void> {
    const next = this.#outbox.nextAt()
    if (next === null) return
    await alarmAtEarliest(this.ctx.storage, [Math.max(next, Date.now() + 1000)])
    await this.#outbox.drain(
      performer((target) => objectOf(this.env, target), { kind: 'system', id: 'desk' }),
      () => Date.now(),
    )
    await alarmAtEarliest(this.ctx.storage, [this.#outbox.nextAt()])
  }
}

/** The fields that are given. A partial schema lets a key stand with nothing in it. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>
  }
}
