import { SECOND } from '../../shared/base/clock.ts'
import type { ConversationId } from '../../shared/base/ids.ts'
import { parse } from '../../shared/base/schema.ts'
import { TicketList, type TicketSummary } from '../../shared/protocol/tickets.ts'
import type { Place } from '../../shared/queue/place.ts'
import { fold } from '../../shared/sync/replica.ts'
import { applyStored, newTicket } from '../../shared/ticket/state.ts'
import { type Identity, TerminalCustomer } from '../client/customer.ts'
import type { Http } from '../client/http.ts'
import { type Product, sleep } from '../product/product.ts'
import type { Crew } from './crew.ts'
import { judgeDeeds } from './deeds.ts'
import { type Held, readDisk } from './disk.ts'
import { judgePlaces } from './places.ts'
import { judgeTickets } from './tickets.ts'

/** What was done for visitors and to tickets. */
export interface DeskFigures {
  visits: number
  accepted: number
  refused: number
  /** Of what was accepted, by what it was; of what was refused, by why. */
  kinds: Record<string, number>
  codes: Record<string, number>
  tickets: number
  statuses: Record<string, number>
  ticketEvents: number
  /** How often somebody came to stand in the line. */
  wishes: number
  inLine: number
  served: number
  handedOn: number
}

/** Longer than the pauses between the first six tries of an effect. */
const LONGEST_UNREST = 40 * SECOND
const LONGEST_ANSWER = 10 * SECOND
const APART = SECOND / 2

/** What the store holds when no object has anything to tell another any more, and two looks show the same; or the last look. */
export async function calm(store: string): Promise<Held> {
  const end = Date.now() + LONGEST_UNREST
  for (let before = ''; ; ) {
    const held = readDisk(store)
    const now = JSON.stringify([
      held.queue,
      [...held.seats],
      ...[held.conversations, held.tickets].map((logs) => [...logs].map(([id, log]) => [id, log.length])),
    ])
    if ((held.undone.length === 0 && now === before) || Date.now() > end) return held
    before = now
    await sleep(APART)
  }
}

/** Compares conversations, queue, seats, tickets and lists of a product that was killed and started again. */
export async function judgeDesk(
  { base, store }: Product,
  crew: Crew,
  owner: Http,
): Promise<{ problems: string[]; figures: DeskFigures; held: Held }> {
  const held = await calm(store)
  const places = await placesTold(base, crew, held)
  const listed = await ticketsListed(owner)
  const problems = [...held.undone, ...judgeDeeds(crew.deeds.all, held), ...judgeTickets(held, listed), ...judgePlaces(held, places)]
  return { problems, figures: figuresOf(crew, held), held }
}

/** What those who wait are told of their place when they come again. */
async function placesTold(base: string, crew: Crew, { conversations }: Held): Promise<Map<ConversationId, Place | null>> {
  const own = [...crew.customers, ...crew.visitors.map(({ identity, conversations }) => ({ identity, conversation: conversations.at(-1) }))]
  const waiting = own.flatMap(({ identity, conversation }) =>
    conversation && fold(conversations.get(conversation) ?? []).phase.name === 'waiting' ? [{ identity, conversation }] : [],
  )
  const told = waiting.map(async ({ identity, conversation }) => [conversation, await placeTold(base, identity, conversation)] as const)
  return new Map(await Promise.all(told))
}

async function placeTold(base: string, identity: Identity, conversation: ConversationId): Promise<Place | null> {
  let place: Place | null = null
  const reader = new TerminalCustomer(base, {
    identity,
    conversation,
    onFrame: (frame) => {
      if (frame.type === 'place') place = frame.place
    },
  })
  await reader.connect()
  const end = Date.now() + LONGEST_ANSWER
  while (place === null && Date.now() < end) await sleep(20)
  reader.close()
  return place
}

/** Every page of the list of all tickets, as an owner is shown it. */
async function ticketsListed(owner: Http): Promise<TicketSummary[]> {
  const listed: TicketSummary[] = []
  for (;;) {
    const last = listed.at(-1)
    const page = parse(TicketList, (await owner.send('GET', `/api/tickets?view=all${last ? `&before=${last.changedAt}` : ''}`)).body)
    if (!page.ok) throw new Error('the tickets were not listed')
    listed.push(...page.value.tickets)
    if (!page.value.more || page.value.tickets.length === 0) return listed
  }
}

function figuresOf({ deeds, visitors }: Crew, { tickets, queue, queueLog }: Held): DeskFigures {
  const accepted = deeds.all.filter(({ answer }) => answer?.ok)
  const refused = deeds.all.flatMap(({ answer }) => (answer && !answer.ok ? answer.code : []))
  const states = [...tickets.values()].map((log) => log.reduce(applyStored, newTicket).status)
  return {
    visits: visitors.reduce((total, { conversations }) => total + conversations.length, 0),
    accepted: accepted.length,
    refused: refused.length,
    kinds: counted(accepted.map(({ body }) => body.type)),
    codes: counted(refused),
    tickets: tickets.size,
    statuses: counted(states),
    ticketEvents: [...tickets.values()].reduce((total, log) => total + log.length, 0),
    wishes: queueLog.filter(({ name }) => name === 'v1.Enqueued').length,
    inLine: queue.entries.length,
    served: Object.values(queue.seats).reduce((total, { serving }) => total + serving.length, 0),
    handedOn: queueLog.filter(({ name }) => name === 'v1.HandedOn').length,
  }
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
