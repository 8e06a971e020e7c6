import type { QueueId, SeatId } from '$shared/base/ids.ts'
import { parse } from '$shared/base/schema.ts'
import { withExceptions } from '$shared/calendar/hours.ts'
import type { Exception, Hours } from '$shared/calendar/schedule.ts'
import { type Policy, PolicyChange } from '$shared/desk/policy.ts'
import { type PolicyFault, policyFaults, refusedFault } from '$shared/desk/policy-faults.ts'
import type { HttpError, Me, StaffChange, StaffMember } from '$shared/protocol/http.ts'
import type { Duty } from '$shared/queue/lines.ts'
import { changePolicy, changeStaff, getDesk, getMe, getPolicy, getStaff } from '../api.ts'
import { changedParts, type Part, type Parts, partsOf, rebased } from './merge.ts'

const KEPT = 'sharing'

/** What a colleague saved meanwhile in a part that was changed here too. */
export interface Clash {
  theirs: Policy
  parts: Part[]
}

/**
 * How the desk shares out its work, as an owner changes it in forms and supervisors look at it. What is typed survives a
 * reload, a lost network and a colleague who was faster.
 */
export class Sharing {
  me = $state.raw<Me | null>(null)
  staff = $state.raw<StaffMember[]>([])
  hours = $state.raw<Hours | null>(null)
  holidays = $state.raw<Exception[]>([])
  /** The newest that the edge has told. */
  #base = $state.raw<Policy | null>(null)
  /** What was before the change that was saved last, on this page. */
  #before = $state.raw<Parts | null>(null)
  /** What stands in the forms. */
  typed = $state<Parts | null>(null)
  clash = $state.raw<Clash | null>(null)
  error = $state<HttpError | null>(null)
  loaded = $state(false)
  busy = $state(false)
  saved = $state<'saved' | 'undone' | null>(null)

  get mayChange(): boolean {
    return this.me?.role === 'owner'
  }

  /** As it stands at the edge. */
  get policy(): Policy | null {
    return this.#base
  }

  /** What everybody who works here is there for. */
  get duties(): Duty[] {
    return this.staff.filter(({ state }) => state !== 'disabled').map(({ duty }) => duty)
  }

  /** How many rules of triage name a line. */
  rulesNaming(line: QueueId): number {
    return (this.#base?.rules.rules ?? []).filter(({ so }) => so.line === line).length
  }

  /** Who is there for a line and for no other: without it they are there for nothing. */
  onlyThere(line: QueueId): string[] {
    return this.staff
      .filter(({ state, duty }) => state !== 'disabled' && duty.lines.length > 0 && duty.lines.every((id) => id === line))
      .map(({ name }) => name)
  }

  /** Whether anything stands in the forms that is not saved. */
  get isChanged(): boolean {
    return this.#base !== null && this.typed !== null && changedParts(this.#base, this.typed).length > 0
  }

  get mayUndo(): boolean {
    return this.#before !== null && !this.isChanged
  }

  /** Everything that is wrong with what stands in the forms. */
  get faults(): PolicyFault[] {
    return this.typed && this.hours ? policyFaults(this.typed, this.hours, Date.now()) : []
  }

  /** A field is empty or out of its bounds, or the whole could not work. */
  get isRefused(): boolean {
    return (
      refusedFault(this.faults) !== null || (this.typed !== null && !parse(PolicyChange, { version: 0, ...$state.snapshot(this.typed) }).ok)
    )
  }

  /** The desk's hours with its holidays, for examples. */
  get openHours(): Hours | null {
    return this.hours && withExceptions(this.hours, this.holidays)
  }

  async load(): Promise<void> {
    this.error = null
    const [me, policy, desk, staff] = await Promise.all([getMe(), getPolicy(), getDesk(), getStaff()])
    for (const answer of [me, policy, desk, staff]) if (!answer.ok) this.error ??= answer.error
    if (me.ok) this.me = me.value
    if (staff.ok) this.staff = staff.value
    if (desk.ok && desk.value.configured) {
      this.hours = desk.value.hours
      this.holidays = desk.value.holidays
    }
    if (policy.ok && this.hours) this.#begin(policy.value)
    this.loaded = true
  }

  /** Saves what was changed; over a newer version only what nobody else changed. True where it is saved. */
  async save(): Promise<boolean> {
    const [base, typed] = [this.#base, this.typed && $state.snapshot(this.typed)]
    if (!base || !typed) return false
    const saved = await this.#write(base, typed)
    if (saved) this.saved = 'saved'
    return saved
  }

  /** Puts back what was there before the last change that was saved here; that can be undone too. */
  async undo(): Promise<void> {
    const [base, before] = [this.#base, this.#before]
    if (!base || !before) return
    if (await this.#write(base, before)) this.saved = 'undone'
  }

  /** Gives up what is not saved. */
  discard(): void {
    if (this.#base) this.#take(this.#base)
  }

  /** Mine is saved over theirs, or theirs takes its place. */
  async settle(whose: 'mine' | 'theirs'): Promise<void> {
    const clash = this.clash
    if (!clash || !this.typed) return
    this.clash = null
    if (whose === 'mine') {
      this.#base = clash.theirs
      await this.save()
      return
    }
    const theirs = Object.fromEntries(clash.parts.map((part) => [part, clash.theirs[part]]))
    this.#base = clash.theirs
    this.typed = { ...$state.snapshot(this.typed), ...structuredClone(theirs) }
    this.keep()
  }

  async changeStaff(id: SeatId, change: StaffChange): Promise<boolean> {
    const changed = await changeStaff(id, change)
    this.error = changed.ok ? null : changed.error
    if (changed.ok) this.staff = this.staff.map((member) => (member.id === id ? changed.value : member))
    return changed.ok
  }

  /** Keeps what is typed for as long as this tab lives. */
  keep(): void {
    if (this.isChanged) sessionStorage.setItem(KEPT, JSON.stringify({ base: this.#base, typed: this.typed }))
    else sessionStorage.removeItem(KEPT)
  }

  async #write(base: Policy, typed: Parts): Promise<boolean> {
    this.busy = true
    this.saved = null
    const changed = Object.fromEntries(changedParts(base, typed).map((part) => [part, typed[part]]))
    const answer = await changePolicy({ version: base.version, ...changed })
    this.busy = false
    this.error = answer.ok || answer.error === 'changed-meanwhile' ? null : answer.error
    if (answer.ok) {
      this.#before = partsOf(base)
      this.#take(answer.value)
    } else if (answer.error === 'changed-meanwhile') return this.#meet(base, typed)
    return answer.ok
  }

  /** Somebody was faster: what does not collide is saved all the same, the rest is shown. */
  async #meet(base: Policy, typed: Parts): Promise<boolean> {
    const answer = await getPolicy()
    if (!answer.ok) {
      this.error = answer.error
      return false
    }
    const { parts, clashes } = rebased(base, typed, answer.value)
    this.typed = structuredClone(parts)
    if (clashes.length === 0) return this.#write(answer.value, parts)
    this.clash = { theirs: answer.value, parts: clashes }
    return false
  }

  #take(policy: Policy): void {
    this.#base = policy
    this.typed = structuredClone(partsOf(policy))
    this.keep()
  }

  /** Begins with what is told; with what was typed before this page was loaded again, over what it was typed over. */
  #begin(policy: Policy): void {
    const kept = keptHere()
    this.#take(policy)
    if (!kept) return
    // What was kept by a page of before may lack a part.
    this.#base = { ...policy, ...kept.base }
    this.typed = { ...partsOf(policy), ...kept.typed }
    this.keep()
  }
}

function keptHere(): { base: Policy; typed: Parts } | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
  } catch {
    return null
  }
}
