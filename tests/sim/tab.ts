import type { Actor } from '../../shared/conversation/actor.ts'
import type { Network } from './network.ts'
import { type DeviceStorage, SimReplica } from './replica.ts'
import type { Context, World } from './world.ts'

type Listener = (event: unknown) => void

/** A device: what is stored on it, whether it has a network, and its tabs. */
export class Device {
  readonly name: string
  readonly actor: Actor
  readonly storage: DeviceStorage
  online = true
  clockOffset = 0
  /** It came with the first version of the app and was not updated since. */
  old = false
  readonly tabs: Tab[] = []
  readonly channels = new Map<string, Set<SimChannel>>()
  readonly locks = new Map<string, { holder: { release(): void } | null; queue: (() => void)[] }>()

  constructor(name: string, actor: Actor, storage: DeviceStorage) {
    this.name = name
    this.actor = actor
    this.storage = storage
  }
}

/** A page in a tab: the code that runs in it sees this device's storage, clock and network, and dies with it. */
export class Tab implements Context {
  readonly name: string
  readonly device: Device
  readonly world: World
  readonly network: Network
  readonly replica: SimReplica
  dead = false
  hidden = false
  stop: () => void = () => {}
  readonly listeners = new Map<string, Set<Listener>>()
  readonly abandoned: (() => void)[] = []

  constructor(world: World, network: Network, device: Device, number: number) {
    this.name = `${device.name}/${number}`
    this.world = world
    this.network = network
    this.device = device
    this.replica = new SimReplica(this)
    device.tabs.push(this)
  }

  get clockOffset(): number {
    return this.device.clockOffset
  }

  fire(type: string): void {
    for (const listener of [...(this.listeners.get(type) ?? [])]) listener({ type })
  }

  /** The page is gone at this instant: crashed, killed or closed, it makes no difference. */
  die(): void {
    this.world.tell(`gone ${this.name}`)
    this.dead = true
    this.device.tabs.splice(this.device.tabs.indexOf(this), 1)
    for (const leave of this.abandoned) leave()
    for (const connection of [...this.network.open]) if (connection.tab === this) connection.close(1006)
    for (const channels of this.device.channels.values()) for (const channel of channels) if (channel.tab === this) channels.delete(channel)
    this.replica.abandon()
  }

  /** Runs code of this page, as an event of its own. */
  run(work: () => unknown): void {
    this.world.plan(0, this, () => {
      Promise.resolve(work()).catch(() => {})
    })
  }
}

/** BroadcastChannel between the tabs of one device. */
export class SimChannel {
  readonly tab: Tab
  readonly #name: string
  onmessage: ((event: { data: unknown }) => void) | null = null

  constructor(tab: Tab, name: string) {
    this.tab = tab
    this.#name = name
    const { channels } = tab.device
    channels.set(name, (channels.get(name) ?? new Set()).add(this))
  }

  postMessage(data: unknown): void {
    for (const other of this.tab.device.channels.get(this.#name) ?? [])
      if (other !== this) this.tab.world.plan(1, other.tab, () => other.onmessage?.({ data: structuredClone(data) }))
  }

  close(): void {
    this.tab.device.channels.get(this.#name)?.delete(this)
  }
}

/** The Web Locks of one device, as far as the election of a leader uses them. */
export function requestLock(tab: Tab, name: string, options: LockOptions, hold: (lock: unknown) => Promise<unknown>): Promise<unknown> {
  const { locks } = tab.device
  const lock = locks.get(name) ?? { holder: null, queue: [] }
  locks.set(name, lock)
  return new Promise((settle, fail) => {
    // Whoever waits goes on in its own tab, whichever tab brought it about.
    const resolve = (value: unknown) => void tab.world.plan(0, tab, () => settle(value))
    const reject = (why: Error) => void tab.world.plan(0, tab, () => fail(why))
    function take(): void {
      let over = false
      const end = (tell: () => void) => {
        if (over) return
        over = true
        if (lock.holder === mine) {
          lock.holder = null
          lock.queue.shift()?.()
        }
        tell()
      }
      const mine = { release: () => end(() => reject(new Error('stolen'))) }
      lock.holder = mine
      tab.abandoned.push(() => end(() => {}))
      tab.world.plan(
        0,
        tab,
        () =>
          void hold({}).then(
            () => end(() => resolve(undefined)),
            () => end(() => reject(new Error('failed'))),
          ),
      )
    }
    if (options.steal) {
      const before = lock.holder
      lock.holder = null
      before?.release()
      if (lock.holder === null) return take()
    }
    if (lock.holder === null) return take()
    if (options.ifAvailable) return void hold(null).then(resolve, reject)
    const wait = () => (tab.dead ? lock.queue.shift()?.() : take())
    lock.queue.push(wait)
    options.signal?.addEventListener('abort', () => {
      const at = lock.queue.indexOf(wait)
      if (at < 0) return
      lock.queue.splice(at, 1)
      reject(new Error('aborted'))
    })
  })
}
