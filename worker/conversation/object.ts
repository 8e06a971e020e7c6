import { DurableObject } from 'cloudflare:workers'
import type { ConversationId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE } from '../../shared/base/new-ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { shownToCustomer } from '../../shared/conversation/shown.ts'
import { personOf, type Side } from '../../shared/conversation/state.ts'
import { weighing } from '../../shared/conversation/triaging.ts'
import { parseUp } from '../../shared/protocol/codec.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { CLOSE } from '../../shared/protocol/error.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Up } from '../../shared/protocol/up.ts'
import type { Place } from '../../shared/queue/place.ts'
import type { TranscriptLine } from '../../shared/ticket/commands.ts'
import type { Facts } from '../../shared/triage/facts.ts'
import type { Env } from '../env.ts'
import { fetchPacks, library, packsAbsent, packsIn, packsOf } from '../knowledge/library.ts'
import { objectOf, toOwner } from '../objects.ts'
import { Effects } from '../platform/effects.ts'
import { faultOf, log } from '../platform/log.ts'
import { migrate } from '../platform/migrations.ts'
import { nameOf } from '../platform/name.ts'
import { type Effect, Outbox } from '../platform/outbox.ts'
import { performer } from '../platform/perform.ts'
import { platformRandom } from '../platform/random.ts'
import { readSession } from '../platform/session.ts'
import { Sockets } from '../platform/sockets.ts'
import { durableSql, type Sql } from '../platform/sql.ts'
import { Teller } from '../platform/teller.ts'
import { whileNews } from '../push/notices.ts'
import { MIGRATIONS } from './migrations.ts'
import { Promises } from './promises.ts'
import { type Around, ConversationRoom, type Delivery } from './room.ts'
import { sourcesOf } from './sources.ts'
import { Weigher } from './weighing.ts'

/** How long a device waits before it sends again what could not be written. */
const FAULT_WAIT = 1000

