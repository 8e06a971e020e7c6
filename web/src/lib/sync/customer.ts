import type { ConversationId } from '$shared/base/ids.ts'
import type { LinkState } from '$shared/sync/link-state.ts'
import type { Replica } from '../replica/db.ts'
import { identityOf } from '../replica/identity.ts'
import { observe } from '../replica/observe.ts'
import type { ToSend } from '../replica/outbox.ts'
import { sayingIn } from '../replica/queries.ts'
import { BackgroundSend } from './background.ts'
import { followOutbox } from './following-outbox.ts'
import { askToKeep } from './keep.ts'
import { electLeader } from './leader.ts'
import { fetchDesk } from './packs.ts'
import { Tether } from './tether.ts'
import { conversationsWithTickets } from './told.ts'

export { fetchDesk }

/** Keeps the customer's replica and the edge in step, from one tab at a time. The answer stops it. */
export function startCustomer(db: Replica): () => void {
  return electLeader('customer', db, (signal) => void new CustomerSync(db, signal).start())
}

/** How long a page that has not reached the edge, and has nothing to send, waits before it looks again. */
const LOOK_AGAIN = 10_000

/** The leader's work: a link for the conversation on the screen, and for any other that still has something to send. */
class CustomerSync {
  readonly #db: Replica
  readonly #signal: AbortSignal
  readonly #tethers = new Map<ConversationId, Tether>()
  readonly #background = new BackgroundSend()
  #told = ''
  #fresh = false
  #reached = false

  constructor(db: Replica, signal: AbortSignal) {
    this.#db = db
    this.#signal = signal
  }

  async start(): Promise<void> {
    const identity = await identityOf(this.#db)
    await this.#say({ name: navigator.onLine ? 'connecting' : 'offline', since: Date.now(), attempt: 0 } as LinkState, false)
    const unfollow = followOutbox(
      this.#db,
      ['kept', 'heads'],
      async () => ({ current: (await this.#db.recall('current')) ?? null, told: await conversationsWithTickets(this.#db) }),
      (sendable, { current, told }) => void this.#follow(sendable, current, told),
    )
    const unhear = observe(
      this.#db,
      ['kept'],
      () => sayingIn(this.#db),
      (rows) => this.#passOn(rows),
    )
    const refresh = setInterval(() => void this.#look(), 10 * 60_000)
    const lookAgain = setInterval(() => !this.#reached && this.#tethers.size === 0 && void this.#look(), LOOK_AGAIN)
    const online = () => void this.#online(true)
    const offline = () => void this.#online(false)
    // Who comes back to the page is told what is new: a pack, the hours, a new version.
    const back = () => document.visibilityState === 'visible' && void this.#look()
    addEventListener('online', online)
    document.addEventListener('visibilitychange', back, { signal: this.#signal })
    addEventListener('offline', offline)
    this.#signal.addEventListener('abort', () => {
      unfollow()
      unhear()
      clearInterval(refresh)
      clearInterval(lookAgain)
      this.#background.stop()
      removeEventListener('online', online)
      removeEventListener('offline', offline)
      for (const tether of this.#tethers.values()) tether.stop()
    })
    this.#fresh = identity.admitted
    void this.#look()
  }

  /** Looks whether the edge is there, while no link does: a browser that believes in a network may be wrong. */
  async #look(): Promise<void> {
    this.#reached = (await fetchDesk(this.#db)) !== null
    if (this.#tethers.size === 0) await this.#say(this.#reached ? { name: 'stopped' } : { name: 'offline' }, false)
  }

  async #online(online: boolean): Promise<void> {
    for (const tether of this.#tethers.values()) tether.link.online(online)
    if (online) return this.#look()
    this.#reached = false
    if (this.#tethers.size === 0) await this.#say({ name: 'offline' }, false)
  }

  async #follow({ rows, awaited }: ToSend, current: ConversationId | null, told: readonly ConversationId[]): Promise<void> {
    this.#background.follow(rows)
    const begun = current !== null && (awaited.has(current) || (await this.#db.head(current)) !== undefined)
    const wanted = new Set([...(awaited as ReadonlySet<ConversationId>), ...(begun ? [current] : []), ...told])
    for (const [conversation, tether] of this.#tethers) {
      if (wanted.has(conversation)) continue
      tether.stop()
      this.#tethers.delete(conversation)
    }
    for (const conversation of wanted) {
      const tether = this.#tethers.get(conversation) ?? (await this.#tie(conversation, conversation === current))
      tether.link.outbox(rows.filter((row) => row.to === conversation))
    }
    if (wanted.size === 0) await this.#say(this.#reached ? { name: 'stopped' } : { name: 'offline' }, false)
    else if (rows.length === 0) await askToKeep(this.#db)
  }

  async #tie(conversation: ConversationId, shown: boolean): Promise<Tether> {
    const tether = new Tether({
      db: this.#db,
      side: 'customer',
      path: `/api/connect/conversations/${conversation}`,
      changed: (state, slow) => {
        if (shown || this.#tethers.size === 1) void this.#say(state, slow)
        // A handshake that is turned away tells no reason: prove who we are before the next one.
        if (state.name === 'waiting' && state.attempt > 0) this.#fresh = false
        if (state.name === 'waiting' || state.name === 'refused')
          void this.#admit().then((admitted) => admitted && state.name === 'refused' && tether.link.start(navigator.onLine))
      },
    })
    this.#tethers.set(conversation, tether)
    const head = await this.#db.head(conversation)
    tether.link.follow(conversation, head?.state.seq ?? 0)
    await this.#admit()
    if (!this.#signal.aborted) tether.link.start(navigator.onLine)
    return tether
  }

  /** Has the edge set the cookie that proves who we are. Harmless to repeat. */
  async #admit(): Promise<boolean> {
    if (this.#fresh) return true
    const { id, secret } = await identityOf(this.#db)
    try {
      const response = await fetch('/api/customers', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, secret }),
      })
      this.#fresh = response.status === 204
      if (this.#fresh) await this.#db.keep('identity', { id, secret, admitted: true })
    } catch {
      // No network: the link finds out by itself and tries again.
    }
    return this.#fresh
  }

  async #say(state: LinkState, slow: boolean): Promise<void> {
    const told = JSON.stringify({ state, slow })
    // What is written here is heard here too: telling the same again would never end.
    if (this.#signal.aborted || told === this.#told) return
    this.#told = told
    await this.#db.keep('link', { state, slow })
  }

  #said = new Map<string, number>()

  /** Passes on that the customer types, at most once a second. */
  #passOn(rows: { key: string; value: unknown }[]): void {
    for (const { key, value } of rows) {
      const to = key.slice('saying:'.length) as ConversationId
      const until = Number(value)
      if (until === this.#said.get(key)) continue
      this.#said.set(key, until)
      this.#tethers.get(to)?.link.say({ type: 'presence', to, typing: until > Date.now() })
    }
  }
}
