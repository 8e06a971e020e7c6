import { DurableObject } from 'cloudflare:workers'
import type { SeatId } from '../../shared/base/ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import type { Policy, PolicyChange } from '../../shared/desk/policy.ts'
import type { DeskSettings } from '../../shared/desk/settings.ts'
import type {
  DeskChange,
  Invitation,
  Invited,
  Me,
  NewStaff,
  Parking,
  SettleParking,
  SetupBody,
  SignInBody,
  StaffChange,
  StaffMember,
} from '../../shared/protocol/http.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Env } from '../env.ts'
import { holderOf, objectOf } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { log } from '../platform/log.ts'
import { migrate } from '../platform/migrations.ts'
import { Outbox } from '../platform/outbox.ts'
import { hashPassword, sameSecret } from '../platform/passwords.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import type { PushKeys } from '../push/vapid.ts'
import { Admission, type SignedIn } from './admission.ts'
import { Book } from './book.ts'
import { MIGRATIONS } from './migrations.ts'
import { Parkings } from './parkings.ts'
import { Secrets } from './secrets.ts'
import { Sharing } from './sharing.ts'
import { type Outcome, Staff } from './staff.ts'
import { Tries } from './tries.ts'

/** The business as a whole: settings, staff, sign-ins. There is one. */
export class DeskObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #parkings: Parkings
  readonly #book: Book
  readonly #staff: Staff
  readonly #sharing: Sharing
  readonly #tries: Tries
  readonly #secrets: Secrets
  readonly #admission: Admission

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#outbox = new Outbox(this.#sql, platformRandom)
    this.#effects = new Effects(
      ctx,
      this.#outbox,
      performer((target) => objectOf(env, target), { kind: 'system', id: 'desk' }),
    )
    this.#parkings = new Parkings(this.#sql)
    this.#book = new Book(this.#sql)
    this.#staff = new Staff(this.#sql, platformRandom)
    this.#sharing = new Sharing(this.#sql, this.#outbox)
    this.#tries = new Tries(this.#sql)
    this.#secrets = new Secrets(this.#sql, platformRandom)
    this.#admission = new Admission(this.#sql, this.#staff, this.#book, this.#tries, this.#sharing)
  }

  async settings(): Promise<DeskSettings | null> {
    return this.#book.settings()
  }

  /** The key that signs cookies: made once, never leaves the worker. */
  async cookieKey(): Promise<string> {
    return this.#secrets.get('cookie-key')
  }

  /** The pair that signs notices. */
  async pushKeys(): Promise<PushKeys> {
    return this.#secrets.pushKeys()
  }

  /** Makes sure that a first-run code exists and, where no secret sets it, writes it to the log for the owner to read. */
  async announceSetup(): Promise<void> {
    if (!this.env.SETUP_CODE && !this.#book.settings()) log('info', 'first-run', { code: this.#secrets.get('setup-code') })
  }

  /** Checks the code before anything else is done with a setup. */
  async mayConfigure(code: string, address: string): Promise<Outcome<null>> {
    if (this.#book.settings()) return { ok: false, error: 'already-configured' }
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
    const [password] = await Promise.all([hashPassword(body.owner.password), this.#secrets.pushKeys()])
    if (this.#book.settings()) return { ok: false, error: 'already-configured' }
    const { name, email } = body.owner
    const id = this.#sql.transaction(() => {
      const added = this.#staff.add({ name, email, role: 'owner', capacity: 5 }, Date.now())
      if (!added.ok) throw new Error(added.error)
      this.#book.open(body.settings)
      this.#staff.setPassword(added.value, password)
      this.#sharing.enrol({ id: added.value, name, role: 'owner', capacity: 5 })
      this.#sharing.policy(body.settings)
      this.#book.note(added.value, 'configure')
      return added.value
    })
    this.#effects.afterCommit()
    return { ok: true, value: { me: { id, name, email, role: 'owner' }, signIn: this.#staff.startSignIn(id, Date.now()) } }
  }

  async change(by: SeatId, change: DeskChange): Promise<Outcome<DeskSettings>> {
    const after = this.#sql.transaction(() => {
      const after = this.#book.change(change)
      if (!after) return after
      this.#book.note(by, 'change-settings')
      if (change.hours) this.#sharing.tellOthers(after, this.#sharing.policy(after))
      return after
    })
    this.#effects.afterCommit()
    return after ? { ok: true, value: after } : { ok: false, error: 'not-configured' }
  }

  /** Null before set-up. */
  async policy(): Promise<Policy | null> {
    const settings = this.#book.settings()
    const policy = settings && this.#sql.transaction(() => this.#sharing.policy(settings))
    this.#effects.afterCommit()
    return policy
  }

  async changePolicy(by: SeatId, change: PolicyChange): Promise<Outcome<Policy>> {
    const settings = this.#book.settings()
    if (!settings) return { ok: false, error: 'not-configured' }
    const changed = this.#sql.transaction(() => {
      const changed = this.#sharing.change(settings, change)
      if (changed.ok) this.#book.note(by, 'change-policy')
      return changed
    })
    this.#effects.afterCommit()
    return changed
  }

  /** For what is done elsewhere, and looked for here. */
  async note(by: SeatId, what: string, subject: string): Promise<void> {
    this.#book.note(by, what, subject)
  }

  async signIn(body: SignInBody, address: string): Promise<Outcome<SignedIn>> {
    return this.#admission.signIn(body, address).finally(() => this.#effects.afterCommit())
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
        this.#sharing.enrol({ id: added.value, ...body })
        this.#book.note(by, 'add-staff', added.value)
      }
      return added
    })
    if (!added.ok) return added
    this.#effects.afterCommit()
    return { ok: true, value: await this.#staff.invite(added.value, Date.now()) }
  }

  async renewInvitation(by: SeatId, id: SeatId): Promise<Outcome<Invitation>> {
    const member = this.#staff.list().find((member) => member.id === id)
    if (!member || member.state === 'disabled') return { ok: false, error: 'not-found' }
    this.#book.note(by, 'renew-invitation', id)
    return { ok: true, value: await this.#staff.invite(id, Date.now()) }
  }

  async changeStaff(by: SeatId, id: SeatId, change: StaffChange): Promise<Outcome<StaffMember>> {
    const changed = this.#sql.transaction(() => {
      const changed = this.#staff.change(id, change)
      if (!changed.ok) return changed
      if (changed.value.state === 'disabled') this.#staff.endAllSignIns(id)
      this.#sharing.enrol(changed.value)
      this.#book.note(by, 'change-staff', id)
      return changed
    })
    if (!changed.ok) return changed
    this.#effects.afterCommit()
    // What a seat may do has changed: its sockets carry the old answer, so they are closed and connect anew.
    if (change.disabled || change.role) await this.env.SEAT.getByName(id).revoke(null)
    return changed
  }

  async invited(invitation: string): Promise<Outcome<Invited>> {
    return this.#admission.invited(invitation)
  }

  async join(invitation: string, password: string): Promise<Outcome<SignedIn>> {
    return this.#admission.join(invitation, password).finally(() => this.#effects.afterCommit())
  }

  /** What other objects gave up. */
  async take(actor: Actor, commands: unknown[]): Promise<Receipt[]> {
    return this.#parkings.take(actor, commands, Date.now())
  }

  async parkings(): Promise<Parking[]> {
    return this.#parkings.list()
  }

  /** The owner has an effect tried anew, or lets it go. */
  async settleParking(by: SeatId, { origin, n, how }: SettleParking): Promise<Outcome<null>> {
    const settled = await this.#parkings.settle(origin, n, (target) => holderOf(this.env, target).unpark(n, how))
    if (settled.ok) this.#book.note(by, `${how}-parked`, origin)
    return settled
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#effects.afterCommit()
  }

  override async alarm(): Promise<void> {
    await this.#effects.ring()
  }
}
