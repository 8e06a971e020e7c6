import type { Millis } from '../../shared/base/clock.ts'
import type { SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { newSeatId, newSecret } from '../../shared/base/new-ids.ts'
import type { Random } from '../../shared/base/random.ts'
import type { Role } from '../../shared/conversation/actor.ts'
import type { HttpError, Invitation, Me, NewStaff, StaffChange, StaffMember } from '../../shared/protocol/http.ts'
import { ALL_DUTY, type Duty } from '../../shared/queue/lines.ts'
import { fingerprint, type PasswordHash } from '../platform/passwords.ts'
import type { Sql } from '../platform/sql.ts'

type Row = {
  id: SeatId
  email: string
  name: string
  role: Role
  capacity: number
  duty: string | null
  disabled: number
  password: string | null
}

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: HttpError; minWait?: number }

/** The members of staff, their invitations and their sign-ins, as rows of the desk. */
export class Staff {
  readonly #sql: Sql
  readonly #random: Random

  constructor(sql: Sql, random: Random) {
    this.#sql = sql
    this.#random = random
  }

  list(): StaffMember[] {
    return this.#sql.run<Row>('SELECT * FROM staff ORDER BY created_at, id').map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      role: row.role,
      capacity: row.capacity,
      duty: row.duty ? (JSON.parse(row.duty) as Duty) : ALL_DUTY,
      state: row.disabled ? 'disabled' : row.password ? 'active' : 'invited',
    }))
  }

  byEmail(email: string): { me: Me; password: PasswordHash | null } | null {
    const [row] = this.#sql.run<Row>('SELECT * FROM staff WHERE email = ? AND disabled = 0', email)
    return row ? { me: meOf(row), password: row.password ? (JSON.parse(row.password) as PasswordHash) : null } : null
  }

  add(body: NewStaff, now: Millis): Outcome<SeatId> {
    if (this.#sql.run('SELECT 1 FROM staff WHERE email = ?', body.email).length > 0) return { ok: false, error: 'email-taken' }
    const id = newSeatId(this.#random)
    this.#sql.run(
      'INSERT INTO staff (id, email, name, role, capacity, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      body.email,
      body.name,
      body.role,
      body.capacity,
      now,
    )
    return { ok: true, value: id }
  }

  /** The desk never loses its last owner: nobody could set it right again. */
  change(id: SeatId, change: StaffChange): Outcome<StaffMember> {
    const before = this.list().find((member) => member.id === id)
    if (!before) return { ok: false, error: 'not-found' }
    const losesOwner = before.role === 'owner' && ((change.role ?? 'owner') !== 'owner' || change.disabled)
    if (losesOwner && this.list().filter((member) => member.role === 'owner' && member.state === 'active').length <= 1)
      return { ok: false, error: 'last-owner' }
    const disabled = change.disabled ?? before.state === 'disabled'
    this.#sql.run(
      'UPDATE staff SET name = ?, role = ?, capacity = ?, duty = ?, disabled = ? WHERE id = ?',
      change.name ?? before.name,
      change.role ?? before.role,
      change.capacity ?? before.capacity,
      JSON.stringify(change.duty ?? before.duty),
      disabled ? 1 : 0,
      id,
    )
    const after = this.list().find((member) => member.id === id)
    return after ? { ok: true, value: after } : { ok: false, error: 'not-found' }
  }

  setPassword(id: SeatId, password: PasswordHash): void {
    this.#sql.run('UPDATE staff SET password = ? WHERE id = ?', JSON.stringify(password), id)
  }

  /** A new invitation replaces the older ones of the same member. Gives the secret; only its fingerprint is kept. */
  async invite(id: SeatId, now: Millis): Promise<Invitation> {
    const invitation = newSecret(this.#random)
    const until = now + LIMITS.invitation
    const print = await fingerprint(invitation)
    this.#sql.run('DELETE FROM invitations WHERE staff = ?', id)
    this.#sql.run('INSERT INTO invitations (fingerprint, staff, until) VALUES (?, ?, ?)', print, id, until)
    return { id, invitation, until }
  }

  invited(fingerprintOf: string, now: Millis): Me | null {
    const [row] = this.#sql.run<Row>(
      'SELECT staff.* FROM staff JOIN invitations ON invitations.staff = staff.id WHERE fingerprint = ? AND until > ? AND disabled = 0',
      fingerprintOf,
      now,
    )
    return row ? meOf(row) : null
  }

  dropInvitation(fingerprintOf: string): void {
    this.#sql.run('DELETE FROM invitations WHERE fingerprint = ?', fingerprintOf)
  }

  startSignIn(id: SeatId, now: Millis): string {
    const signIn = newSecret(this.#random)
    this.#sql.run('DELETE FROM sign_ins WHERE until <= ?', now)
    this.#sql.run('INSERT INTO sign_ins (id, staff, at, until) VALUES (?, ?, ?, ?)', signIn, id, now, now + LIMITS.seatSession)
    return signIn
  }

  signedIn(signIn: string, now: Millis): Me | null {
    const [row] = this.#sql.run<Row>(
      'SELECT staff.* FROM staff JOIN sign_ins ON sign_ins.staff = staff.id WHERE sign_ins.id = ? AND until > ? AND disabled = 0',
      signIn,
      now,
    )
    return row ? meOf(row) : null
  }

  endSignIn(signIn: string): void {
    this.#sql.run('DELETE FROM sign_ins WHERE id = ?', signIn)
  }

  endAllSignIns(id: SeatId): void {
    this.#sql.run('DELETE FROM sign_ins WHERE staff = ?', id)
  }
}

const meOf = (row: Row): Me => ({ id: row.id, name: row.name, email: row.email, role: row.role })
