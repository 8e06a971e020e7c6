import type { SeatId } from '$shared/base/ids.ts'
import type { Hours } from '$shared/calendar/schedule.ts'
import type { Policy } from '$shared/desk/policy.ts'
import type { DeskInfo, HttpError, Me, NewStaff, Parking, StaffChange, StaffMember } from '$shared/protocol/http.ts'
import type { Outcome } from '../http/ask.ts'
import {
  addStaff,
  changeDesk,
  changeStaff,
  getColleagues,
  getDesk,
  getMe,
  getParkings,
  getPolicy,
  getStaff,
  renewInvitation,
  settleParking,
} from './api.ts'

/** Conversations that they serve, or that wait for them, and open tickets. */
export interface InHand {
  conversations: number
  tickets: number
}

/** The settings of the business and its staff, as an owner changes them. These need the network: they are everybody's. */
export class Settings {
  me = $state.raw<Me | null>(null)
  desk = $state.raw<Extract<DeskInfo, { configured: true }> | null>(null)
  staff = $state.raw<StaffMember[]>([])
  /** Lines and rules, for what members are there for; null while they could not be had. */
  policy = $state.raw<Policy | null>(null)
  /** What was given up between objects; only an owner is told. */
  parkings = $state.raw<Parking[]>([])
  error = $state<HttpError | null>(null)
  loaded = $state(false)
  saved = $state(false)
  /** Shown once: whom the link is for and where it leads. */
  invitation = $state.raw<{ name: string; link: string } | null>(null)

  get mayChange(): boolean {
    return this.me?.role === 'owner'
  }

  async load(): Promise<void> {
    this.error = null
    const [me, desk, staff, policy] = await Promise.all([getMe(), getDesk(), getStaff(), getPolicy()])
    if (policy.ok) this.policy = policy.value
    if (me.ok) this.me = me.value
    if (desk.ok && desk.value.configured) this.desk = desk.value
    if (staff.ok) this.staff = staff.value
    if (this.mayChange) await this.#refreshParkings()
    for (const answer of [me, desk, staff]) if (!answer.ok) this.error ??= answer.error
    this.loaded = true
  }

  async saveDesk(name: string, hours: Hours): Promise<void> {
    this.saved = false
    const changed = await changeDesk({ name, hours })
    if (this.#took(changed) && changed.value.configured) {
      this.desk = changed.value
      this.saved = true
    }
  }

  async add(member: NewStaff): Promise<boolean> {
    const added = await addStaff(member)
    if (!this.#took(added)) return false
    this.#show(member.name, added.value.invitation)
    await this.#refresh()
    return true
  }

  async renew(member: StaffMember): Promise<void> {
    const renewed = await renewInvitation(member.id)
    if (this.#took(renewed)) this.#show(member.name, renewed.value.invitation)
  }

  /** What somebody has in hand that would go to others, asked anew each time; null while it cannot be had. */
  async inHandOf(id: SeatId): Promise<InHand | null> {
    const colleagues = await getColleagues()
    if (!colleagues.ok) return null
    const { serving = 0, waiting = 0, tickets = 0 } = colleagues.value.find((one) => one.id === id) ?? {}
    return { conversations: serving + waiting, tickets }
  }

  /** Answers whether it is changed. */
  async change(id: SeatId, change: StaffChange): Promise<boolean> {
    const changed = this.#took(await changeStaff(id, change))
    if (changed) await this.#refresh()
    return changed
  }

  /** Has something that was given up tried anew, or lets it go. */
  async settle({ origin, n }: Parking, how: 'retry' | 'drop'): Promise<void> {
    if (this.#took(await settleParking({ origin, n, how }))) await this.#refreshParkings()
  }

  async #refreshParkings(): Promise<void> {
    const parkings = await getParkings()
    if (parkings.ok) this.parkings = parkings.value
  }

  async #refresh(): Promise<void> {
    const staff = await getStaff()
    if (this.#took(staff)) this.staff = staff.value
  }

  #show(name: string, invitation: string): void {
    this.invitation = { name, link: `${location.origin}/join#${invitation}` }
  }

  #took<Value>(outcome: Outcome<Value>): outcome is { ok: true; value: Value } {
    this.error = outcome.ok ? null : outcome.error
    return outcome.ok
  }
}
