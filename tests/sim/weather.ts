import type { Edge, EdgeFaults } from './edge.ts'
import type { Network, NetworkFaults } from './network.ts'
import type { SimCustomer, SimSeat } from './people.ts'
import type { World } from './world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What a run is put through. */
export interface Weather {
  name: string
  customers: number
  seats: number
  /** How long the storm lasts, and the longest pause between two things that people do, in milliseconds. */
  length: number
  pause: number
  edge: EdgeFaults
  network: NetworkFaults
  /** The object of the first customer fails whenever it is called, to the end. */
  poisoned: boolean
  /** What strikes from outside, at each turn. */
  strike(world: World, edge: Edge, network: Network, people: (SimCustomer | SimSeat)[]): void
}

const NAMES = ['fair', 'tcp', 'frames', 'crashes', 'tabs', 'old', 'all'] as const

/** The weather of a world, from its own chance: each kind has its own faults, and the last has them all. */
export function weatherOf(world: World): Weather {
  const name = world.pick(NAMES)
  const has = (...names: string[]) => name === 'all' || names.includes(name)
  const if_ = (yes: boolean, chance: number) => (yes ? chance : 0)
  const crashes = has('crashes')
  const tcp = has('tcp', 'tabs', 'old')
  // The first version of the protocol relied on TCP alone: it is not put through what TCP never does.
  const frames = has('frames') && name !== 'old'
  const mixed = name === 'old' || (name === 'all' && world.chance(0.3))
  return {
    name,
    customers: world.between(1, 3),
    seats: world.between(0, 2),
    length: world.between(30_000, 120_000),
    pause: world.pick([120, 400, 1500]),
    edge: {
      crash: if_(crashes, 0.0015),
      failWrite: if_(crashes, 0.001),
      lostCall: if_(crashes || has('tcp'), 0.02),
      lostAnswer: if_(crashes || has('tcp'), 0.02),
      evict: has('crashes', 'tcp', 'old') ? 0.01 : 0,
    },
    network: {
      drop: if_(frames && !mixed, world.pick([0.03, 0.03, 0.12])),
      repeat: if_(frames, 0.03),
      reorder: if_(frames && !mixed, world.pick([0.1, 0.1, 0.5])),
      cut: if_(tcp, 0.004),
      blackhole: if_(tcp, 0.001),
      refuse: if_(tcp, 0.05),
    },
    poisoned: has('tcp', 'crashes') && world.chance(0.3),
    strike(world, edge, network, people) {
      edge.evictIdle()
      const person = world.pick(people)
      const { device } = person
      if (world.chance(if_(tcp, 0.02))) goOffline(world, person)
      if (world.chance(if_(crashes || mixed, 0.004))) {
        if (mixed) network.oldEdge = world.chance(0.5)
        edge.restart()
      }
      if (world.chance(if_(has('tabs', 'crashes'), 0.02)) && device.tabs.length > 0) {
        world.pick(device.tabs).die()
        if (mixed) device.old = world.chance(0.5)
      }
      if (device.tabs.length === 0 ? world.chance(0.3) : device.tabs.length < 3 && world.chance(if_(has('tabs'), 0.02))) person.openTab()
      if (world.chance(if_(has('tabs'), 0.03)) && device.tabs.length > 0) turn(world, person)
      if (world.chance(if_(has('tabs', 'tcp'), 0.01))) device.clockOffset = world.pick([-DAY, -HOUR, 0, HOUR, DAY])
    },
  }
}

function goOffline(world: World, { device }: SimCustomer | SimSeat): void {
  device.online = !device.online
  world.tell(`${device.name} ${device.online ? 'online' : 'offline'}`)
  for (const tab of device.tabs) {
    // Some browsers notice that the network is gone, some do not.
    if (world.chance(0.5)) tab.run(() => tab.fire(device.online ? 'online' : 'offline'))
    if (!device.online) for (const connection of [...tab.network.open]) if (connection.tab === tab) connection.cut()
  }
}

/** Somebody turns to another tab. */
function turn(world: World, { device }: SimCustomer | SimSeat): void {
  const tab = world.pick(device.tabs)
  for (const other of device.tabs) {
    other.hidden = other !== tab
    other.run(() => other.fire('visibilitychange'))
  }
}
