import { LIMITS } from '../../shared/base/limits.ts'
import { newCustomerId, newSeatId } from '../../shared/base/new-ids.ts'
import { ConversationObject } from '../../worker/conversation/object.ts'
import { CustomerObject } from '../../worker/customer/object.ts'
import { DeskObject } from '../../worker/desk/object.ts'
import { QueueObject } from '../../worker/queue/object.ts'
import { RegisterObject } from '../../worker/register/object.ts'
import { SeatObject } from '../../worker/seat/object.ts'
import { TicketObject } from '../../worker/ticket/object.ts'
import { behind, check, vanished } from './check.ts'
import { Edge } from './edge.ts'
import { install } from './globals.ts'
import type { ObjectClass } from './host.ts'
import { Network } from './network.ts'
import { SimCustomer, SimSeat } from './people.ts'
import { type Weather, weatherOf } from './weather.ts'
import { World } from './world.ts'

const MINUTE = 60_000
const CLASSES = {
  CONVERSATION: ConversationObject,
  QUEUE: QueueObject,
  SEAT: SeatObject,
  CUSTOMER: CustomerObject,
  DESK: DeskObject,
  TICKET: TicketObject,
  REGISTER: RegisterObject,
}

/** What became of a run. */
export interface Outcome {
  seed: number
  steps: number
  /** Two runs of one seed have the same. */
  fingerprint: number
  texts: number
  deaths: number
  weather: string
  /** What does not hold; empty when all does. */
  wrongs: string[]
  trace: readonly string[]
}

/** Small limits, so that a short run meets their ends: portions, windows and rates. */
const SMALL = { commandsPerPush: 5, eventsPerFeed: 7, eventsPerGreeting: 20, commandsInFlight: 12, commandsAtOnce: 40 }

/** Runs one world from its seed: some minutes of storm, then calm, then the verdict. */
export async function simulate(seed: number, verbose = false): Promise<Outcome> {
  const world = new World(seed)
  world.verbose = verbose
  const uninstall = install(world)
  const limits = { ...LIMITS }
  Object.assign(LIMITS, SMALL)
  const weather = weatherOf(world)
  const edge = new Edge(world, CLASSES as unknown as Record<string, ObjectClass>, weather.edge)
  try {
    const network = new Network(world, edge, weather.network)
    const { random } = world
    const customers = Array.from(
      { length: weather.customers },
      (_, index) => new SimCustomer(world, network, `c${index}`, newCustomerId(random)),
    )
    const seats = Array.from({ length: weather.seats }, (_, index) => new SimSeat(world, network, `s${index}`, newSeatId(random)))
    const people = [...customers, ...seats]
    for (const person of people) person.openTab()
    if (weather.poisoned) edge.poisoned.add(`CUSTOMER:${customers[0]?.device.actor.id}`)
    const wrongs = await storm(world, edge, network, people, weather)
    wrongs.push(...(await calm(world, edge, network, people, weather)))
    wrongs.push(...world.uncaught, ...(await check(edge, customers, seats)))
    const texts = people.reduce((sum, person) => sum + person.written.length, 0)
    const { steps, fingerprint, trace } = world
    return { seed, steps, fingerprint, texts, deaths: edge.deaths, weather: weather.name, wrongs, trace }
  } finally {
    edge.close()
    uninstall()
    Object.assign(LIMITS, limits)
  }
}

type People = (SimCustomer | SimSeat)[]

async function storm(world: World, edge: Edge, network: Network, people: People, weather: Weather): Promise<string[]> {
  const wrongs = new Set<string>()
  const end = world.now + weather.length
  while (world.now < end) {
    await world.runUntil(world.now + world.between(10, weather.pause))
    const person = world.pick(people)
    if (person.device.tabs.length > 0) {
      const tab = world.pick(person.device.tabs)
      tab.run(() => person.act(tab))
    }
    weather.strike(world, edge, network, people)
    if (world.chance(0.02)) for (const wrong of await vanished(person)) wrongs.add(wrong)
  }
  return [...wrongs]
}

/**
 * The faults end, everybody has a network and a page, and time passes until nothing moves any more. Pages and objects
 * that live go on as they are: a fresh start would hide what they never noticed. Then everybody says a last word, which
 * must come through by itself.
 */
async function calm(world: World, edge: Edge, network: Network, people: People, weather: Weather): Promise<string[]> {
  world.tell('calm')
  edge.calm()
  network.calm()
  const old = network.oldEdge || people.some(({ device }) => device.old)
  network.oldEdge = false
  for (const { device } of people) Object.assign(device, { online: true, clockOffset: 0, old: false })
  // A page or an edge of before has been replaced by now.
  if (old) edge.restart()
  for (const person of people) {
    if (old) for (const tab of [...person.device.tabs]) tab.die()
    for (const tab of person.device.tabs) tab.run(() => tab.fire('online'))
    if (person.device.tabs.length === 0) person.openTab()
  }
  await world.runUntil(world.now + 20 * MINUTE)
  // Where no frame was lost by itself, nobody needs another word to notice what is missing.
  const wrongs = weather.network.drop > 0 ? [] : await behind(edge, people)
  for (const person of people) {
    const [tab] = person.device.tabs
    tab?.run(() => person.lastWord(tab))
  }
  await world.runUntil(world.now + 10 * MINUTE)
  return wrongs
}
