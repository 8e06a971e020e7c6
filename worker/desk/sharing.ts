import type { SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newCommandId } from '../../shared/base/new-ids.ts'
import { defaultPolicy, defaultTalkLevels } from '../../shared/desk/default-policy.ts'
import type { Policy, PolicyChange } from '../../shared/desk/policy.ts'
import { policyFaults, refusedFault } from '../../shared/desk/policy-faults.ts'
import type { DeskSettings } from '../../shared/desk/settings.ts'
import type { StaffMember } from '../../shared/protocol/http.ts'
import { THE_ONE } from '../env.ts'
import type { Effect, Outbox } from '../platform/outbox.ts'
import { platformRandom } from '../platform/random.ts'
import type { Sql } from '../platform/sql.ts'
import type { Outcome } from './staff.ts'

type Enrolled = Pick<StaffMember, 'id' | 'name' | 'role' | 'capacity'> & Partial<Pick<StaffMember, 'duty' | 'state'>>

/** How the desk shares out its work: kept here, and told to those who do it in the transaction that changes it. */
export class Sharing {
  readonly #sql: Sql
  readonly #outbox: Outbox

  constructor(sql: Sql, outbox: Outbox) {
    this.#sql = sql
    this.#outbox = outbox
  }

  /** Begins as such a business usually does it, and from then on as the desk says: a desk of before begins when it is first asked. */
  policy(settings: DeskSettings): Policy {
    const [row] = this.#sql.run<{ body: string }>('SELECT body FROM policy WHERE id = 1')
    if (row) return withTalkLevels(JSON.parse(row.body) as Policy, settings)
    const policy = defaultPolicy(settings.industry, settings.language)
    this.#keep(settings, policy)
    return policy
  }

  /** Over a version that is newer than the one that was read, nothing is written; nor what could not work. */
  change(settings: DeskSettings, change: PolicyChange): Outcome<Policy> {
    const before = this.policy(settings)
    if (before.version !== change.version) return { ok: false, error: 'changed-meanwhile' }
    const given = Object.fromEntries(Object.entries(change).filter(([, field]) => field !== undefined))
    const after: Policy = { ...before, ...given, version: before.version + 1 }
    const fault = refusedFault(policyFaults(after, settings.hours, Date.now()))
    if (fault) return { ok: false, error: fault }
    this.#keep(settings, after)
    return { ok: true, value: after }
  }

  /**
   * The queue hears of lines and hours, [V10] those who wait or are served in it and [T29] open tickets look again, through the
   * outbox, in the transaction of the caller.
   */
  tellOthers(settings: DeskSettings, { lines, headStarts }: Policy): void {
    this.#tell({ kind: 'queue', id: DEFAULT_QUEUE }, { type: 'set-lines', lines, headStarts, hours: settings.hours })
    this.#tell({ kind: 'queue', id: DEFAULT_QUEUE }, { type: 'look-again', after: null })
    this.#tell({ kind: 'register', id: THE_ONE }, { type: 'look-again', after: 0 })
  }

  /**
   * The seat hears its name, role, capacity and duty through the outbox, in the transaction of the caller; of somebody who works here
   * no longer the queue hears, so that what they had goes to others.
   */
  enrol({ id, name, role, capacity, duty, state }: Enrolled): void {
    this.#tell({ kind: 'seat', id }, { type: 'enrol', name, role, capacity, ...(duty ? { duty } : {}) })
    if (state === 'disabled') this.#tell({ kind: 'queue', id: DEFAULT_QUEUE }, { type: 'remove-seat', seat: id })
  }

  /** [Q23] Who signs in works here: removed once, they are back by the word of the desk and of nobody else. */
  admit(id: SeatId): void {
    this.#tell({ kind: 'queue', id: DEFAULT_QUEUE }, { type: 'admit-seat', seat: id })
  }

  #keep(settings: DeskSettings, policy: Policy): void {
    const body = JSON.stringify(policy)
    this.#sql.run('INSERT INTO policy (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body', body)
    this.tellOthers(settings, policy)
  }

  #tell(target: Effect['target'], command: { type: string } & Record<string, unknown>): void {
    this.#outbox.append([{ target, command: { id: newCommandId(platformRandom), ...command } }], Date.now())
  }
}

/** What was kept before conversations were promised anything promises them what such a business usually does. */
const withTalkLevels = (kept: Omit<Policy, 'talkLevels'> & Partial<Policy>, { industry, language }: DeskSettings): Policy => ({
  ...kept,
  talkLevels: kept.talkLevels ?? defaultTalkLevels(industry, language),
})