/** The door of one conversation: sockets, alarms and calls between objects. What it means is in the room. */
export class ConversationObject extends DurableObject<Env> {
  readonly #sql: Sql
  readonly #sockets: Sockets
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #teller: Teller
  readonly #room: ConversationRoom
  readonly #weigher: Weigher
  readonly #promises: Promises
  readonly #id: ConversationId

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#id = nameOf(ctx) as ConversationId
    this.#sql = durableSql(ctx.storage)
    migrate(this.#sql, MIGRATIONS, Date.now())
    this.#sockets = new Sockets(ctx)
    this.#outbox = new Outbox(this.#sql, platformRandom, toOwner({ kind: 'conversation', id: this.#id }))
    this.#effects = new Effects(
      ctx,
      this.#outbox,
      whileNews(performer((target) => objectOf(env, target), { kind: 'system', id: this.#id })),
      () => this.#promises.nextLook(this.#room.state),
    )
    this.#teller = new Teller(ctx, (seat, frames) => env.SEAT.getByName(seat).deliver(frames))
    this.#room = new ConversationRoom(this.#sql, this.#outbox, this.#id)
    const sources = sourcesOf(env)
    this.#promises = new Promises(this.#id, sources)
    this.#weigher = new Weigher(this.#id, sources, this.#room.talk, () => this.#room.state, library)
  }

  /** A customer's socket. Who it is was proved at the edge and is written there into the request. */
  override async fetch(request: Request): Promise<Response> {
    const session = readSession(request)
    if (!session || !this.#room.mayFollow(session.actor)) return Response.json({ error: 'not-found' }, { status: 404 })
    return this.#sockets.accept(session.actor, session.signIn)
  }

  override async webSocketMessage(socket: WebSocket, text: string | ArrayBuffer): Promise<void> {
    const session = this.#sockets.session(socket)
    if (!session) return this.#sockets.close(socket, CLOSE.unauthorised, 'sign in again')
    if (this.#sockets.isHalted(socket, text, Date.now())) return
    const parsed = parseUp(text)
    if (!parsed.ok) {
      this.#sockets.send(socket, { type: 'error', kind: parsed.kind })
      if (parsed.kind === 'frame-too-large') this.#sockets.close(socket, CLOSE.tooLarge, 'frame too large')
      return
    }
    const { frame } = parsed
    if (!this.#sockets.takes(socket, frame, Date.now())) return
    await this.#prepare(session.actor, frame.type === 'push' ? frame.commands : [], packsIn(frame, this.#room.state))
    try {
      const deliveries = this.#receive(session.actor, frame)
      if (frame.type === 'hello' && frame.to === this.#id) this.#sockets.greeted(socket)
      this.#deliver(deliveries, socket, session.actor)
      if (frame.type === 'hello') this.#tellPlace(socket)
    } catch (fault) {
      // It was rolled back whole. What comes behind it must not be taken before it, so the device is asked to begin again.
      log('error', 'not-taken', { conversation: this.#id, fault: faultOf(fault) })
      this.#sockets.busy(socket, frame.to, FAULT_WAIT)
    }
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.#sockets.reciprocate(socket, code)
    if (this.#sockets.all().length <= 1) this.#room.rest()
  }

  override async alarm(): Promise<void> {
    const due = this.#promises.nextLook(this.#room.state)
    if (due !== null && due <= Date.now()) {
      await this.#prepare({ kind: 'system', id: 'alarm' }, [], [])
      this.#deliver(this.#room.look(this.#around, platformRandom), null, { kind: 'system', id: 'alarm' })
    }
    await this.#effects.ring()
  }

  /** Commands from another object's outbox. */
  async take(actor: Actor, commands: Effect['command'][]): Promise<Receipt[]> {
    if (commands.some(({ type }) => type === 'weigh-anew')) this.#weigher.forget()
    this.#promises.listen(commands)
    // Without its pack a flow could not go on: whoever asks tries again.
    const settles = commands.some(({ type }) => type === 'settle-action')
    await this.#prepare(actor, commands, settles ? packsOf(this.#room.state) : [], settles)
    const { receipts, deliveries } = this.#room.take(actor, commands, this.#around)
    this.#deliver(deliveries, null, actor)
    this.#effects.afterCommit()
    return receipts
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#effects.afterCommit()
  }

  /** A frame from a seat, or commands over HTTP; the frames for the sender are the answer. */
  async relay(actor: Actor, frame: Up): Promise<Down[]> {
    await this.#prepare(actor, frame.type === 'push' ? frame.commands : [], packsIn(frame, this.#room.state))
    const deliveries = this.#receive(actor, frame)
    this.#deliver(deliveries, null, actor)
    const frames = deliveries.filter((delivery) => delivery.to !== 'other-side').map((delivery) => delivery.frame)
    return actor.kind === 'customer' ? frames.map(forCustomer) : frames
  }

  /** For a ticket that was made of this conversation: what was said in it. */
  async transcript(): Promise<TranscriptLine[]> {
    return this.#room.transcript()
  }

  /** From the queue: where this conversation stands. Passed on, never stored. */
  async place(place: Place): Promise<void> {
    if (this.#room.state.phase.name === 'waiting') this.#sockets.broadcast({ type: 'place', of: this.#id, place })
  }

  /** How far a side has been reached, and up to where the other has spoken: whether a notice is still of use. */
  async standing(side: Side): Promise<{ delivered: number; spoken: number }> {
    const { marks, lastFrom } = this.#room.state
    return { delivered: marks[side].delivered, spoken: lastFrom[side === 'seat' ? 'customer' : 'seat'] }
  }

  /** What rules would look at now, for whoever tries them. Null for a conversation that nobody has opened. */
  async facts(): Promise<Facts | null> {
    const { state } = this.#room
    if (!state.customer) return null
    await this.#prepare({ kind: 'system', id: 'desk' }, [{ type: 'request-person' }], packsOf(state))
    return this.#weigher.facts('talk', { state, flow: state.dialogue })
  }

  /** What is written and parked here, for the owner's view of health and for tests. */
  async health(): Promise<{ seq: number; rowsWritten: number; parked: ReturnType<Outbox['parked']> }> {
    return { seq: this.#room.state.seq, rowsWritten: this.#sql.rowsWritten(), parked: this.#outbox.parked() }
  }

  /**
   * Brings what some commands need: packs that are named, what the desk promises, what its rules look at. All behind one gate:
   * others wait at the door meanwhile, and between two gates a later frame would come in and overtake this one.
   */
  async #prepare(
    actor: Actor,
    commands: readonly Readonly<Record<string, unknown>>[],
    packs: readonly unknown[],
    must = false,
  ): Promise<void> {
    const now = Date.now()
    const missing = packsAbsent(packs)
    const asks = this.#promises.isUnknown(this.#room.state, now)
    const weighs = actor.kind !== 'seat' && this.#weigher.isNeeded(commands)
    if (weighs) this.#room.hear()
    const gathers = weighs && !this.#weigher.isReady(now)
    if (missing.length === 0 && !asks && !gathers) return
    const [fault] = await this.ctx.blockConcurrencyWhile(() =>
      Promise.all([
        missing.length > 0 ? this.#bring(missing) : null,
        asks ? this.#promises.ask(now) : null,
        gathers ? this.#weigher.gather(actor, now) : null,
      ]),
    )
    if (fault) log('warn', 'pack-unavailable', { fault })
    if (fault && must) throw new Error(fault)
  }

  /** What is thrown behind the gate would end the object: a fault is an answer. */
  #bring(missing: Parameters<typeof fetchPacks>[1]): Promise<string | null> {
    return fetchPacks(this.env, missing).then(
      () => null,
      (thrown) => faultOf(thrown),
    )
  }

  get #around(): Around {
    const now = Date.now()
    return { now, library, weigh: weighing(this.#weigher.around), promised: this.#promises.at(now) }
  }

  #receive(actor: Actor, frame: Up): Delivery[] {
    const deliveries = this.#room.receive(actor, frame, this.#around)
    if (frame.type === 'push') this.#effects.afterCommit()
    return deliveries
  }

  /** Customers hear over their sockets, the person who serves through their seat. The sender's own copies go back by hand. */
  #deliver(deliveries: readonly Delivery[], sender: WebSocket | null, actor: Actor): void {
    const seat = personOf(this.#room.state)?.id ?? null
    for (const { to, frame } of deliveries) {
      if (to === 'sender') {
        if (sender) this.#sockets.send(sender, forCustomer(frame))
        continue
      }
      const fromSeat = actor.kind === 'seat'
      if (to === 'all' || fromSeat) this.#sockets.broadcast(forCustomer(frame))
      if (seat && !(fromSeat && actor.id === seat)) this.#teller.tell(seat, frame)
    }
  }

  #tellPlace(socket: WebSocket): void {
    const { phase } = this.#room.state
    if (phase.name !== 'waiting') return
    const asked = this.env.QUEUE.getByName(DEFAULT_QUEUE).place(phase.entry)
    this.ctx.waitUntil(
      asked.then(
        (place) => this.#sockets.send(socket, { type: 'place', of: this.#id, place }),
        (fault) => log('warn', 'place-unknown', { conversation: this.#id, fault: faultOf(fault) }),
      ),
    )
  }
}

/** All sockets here are customers'. */
const forCustomer = (frame: Down): Down => (frame.type === 'feed' ? { ...frame, events: shownToCustomer(frame.events) } : frame)
