import { canonical } from '../../shared/base/digest.ts'
import type { ConversationId, QueueId, SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../shared/base/new-ids.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { shownToCustomer } from '../../shared/conversation/shown.ts'
import { type Conversation, personOf } from '../../shared/conversation/state.ts'
import type { Queue } from '../../shared/queue/state.ts'
import { apply as applyToQueue, newQueue } from '../../shared/queue/state.ts'
import type { Seat } from '../../shared/seat/state.ts'
import { apply as applyToSeat, newSeat } from '../../shared/seat/state.ts'
import { fold } from '../../shared/sync/replica.ts'
import type { EventRow, OutboxRow } from '../../web/src/lib/replica/rows.ts'
import type { Edge } from './edge.ts'
import type { SimCustomer, SimSeat, Written } from './people.ts'
import { tickets } from './tickets.ts'

type Row = { seq: number; at: number; cause: string; name: string; body: string }

/** What must hold when all is calm. Gives what does not. */
export async function check(edge: Edge, customers: SimCustomer[], seats: SimSeat[]): Promise<string[]> {
  const wrongs = [...edge.faultsSeen]
  const logs = logsOf(edge)
  for (const [id, log] of logs) wrongs.push(...gaps(id, log))
  const devices = await Promise.all([...customers, ...seats].map(async (person) => ({ person, ...(await holdingsOf(person)) })))
  for (const { person, outbox } of devices) {
    wrongs.push(...texts(person.device.name, person.written, outbox, logs))
    for (const row of outbox)
      if (row.refused === null) wrongs.push(`${person.device.name} still has ${row.command.type} ${row.id} to ${row.to} in its outbox`)
  }
  wrongs.push(...(await behind(edge, [...customers, ...seats])))
  wrongs.push(...agreement(edge, logs, seats), ...tickets(edge, logs, logOf), ...effects(edge))
  return wrongs
}

const logsOf = (edge: Edge) =>
  new Map(edge.names('CONVERSATION').map((name) => [name as ConversationId, logOf(edge, 'CONVERSATION', name) as StoredEvent[]]))

/** Copies that are not what the edge has. */
export async function behind(edge: Edge, people: readonly (SimCustomer | SimSeat)[]): Promise<string[]> {
  const logs = logsOf(edge)
  const wrongs: string[] = []
  for (const person of people)
    for (const [id, copy] of (await holdingsOf(person)).events) {
      const whole = logs.get(id) ?? []
      const log = 'conversation' in person ? shownToCustomer(whole) : whole
      // A conversation that is on no screen any more is followed no longer: its copy is true, and may end earlier.
      const following = 'conversation' in person ? id === person.conversation : isServing(log, person.id)
      if (canonical(copy) === canonical(following ? log : log.slice(0, copy.length))) continue
      const seqs = copy.map((event) => event.seq).join(' ')
      wrongs.push(`${person.device.name} holds ${seqs} of ${id}, the edge up to ${log.length}`)
    }
  return wrongs
}

/** Words that are safe and were not called back are on their device at every moment: as an event, or still waiting. */
export async function vanished(person: SimCustomer | SimSeat): Promise<string[]> {
  const written = person.written.filter((words) => words.safe && !words.calledBack)
  const { events, outbox } = await holdingsOf(person)
  const here = new Set([...outbox.map((row) => row.id), ...[...events.values()].flatMap((log) => log.map((event) => event.cause))])
  return written.filter((words) => !here.has(words.id)).map((words) => `${words.text} vanished from ${person.device.name}`)
}

function logOf(edge: Edge, kind: string, name: string): { seq: number; name: string; cause: string }[] {
  const rows = edge.rows<Row>(kind, name, 'SELECT seq, at, cause, name, body FROM events ORDER BY seq')
  return rows.map(({ seq, at, cause, name, body }) => ({ ...JSON.parse(body), seq, at, cause, name }))
}

function* gaps(id: string, log: readonly { seq: number }[]): Iterable<string> {
  for (const [index, { seq }] of log.entries()) if (seq !== index + 1) yield `${id} has ${seq} at place ${index + 1}`
}

async function holdingsOf(person: SimCustomer | SimSeat) {
  type Tables = { getAll(): Promise<unknown[]> }
  return person.device.storage.tables.run(async (transaction: never) => {
    const store = (name: string) => (transaction as { objectStore(name: string): Tables }).objectStore(name)
    const events = new Map<ConversationId, StoredEvent[]>()
    for (const row of (await store('events').getAll()) as EventRow[])
      events.set(row.conversation, [...(events.get(row.conversation) ?? []), row.event])
    return { events, outbox: (await store('outbox').getAll()) as OutboxRow[] }
  })
}

const isServing = (log: StoredEvent[], seat: string) => {
  const state = fold(log)
  return state.phase.name === 'person' && personOf(state)?.id === (seat as SeatId)
}

/** Every text that was safe is in the log once, or was refused and is still here, or was called back and is nowhere. */
function* texts(
  device: string,
  written: readonly Written[],
  outbox: readonly OutboxRow[],
  logs: ReadonlyMap<ConversationId, StoredEvent[]>,
): Iterable<string> {
  const refused = new Set(outbox.filter((row) => row.refused !== null).map((row) => row.id))
  const sent = new Map<string, string[]>()
  for (const words of written) {
    const log = logs.get(words.to as ConversationId) ?? []
    const found = log.filter((event) => event.name === 'v1.MessageSent' && (event.data as { text: string }).text === words.text)
    if (found.length > 1) yield `${words.text} is doubled in ${words.to}`
    if (found.length === 1 && words.calledBack) yield `${words.text} was called back and was sent`
    if (found.length === 1 && refused.has(words.id)) yield `${words.text} was sent and is shown as refused`
    if (found.length === 0 && words.safe && !words.calledBack && !refused.has(words.id)) yield `${words.text} to ${words.to} is lost`
    if (found.length === 1) sent.set(words.to, [...(sent.get(words.to) ?? []), words.text])
  }
  for (const [to, mine] of sent) {
    const inLog = (logs.get(to as ConversationId) ?? []).flatMap((event) =>
      event.name === 'v1.MessageSent' ? [(event.data as { text: string }).text] : [],
    )
    const order = inLog.filter((text) => text.startsWith(`${device} `))
    if (JSON.stringify(order) !== JSON.stringify(mine))
      yield `${device} is out of order in ${to}: ${order.join(', ')} instead of ${mine.join(', ')}`
  }
}

/** Conversations, the queue and the seats say the same of who waits and who serves. */
function* agreement(edge: Edge, logs: ReadonlyMap<ConversationId, StoredEvent[]>, seats: readonly SimSeat[]): Iterable<string> {
  const queue = stateOf<Queue>(edge, 'QUEUE', DEFAULT_QUEUE, newQueue, applyToQueue)
  const waiting = new Set<string>()
  const served = new Map<string, Conversation>()
  for (const [id, log] of logs) {
    const state = fold(log)
    if (state.phase.name === 'waiting') {
      waiting.add(state.phase.entry)
      if (!queue.entries.some((entry) => entry.id === (state.phase as { entry: string }).entry)) yield `${id} waits and is not in the line`
    }
    if (state.phase.name === 'person') served.set(id, state)
    if (state.phase.name === 'person' && state.phase.next) waiting.add(state.phase.next)
  }
  for (const entry of queue.entries) if (!waiting.has(entry.id)) yield `${entry.conversation} stands in the line and does not wait`
  const servedBy = (seat: SeatId) =>
    [...served]
      .filter(([, state]) => personOf(state)?.id === seat)
      .map(([id]) => id)
      .sort()
  for (const { id } of seats) {
    const inQueue = (queue.seats[id]?.serving ?? []).map((serving) => serving.conversation).sort()
    const own = stateOf<Seat>(edge, 'SEAT', id, newSeat, applyToSeat)
      .open.map((open) => open.conversation)
      .sort()
    const truly = servedBy(id)
    if (inQueue.join() !== truly.join()) yield `the queue has ${id} serve ${inQueue}, and it serves ${truly}`
    if (own.join() !== truly.join()) yield `${id} has ${own} open, and serves ${truly}`
  }
}

/** Everything that one object had to tell another was told; what cannot be told is parked, and the owner hears of it. */
function* effects(edge: Edge): Iterable<string> {
  const told = new Set(
    edge
      .names('DESK')
      .flatMap((name) =>
        edge.rows<{ origin: string; n: number }>('DESK', name, 'SELECT origin, n FROM parkings').map(({ origin, n }) => `${origin} ${n}`),
      ),
  )
  for (const kind of ['CONVERSATION', 'QUEUE', 'SEAT', 'TICKET'])
    for (const name of edge.names(kind)) {
      if (!edge.has(kind, name, 'effects')) {
        yield `${kind} ${name} has not all of its tables`
        continue
      }
      for (const effect of edge.rows<{ n: number; key: string; body: string; parked: number }>(
        kind,
        name,
        'SELECT n, key, body, parked FROM effects',
      ))
        if (!effect.parked || !edge.poisoned.has(keyOf(effect.key)) || !told.has(`${kind.toLowerCase()}:${name} ${effect.n}`))
          yield `${kind} ${name} still holds ${effect.parked ? 'a parked' : 'an'} effect for ${effect.key}: ${effect.body}`
    }
}

const keyOf = (key: string) => `${key.slice(0, key.indexOf(':')).toUpperCase()}${key.slice(key.indexOf(':'))}`

/** The state on a disk: the snapshot and the events after it. */
function stateOf<State extends { seq: number }>(
  edge: Edge,
  kind: string,
  name: QueueId | SeatId,
  initial: State,
  apply: (state: State, event: never) => State,
): State {
  if (!edge.names(kind).includes(name)) return initial
  const [snapshot] = edge.rows<{ state: string }>(kind, name, 'SELECT state FROM snapshot')
  const from = snapshot ? (JSON.parse(snapshot.state) as State) : initial
  return logOf(edge, kind, name)
    .filter((event) => event.seq > from.seq)
    .reduce((state, event) => apply(state, event as never), from)
}
