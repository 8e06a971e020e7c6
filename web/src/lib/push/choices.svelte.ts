import type { ConversationId } from '$shared/base/ids.ts'
import { CUSTOMER_KINDS, type NoticeKind, type NoticeWishes, SEAT_KINDS, type Wish } from '$shared/protocol/push-notice.ts'
import { i18n } from '../i18n/i18n.svelte.ts'
import type { Replica } from '../replica/db.ts'
import { Live, liveKept } from '../replica/live.svelte.ts'
import type { Kept } from '../replica/rows.ts'
import { type Failure, type Side, subscribe, unsubscribe } from './subscription.ts'

/** Where a device stands: what it cannot do, what was forbidden, or whether it is told. */
export type Standing = 'unsupported' | 'install' | 'denied' | 'off' | 'on'

/** The night, where somebody wishes for quiet and says no more. */
const NIGHT = { from: 22 * 60, until: 8 * 60 }

/** What a person chose of notices on this device, and how it stands. Nothing is asked of the browser before they wish it. */
export class NoticeChoices {
  readonly kinds: readonly NoticeKind[]
  readonly #db: Replica
  readonly #side: Side
  readonly #kept: Live<Kept['notices'] | undefined>
  readonly #offered: Live<ConversationId | null>
  #permission = $state(permissionNow())
  #busy = $state(false)
  #failure = $state<Failure | null>(null)

  constructor(db: Replica, side: Side) {
    this.#db = db
    this.#side = side
    this.kinds = side === 'customer' ? CUSTOMER_KINDS : SEAT_KINDS
    this.#kept = liveKept(db, 'notices')
    this.#offered = new Live(db, ['kept'], async () => (await db.recall('notices-offered')) ?? null)
  }

  get standing(): Standing {
    const kept = this.#kept.current
    if (!('PushManager' in globalThis) || !('Notification' in globalThis) || !navigator.serviceWorker)
      return isAppleTouch() && !isInstalled() ? 'install' : 'unsupported'
    if (this.#permission === 'denied') return 'denied'
    return kept && this.#permission === 'granted' ? 'on' : 'off'
  }

  get busy(): boolean {
    return this.#busy
  }

  get failure(): Failure | null {
    return this.#failure
  }

  get words(): boolean {
    return this.#kept.current?.words ?? true
  }

  get quiet(): NoticeWishes['quiet'] {
    return this.#kept.current?.wishes.quiet ?? null
  }

  wishFor(kind: NoticeKind): Wish {
    return this.#kept.current?.wishes.kinds[kind] ?? 'on'
  }

  /** Whether to offer it to somebody who waits in a conversation: in the first wait only, and where it can be had. */
  mayOffer(conversation: ConversationId): boolean {
    const offered = this.#offered.current
    return this.standing === 'off' && (offered === null || offered === conversation)
  }

  noteOffered(conversation: ConversationId): Promise<void> {
    return this.#db.keep('notices-offered', conversation)
  }

  /** To be called from a click: browsers ask only then. */
  async turnOn(): Promise<void> {
    this.#busy = true
    this.#permission = await Notification.requestPermission()
    if (this.#permission === 'granted') await this.#save(this.#kept.current?.wishes ?? wishes({}, null), this.words)
    this.#busy = false
  }

  async turnOff(): Promise<void> {
    this.#busy = true
    await unsubscribe(this.#db, this.#side)
    this.#busy = false
  }

  wish(kind: NoticeKind, wish: Wish): Promise<void> {
    const { kinds = {}, quiet = null } = this.#kept.current?.wishes ?? {}
    return this.#save(wishes({ ...kinds, [kind]: wish }, quiet), this.words)
  }

  beQuiet(quiet: boolean | NonNullable<NoticeWishes['quiet']>): Promise<void> {
    const span = quiet === true ? NIGHT : quiet === false ? null : quiet
    return this.#save(wishes(this.#kept.current?.wishes.kinds ?? {}, span), this.words)
  }

  showWords(words: boolean): Promise<void> {
    return this.#save(this.#kept.current?.wishes ?? wishes({}, null), words)
  }

  async #save(next: NoticeWishes, words: boolean): Promise<void> {
    this.#busy = true
    this.#failure = await subscribe(this.#db, this.#side, { wishes: next, words, language: i18n.language })
    this.#busy = false
  }
}

const wishes = (kinds: NoticeWishes['kinds'], quiet: NoticeWishes['quiet']): NoticeWishes => ({
  kinds,
  quiet,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})

const permissionNow = (): NotificationPermission => ('Notification' in globalThis ? Notification.permission : 'default')

/** iPhone and iPad: an iPad says that it is a Mac, which has no touch. */
const isAppleTouch = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches
