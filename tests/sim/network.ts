import { PING, PONG } from '../../shared/protocol/codec.ts'
import type { Edge } from './edge.ts'
import type { ServerSocket } from './host.ts'
import { downFromOldEdge, upFromOldDevice, upToOldEdge } from './older.ts'
import type { Tab } from './tab.ts'
import type { Context, World } from './world.ts'

/** What the network is asked to get wrong, as chances for each frame, and for each connection. */
export interface NetworkFaults {
  drop: number
  repeat: number
  /** A frame is held up, and later ones overtake it. */
  reorder: number
  cut: number
  /** A connection that lives on and carries nothing any more. */
  blackhole: number
  refuse: number
}

const NEVER: NetworkFaults = { drop: 0, repeat: 0, reorder: 0, cut: 0, blackhole: 0, refuse: 0 }

/** How long the edge takes to notice that the other end of a blackholed connection is gone. */
const NOTICED = 40_000

/** Where a socket leads, as a route would find out, and what is shown at the door. */
export interface Door {
  kind: string
  name: string
  request: unknown
}

/** Sockets between tabs and objects. What they carry is text; each direction has its own luck. */
export class Network {
  readonly #world: World
  readonly #edge: Edge
  readonly #wires: Context = { name: 'network', clockOffset: 0, dead: false }
  readonly open = new Set<Connection>()
  faults: NetworkFaults
  /** The edge speaks the first version of the protocol, as a deploy of before did. */
  oldEdge = false

  constructor(world: World, edge: Edge, faults: NetworkFaults) {
    this.#world = world
    this.#edge = edge
    this.faults = faults
  }

  calm(): void {
    this.faults = NEVER
  }

  connect(tab: Tab, door: Door, client: ClientEnd): Connection {
    const connection = new Connection(this.#world, this.#edge, this, this.#wires, tab, door, client)
    this.open.add(connection)
    return connection
  }
}

/** The browser's end of a socket. */
export interface ClientEnd {
  opened(): void
  heard(text: string): void
  closed(code: number): void
}

export class Connection {
  readonly #world: World
  readonly #edge: Edge
  readonly #network: Network
  readonly #wires: Context
  readonly tab: Tab
  readonly #door: Door
  readonly #client: ClientEnd
  #server: ServerSocket | null = null
  #clientOpen = true
  #blackholed = false
  /** When the last frame of each direction arrives: without a fault none overtakes it. */
  #lastUp = 0
  #lastDown = 0

  constructor(world: World, edge: Edge, network: Network, wires: Context, tab: Tab, door: Door, client: ClientEnd) {
    this.#world = world
    this.#edge = edge
    this.#network = network
    this.#wires = wires
    this.tab = tab
    this.#door = door
    this.#client = client
    if (world.verbose) world.tell(`${tab.name} connects to ${door.name}`)
    world.plan(world.between(1, 20), wires, () => void this.#open())
  }

  get faults(): NetworkFaults {
    return this.#network.faults
  }

  send(text: string): void {
    if (!this.#server || !this.#clientOpen) return
    const { kind, name } = this.#door
    const server = this.#server
    const frame = this.tab.device.old && text !== PING ? upFromOldDevice(text) : text
    this.#carry('up', frame, () => {
      if (!server.open) return
      if (text !== PING) {
        const understood = this.#network.oldEdge ? upToOldEdge(frame) : frame
        if (understood === null) return server.send(JSON.stringify({ type: 'error', kind: 'invalid-frame' }))
        return this.#edge.arrive(kind, name, server, understood)
      }
      server.pinged = this.#world.now
      server.send(PONG)
    })
  }

  /** The browser closes its end, or is gone. */
  close(code: number): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    if (this.#world.verbose) this.#world.tell(`${this.tab.name} closes ${this.#door.name}`)
    this.#network.open.delete(this)
    this.#world.plan(this.#blackholed ? NOTICED : this.#world.below(20), this.#wires, () => this.#loseServer(code))
  }

  /** Both ends learn that the connection is gone. */
  cut(): void {
    this.#loseServer(1006)
    this.#closeClient(1006)
  }

  async #open(): Promise<void> {
    if (!this.#clientOpen) return
    if (!this.tab.device.online || this.#world.chance(this.faults.refuse)) return this.#closeClient(1006)
    try {
      this.#server = await this.#edge.connect(this.#door.kind, this.#door.name, this.#door.request)
    } catch {
      // The object died at the door.
    }
    if (!this.#server) return this.#closeClient(1006)
    Object.assign(this.#server, {
      send: (text: string) => {
        const frame = (this.#network.oldEdge || this.tab.device.old) && text !== PONG ? downFromOldEdge(text) : text
        this.#carry('down', frame, () => this.#clientOpen && this.#client.heard(frame))
      },
      close: (code = 1000) => {
        if (this.#server) this.#server.open = false
        if (!this.#blackholed) this.#closeClient(code)
      },
    })
    if (!this.#clientOpen) return this.#loseServer(1006)
    this.#world.plan(0, this.tab, () => this.#clientOpen && this.#client.opened())
  }

  #loseServer(code: number): void {
    const server = this.#server
    this.#server = null
    if (server) this.#edge.gone(this.#door.kind, this.#door.name, server, code)
  }

  #closeClient(code: number): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.#network.open.delete(this)
    this.#world.plan(this.#world.below(20), this.tab, () => this.#client.closed(code))
  }

  #carry(way: 'up' | 'down', frame: string, arrive: () => void): void {
    const { faults } = this
    const world = this.#world
    if (world.verbose) world.tell(`${this.tab.name} ${way} ${frame.length < 5 ? `${frame} ${this.#door.name}` : frame}`)
    if (world.chance(faults.blackhole)) this.#blackholed = true
    if (this.#blackholed || world.chance(faults.drop)) return
    if (world.chance(faults.cut)) {
      world.plan(0, this.#wires, () => this.cut())
      return
    }
    const context = way === 'up' ? this.#wires : this.tab
    for (let copies = world.chance(faults.repeat) ? 2 : 1; copies > 0; copies--) {
      let at = world.now + world.between(1, 15)
      if (world.chance(faults.reorder)) at += world.below(60)
      else at = Math.max(at, way === 'up' ? this.#lastUp : this.#lastDown)
      if (way === 'up') this.#lastUp = Math.max(this.#lastUp, at)
      else this.#lastDown = Math.max(this.#lastDown, at)
      world.plan(at - world.now, context, () => {
        if (!this.#blackholed) arrive()
      })
    }
  }
}
