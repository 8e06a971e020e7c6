import type { ConversationId } from '$shared/base/ids.ts'
import type { Me } from '$shared/protocol/http.ts'
import { i18n } from '../i18n/i18n.svelte.ts'
import { understanding } from '../inference/understanding.svelte.ts'
import { getDue } from '../knowledge/api.ts'
import { clearShelf, openAll } from '../knowledge/shelf.ts'
import { answerServiceWorker, keepNotices } from '../push/page.ts'
import { unsubscribe } from '../push/subscription.ts'
import type { Replica } from '../replica/db.ts'
import { seatReplica } from '../replica/open.ts'
import { getMe, signOut } from '../setup/api.ts'
import { dropStaffPacks } from '../sync/packs.ts'
import { startSeat } from '../sync/seat.ts'
import { SeatConversation } from './conversation.svelte.ts'
import { SeatDesk } from './seat.svelte.ts'

const LAST_SEAT = 'seat'

/**
 * The desk as a page: who is signed in, their replica, and the conversation that is shown. Without a network it opens
 * with the member of staff who last signed in on this device.
 */
export class DeskPage {
  #db = $state.raw<Replica | null>(null)
  #seat = $state.raw<SeatDesk | null>(null)
  #chosen = $state.raw<SeatConversation | null>(null)
  #signedOut = $state(false)
  #unreachable = $state(false)
  /** Articles that are to be looked at again; asked only for those who answer for them. */
  due = $state(0)
  #stop: (() => void) | null = null

  get seat(): SeatDesk | null {
    return this.#seat
  }

  /** The copy of this seat on this device. */
  get replica(): Replica | null {
    return this.#db
  }

  get chosen(): SeatConversation | null {
    return this.#chosen
  }

  get signedOut(): boolean {
    return this.#signedOut
  }

  /** Never signed in on this device, and no network to do so. */
  get unreachable(): boolean {
    return this.#unreachable
  }

  /** The copy on the device first, then the edge: a sign-in that has ended shows as soon as it is known. */
  async open(): Promise<void> {
    const last = localStorage.getItem(LAST_SEAT)
    if (last) await this.#enter(JSON.parse(last) as Me)
    const me = await getMe()
    if (me.ok) {
      if (me.value.role !== 'agent') void this.#askDue()
      localStorage.setItem(LAST_SEAT, JSON.stringify(me.value))
      if (this.#seat?.me.id !== me.value.id || this.#seat.me.role !== me.value.role) await this.#enter(me.value)
      return
    }
    if (me.error === 'unauthorised') await this.#endSignIn()
    else if (!last) this.#unreachable = true
  }

  async #askDue(): Promise<void> {
    const due = await getDue()
    if (due.ok) this.due = due.value.due
  }

  /** A socket that is turned away tells no reason: asked when the link cannot be had though there is a network. */
  async checkSignIn(): Promise<void> {
    const me = await getMe()
    if (!me.ok && me.error === 'unauthorised') await this.#endSignIn()
  }

  /** What is for staff alone goes; what this seat has written and not sent stays. */
  async #endSignIn(): Promise<void> {
    this.#signedOut = true
    if (this.#db) await unsubscribe(this.#db, 'seat')
    if (this.#db) await dropStaffPacks(this.#db)
    clearShelf()
  }

  choose(conversation: ConversationId | null): void {
    if (!this.#db || !this.#seat || !conversation) this.#chosen = null
    else if (this.#chosen?.id !== conversation) this.#chosen = new SeatConversation(this.#db, conversation, this.#seat.actor)
  }

  /** Signs out at the edge and forgets this member of staff here: a tablet may pass to a colleague. Refused offline. */
  async signOut(): Promise<boolean> {
    if (!(await signOut())) return false
    this.#stop?.()
    localStorage.removeItem(LAST_SEAT)
    // The edge has forgotten this device with the sign-in: this is the browser's end of it.
    if (this.#db) await unsubscribe(this.#db, 'seat')
    await this.#db?.delete()
    clearShelf()
    this.#signedOut = true
    return true
  }

  close(): void {
    this.#stop?.()
  }

  async #enter(me: Me): Promise<void> {
    this.#stop?.()
    const db = seatReplica(me.id)
    await db.keep('me', me)
    await openAll(db)
    this.#db = db
    this.#seat = new SeatDesk(db, me)
    this.#chosen = null
    const stop = startSeat(db, me.id)
    const ending = new AbortController()
    this.#stop = () => {
      stop()
      ending.abort()
    }
    const shows = () => ({ to: me.id, conversation: this.#chosen?.id ?? null })
    answerServiceWorker(shows, (conversation) => this.choose(conversation), ending.signal)
    void keepNotices(db, 'seat', () => i18n.language, ending.signal)
    understanding.start('seat')
  }
}
