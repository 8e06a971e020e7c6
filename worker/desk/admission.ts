import type { Millis } from '../../shared/base/clock.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import type { Invited, Me, SignInBody } from '../../shared/protocol/http.ts'
import { fingerprint, hashPassword, verifyPassword } from '../platform/passwords.ts'
import type { Sql } from '../platform/sql.ts'
import type { Book } from './book.ts'
import type { Sharing } from './sharing.ts'
import type { Outcome, Staff } from './staff.ts'
import type { Tries } from './tries.ts'

export type SignedIn = { me: Me; signIn: string }

/** How members of staff come in: with their password, or the first time with their invitation. */
export class Admission {
  readonly #sql: Sql
  readonly #staff: Staff
  readonly #book: Book
  readonly #tries: Tries
  readonly #sharing: Sharing

  constructor(sql: Sql, staff: Staff, book: Book, tries: Tries, sharing: Sharing) {
    this.#sql = sql
    this.#staff = staff
    this.#book = book
    this.#tries = tries
    this.#sharing = sharing
  }

  async signIn(body: SignInBody, address: string): Promise<Outcome<SignedIn>> {
    const now = Date.now()
    const account = `account:${body.email}`
    const wait = Math.max(this.#tries.pause(account, now), this.#tries.pause(`address:${address}`, now, LIMITS.signInTriesPerAddress))
    if (wait > 0) return { ok: false, error: 'too-many-tries', minWait: wait }
    // Counted before the slow comparison, so that many at once do not all slip through.
    this.#tries.failed(account, now)
    this.#tries.failed(`address:${address}`, now)
    const known = this.#staff.byEmail(body.email)
    if (!(await verifyPassword(body.password, known?.password ?? null)) || !known) return { ok: false, error: 'wrong-credentials' }
    this.#tries.succeeded(account)
    this.#tries.succeeded(`address:${address}`)
    this.#book.note(known.me.id, 'sign-in')
    return { ok: true, value: this.#begin(known.me, now) }
  }

  async invited(invitation: string): Promise<Outcome<Invited>> {
    const me = this.#staff.invited(await fingerprint(invitation), Date.now())
    return me
      ? { ok: true, value: { name: me.name, email: me.email, desk: this.#book.settings()?.name ?? '' } }
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
      this.#book.note(me.id, 'join')
    })
    return { ok: true, value: this.#begin(me, Date.now()) }
  }

  #begin(me: Me, now: Millis): SignedIn {
    const signIn = this.#sql.transaction(() => {
      this.#sharing.admit(me.id)
      return this.#staff.startSignIn(me.id, now)
    })
    return { me, signIn }
  }
}
