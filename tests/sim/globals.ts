import { SESSION_HEADER } from '../../worker/platform/session.ts'
import type { Connection } from './network.ts'
import { Crash, WriteFailed } from './storage.ts'
import { requestLock, SimChannel, Tab } from './tab.ts'
import type { World } from './world.ts'

type Globals = Record<string, unknown>

/**
 * Puts a simulated world in the place of the platform's clock, chance, timers, sockets and tabs, for the code of the
 * product that is run in it. The answer puts the platform back.
 */
export function install(world: World): () => void {
  const tab = (): Tab => {
    if (world.current instanceof Tab) return world.current
    throw new Error(`no tab, but ${world.current.name}`)
  }
  const plan = (after: unknown, run: () => void) => world.plan(Number(after ?? 0), world.current, run)
  const realDate = Date.now
  const replaced: Globals = {
    setTimeout: (run: () => void, after?: number) => plan(after, run),
    clearTimeout: (cancel?: () => void) => cancel?.(),
    setInterval: (run: () => void, every: number) => repeat(plan, run, every),
    clearInterval: (cancel?: () => void) => cancel?.(),
    performance: { timeOrigin: 0, now: () => world.now },
    crypto: {
      getRandomValues: (bytes: Uint8Array) => bytes.set(world.random.bytes(bytes.length)) ?? bytes,
      subtle: globalThis.crypto.subtle,
    },
    console: { ...console, info() {}, warn() {}, error() {} },
    addEventListener: (type: string, listener: (event: unknown) => void) => {
      const { listeners } = tab()
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
    },
    removeEventListener: (type: string, listener: (event: unknown) => void) => tab().listeners.get(type)?.delete(listener),
    location: { href: 'http://sim/' },
    fetch: (path: string) => fetchFrom(tab(), path),
    WebSocket: SimSocket,
    WebSocketPair: SimPair,
    WebSocketRequestResponsePair: class {},
    Response: SimResponse,
    BroadcastChannel: class extends SimChannel {
      constructor(name: string) {
        super(tab(), name)
      }
    },
    IDBKeyRange: {
      bound: (least: Bound, most: Bound) => ({ includes: (key: Bound) => compare(least, key) <= 0 && compare(key, most) <= 0 }),
    },
    navigator: {
      get onLine() {
        return tab().device.online
      },
      locks: {
        request: (name: string, options: LockOptions, hold: (lock: unknown) => Promise<unknown>) => requestLock(tab(), name, options, hold),
      },
    },
    document: {
      get hidden() {
        return tab().hidden
      },
      addEventListener: (type: string, listener: (event: unknown) => void) => {
        const { listeners } = tab()
        listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
      },
    },
  }
  SimSocket.current = tab
  const before = Object.keys(replaced).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  for (const [name, value] of Object.entries(replaced))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  Date.now = () => world.now + world.current.clockOffset
  // Code that nobody waits for dies with its process too; anything else that it throws is a mistake.
  const uncaught = (fault: unknown) => {
    if (!(fault instanceof Crash || fault instanceof WriteFailed))
      world.uncaught.push(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault))
  }
  process.on('uncaughtException', uncaught)
  process.on('unhandledRejection', uncaught)
  return () => {
    process.off('uncaughtException', uncaught)
    process.off('unhandledRejection', uncaught)
    Date.now = realDate
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor)
      else delete (globalThis as Globals)[name]
    }
  }
}

type Bound = (string | number)[] | string

function compare(a: Bound, b: Bound): number {
  const [one, other] = [[a].flat(), [b].flat()]
  for (let at = 0; at < one.length; at++) {
    const [x, y] = [one[at] as string, other[at] as string]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

function repeat(plan: (after: number, run: () => void) => () => void, run: () => void, every: number): () => void {
  let cancel = plan(every, again)
  function again(): void {
    cancel = plan(every, again)
    run()
  }
  return () => cancel()
}

function fetchFrom(tab: Tab, path: string): Promise<unknown> {
  return new Promise((resolve, reject) =>
    tab.world.plan(tab.world.between(2, 30), tab, () => {
      if (!tab.device.online) reject(new TypeError('no network'))
      else if (path === '/api/desk') resolve({ ok: true, status: 200, json: async () => ({ configured: false }) })
      else resolve({ ok: path === '/api/customers', status: path === '/api/customers' ? 204 : 404, json: async () => null })
    }),
  )
}

/** The browser's WebSocket. */
class SimSocket {
  static readonly OPEN = 1
  static current: () => Tab
  onopen: () => void = () => {}
  onmessage: (message: { data: string }) => void = () => {}
  onclose: (close: { code: number }) => void = () => {}
  readyState = 0
  readonly #connection: Connection

  constructor(url: URL) {
    const tab = SimSocket.current()
    this.#connection = tab.network.connect(tab, doorOf(tab, url.pathname), {
      opened: () => {
        this.readyState = 1
        this.onopen()
      },
      heard: (data) => this.onmessage({ data }),
      closed: (code) => {
        this.readyState = 3
        this.onclose({ code })
      },
    })
  }

  send(text: string): void {
    this.#connection.send(text)
  }

  close(code: number): void {
    this.readyState = 3
    this.#connection.close(code)
  }
}

function doorOf(tab: Tab, path: string) {
  const { actor } = tab.device
  const session = encodeURIComponent(JSON.stringify({ actor, signIn: '' }))
  const request = { headers: { get: (name: string) => (name === SESSION_HEADER ? session : null) } }
  if (path === '/api/connect/seat') return { kind: 'SEAT', name: actor.id, request }
  return { kind: 'CONVERSATION', name: path.slice(path.lastIndexOf('/') + 1), request }
}

/** The platform's pair of sockets: the network puts its own sending into the server's end. */
class SimPair {
  readonly 1 = {
    open: true,
    pinged: null,
    attachment: undefined as unknown,
    send() {},
    close() {},
    serializeAttachment(value: unknown) {
      this.attachment = structuredClone(value)
    },
    deserializeAttachment() {
      return this.attachment
    },
  }
  readonly 0 = { server: this[1] }
}

/** A response may carry a socket, which the platform of these tests refuses. */
class SimResponse {
  readonly status: number
  readonly webSocket: unknown

  constructor(_body: unknown, init: { status: number; webSocket?: unknown }) {
    this.status = init.status
    this.webSocket = init.webSocket
  }

  static json(_body: unknown, init: { status: number }): SimResponse {
    return new SimResponse(null, init)
  }
}
