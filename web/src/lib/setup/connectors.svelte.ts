import { newSecret } from '$shared/base/new-ids.ts'
import { ACTION_WORDS } from '$shared/knowledge/action-words.ts'
import { isCustom } from '$shared/knowledge/actions.ts'
import { ACTIONS } from '$shared/knowledge/registry.ts'
import type { Language } from '$shared/language/language.ts'
import { type ConnectorState, type Route, TABLE_ACTIONS, type Tested } from '$shared/protocol/connector.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import type { Outcome } from '../http/ask.ts'
import { browserRandom } from '../replica/random.ts'
import { commitOrders, dropOrders, getConnectors, getMe, layOrders, renewSecret, setAddress, setRoute, tryConnector } from './api.ts'
import { partsOf } from './orders/parts.ts'
import { type OrderFault, readOrders } from './orders/read.ts'

/** A table that was read and is to be looked at, on its way, or was sent. */
export type Upload =
  | { name: 'none' }
  | { name: 'read'; file: string; rows: number; faults: readonly OrderFault[] }
  | { name: 'sending'; share: number }
  | { name: 'sent'; rows: number }

/** Which of the business's systems do what, as its owner sets it up and its supervisors look at it. */
export class Connectors {
  state = $state.raw<ConnectorState | null>(null)
  isOwner = $state(false)
  error = $state<HttpError | null>(null)
  /** What is being asked of the edge now. */
  busy = $state<'secret' | 'test' | 'address' | null>(null)
  /** Shown once, on this page alone. */
  secret = $state('')
  tested = $state.raw<Tested | null>(null)
  addressFault = $state<HttpError | null>(null)
  upload = $state.raw<Upload>({ name: 'none' })
  #rows: ReturnType<typeof readOrders>['rows'] = []

  async load(): Promise<void> {
    this.error = null
    const [me, state] = await Promise.all([getMe(), getConnectors()])
    this.isOwner = me.ok && me.value.role === 'owner'
    this.#take(state)
  }

  /** What can be done by whom: those of the registry first, then the desk's own. */
  get actions(): { name: string; route: Route; routes: Route[] }[] {
    const routes = this.state?.routes ?? {}
    const own = Object.keys(routes).filter(isCustom).toSorted()
    return [...ACTIONS.map(({ name }) => name), ...own].map((name) => ({
      name,
      route: routes[name] ?? 'none',
      routes: ['none', ...(TABLE_ACTIONS.includes(name) ? (['table'] as const) : []), 'http'],
    }))
  }

  /** What somebody chose to do an action is not there: nobody does it. */
  lacks(route: Route): boolean {
    const { table, http } = this.state ?? {}
    if (route === 'table') return !table
    return route === 'http' && (!http?.url || http.secretAt === null)
  }

  async setRoute(action: string, route: Route): Promise<void> {
    this.#take(await setRoute({ action, route }))
  }

  async saveAddress(url: string): Promise<void> {
    this.busy = 'address'
    const saved = await setAddress(url.trim())
    this.busy = null
    this.addressFault = saved.ok ? null : saved.error
    if (saved.ok) this.state = saved.value
  }

  async renewSecret(): Promise<void> {
    this.busy = 'secret'
    const made = await renewSecret()
    if (made.ok) {
      this.secret = made.value.secret
      this.#take(await getConnectors())
    } else this.error = made.error
    this.busy = null
  }

  async test(): Promise<void> {
    this.busy = 'test'
    this.tested = null
    const tested = await tryConnector()
    if (tested.ok) this.tested = tested.value
    else this.error = tested.error
    this.busy = null
  }

  /** Reads a file on this device; nothing is sent before it was looked at. */
  async choose(file: File): Promise<void> {
    const { rows, faults } = readOrders(new Uint8Array(await file.arrayBuffer()))
    this.#rows = rows
    this.upload = { name: 'read', file: file.name, rows: rows.length, faults }
  }

  /** Sends what was read, in parts; it takes the place of the table before it with the last word and not sooner. */
  async send(): Promise<void> {
    const read = this.upload
    const id = newSecret(browserRandom).slice(0, 26)
    const rows = this.#rows
    const parts = partsOf(rows)
    this.error = null
    for (const [at, part] of parts.entries()) {
      this.upload = { name: 'sending', share: at / parts.length }
      const laid = await layOrders(id, part)
      if (!laid.ok) return this.#failed(laid.error, read)
    }
    const whole = await commitOrders(id, rows.length)
    if (!whole.ok) return this.#failed(whole.error, read)
    this.state = whole.value
    this.upload = { name: 'sent', rows: rows.length }
    this.#rows = []
  }

  forget(): void {
    this.#rows = []
    this.upload = { name: 'none' }
  }

  async drop(): Promise<void> {
    this.forget()
    this.#take(await dropOrders())
  }

  /** What was read is still there to be sent again. */
  #failed(error: HttpError, read: Upload): void {
    this.error = error
    this.upload = read
  }

  #take(state: Outcome<ConnectorState>): void {
    if (state.ok) this.state = state.value
    else this.error = state.error
  }
}

/** What an action is called; a desk's own goes by its name. */
export const actionLabel = (action: string, language: Language): string => ACTION_WORDS.label(action, language) ?? action
