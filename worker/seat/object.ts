import { DurableObject } from 'cloudflare:workers'
import type { CommandId, ObjectId, SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, kindOf } from '../../shared/base/new-ids.ts'
import type { Actor } from '../../shared/conversation/actor.ts'
import { parseUp } from '../../shared/protocol/codec.ts'
import type { Down } from '../../shared/protocol/down.ts'
import { CLOSE } from '../../shared/protocol/error.ts'
import type { SubscribeBody } from '../../shared/protocol/push-notice.ts'
import type { Receipt } from '../../shared/protocol/receipt.ts'
import type { Up } from '../../shared/protocol/up.ts'
import { PROTOCOL_FLOOR } from '../../shared/protocol/version.ts'
import type { Duty } from '../../shared/queue/lines.ts'
import type { Line } from '../../shared/queue/place.ts'
import type { Seat } from '../../shared/seat/state.ts'
import type { Env } from '../env.ts'
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
import { durableSql } from '../platform/sql.ts'
import { Notices, type Whose } from '../push/notices.ts'
import { pushing } from '../push/pushing.ts'
import { MIGRATIONS } from './migrations.ts'
import { SeatRoom } from './room.ts'

/** The door of one member of staff: their devices' sockets, relayed to conversations and queues. Holds no copy of events. */
export class SeatObject extends DurableObject<Env> {
  readonly #sockets: Sockets
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #room: SeatRoom
  readonly #notices: Notices
  readonly #id: SeatId
  /** What each object was last sent: frames to one object go in order, those to different ones side by side. */
  readonly #lanes = new Map<ObjectId, Promise<void>>()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#id = nameOf(ctx) as SeatId
    const sql = durableSql(ctx.storage)
    migrate(sql, MIGRATIONS, Date.now())
    this.#sockets = new Sockets(ctx)
    this.#outbox = new Outbox(sql, platformRandom, toOwner({ kind: 'seat', id: this.#id }))
    this.#notices = new Notices(sql, this.#outbox)
    this.#room = new SeatRoom(sql, this.#outbox, this.#id, platformRandom, this.#notices)
    const toObjects = performer((target) => objectOf(env, target), { kind: 'system', id: this.#id })
    this.#effects = new Effects(ctx, this.#outbox, pushing(env, this.#notices, toObjects), () => this.#room.graceEnds())
    // A process that died took the sockets with it and told nobody; whoever wakes the seat next starts its grace.
    if (this.#sockets.all().length === 0 && this.#room.left(Date.now())) this.#effects.afterCommit()
  }

  override async fetch(request: Request): Promise<Response> {
    const session = readSession(request)
    if (session?.actor.kind !== 'seat' || session.actor.id !== this.#id) return Response.json({ error: 'not-found' }, { status: 404 })
    return this.#sockets.accept(session.actor, session.signIn)
  }

  override async webSocketMessage(socket: WebSocket, text: string | ArrayBuffer): Promise<void> {
    const session = this.#sockets.session(socket)
    if (session?.actor.kind !== 'seat') return this.#sockets.close(socket, CLOSE.unauthorised, 'sign in again')
    const parsed = parseUp(text)
    if (!parsed.ok) {
      this.#sockets.send(socket, { type: 'error', kind: parsed.kind })
      if (parsed.kind === 'frame-too-large') this.#sockets.close(socket, CLOSE.tooLarge, 'frame too large')
      return
    }
    const { frame } = parsed
    if (!this.#sockets.takes(socket, frame, Date.now())) return
    if (frame.to === this.#id) return this.#own(socket, session.actor, frame)
    if (kindOf(frame.to) === 'seat') return this.#sockets.send(socket, { type: 'error', kind: 'not-found', of: frame.to })
    this.#inLane(frame.to, () => this.#relay(socket, session.actor, frame))
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#sockets.reciprocate(socket, code)
    if (this.#sockets.all().some((other) => other !== socket)) return
    if (this.#room.left(Date.now())) this.#effects.afterCommit()
  }

  override async alarm(): Promise<void> {
    if (this.#sockets.all().length === 0 && this.#room.graceIsOver(Date.now())) this.#changed()
    await this.#effects.ring()
  }

  /** Commands from queues, conversations and the desk. */
  async take(actor: Actor, commands: Effect['command'][]): Promise<Receipt[]> {
    if (commands.every(({ type }) => type === 'notify')) {
      const receipts = this.#notices.take(actor, commands, Date.now())
      this.#effects.afterCommit()
      return receipts
    }
    return this.#take(actor, commands)?.receipts ?? []
  }

  async unpark(n: number, how: 'retry' | 'drop'): Promise<void> {
    this.#outbox.unpark(n, how, Date.now())
    this.#effects.afterCommit()
  }

  /** Frames of a conversation that this seat serves. */
  async deliver(frames: Down[]): Promise<void> {
    for (const frame of frames) this.#sockets.broadcast(frame)
    this.#notices.heard(frames, Date.now())
    this.#effects.afterCommit()
  }

  async subscribe(body: SubscribeBody, whose: Whose): Promise<void> {
    await this.#notices.put(body, whose, Date.now())
  }

  async unsubscribe(endpoint: string): Promise<void> {
    await this.#notices.drop(endpoint)
  }

  /** What a device without a socket asks before it shows a notice. */
  async state(): Promise<Seat> {
    return this.#room.state
  }

  /** The state of lines, shown and not kept. */
  async lines(lines: Line[]): Promise<void> {
    for (const line of lines) this.#sockets.broadcast({ type: 'line', of: line.queue, line })
  }

  /** What its member of staff is there for. */
  async duty(): Promise<Duty> {
    return this.#room.state.duty
  }

  /** Access was withdrawn: the sockets of one sign-in, or all of them, close now and not at the next request. */
  async revoke(signIn: string | null): Promise<void> {
    if (signIn !== null) this.#notices.dropSignIn(signIn)
    for (const socket of this.#sockets.all()) {
      if (signIn === null || this.#sockets.session(socket)?.signIn === signIn) this.#sockets.close(socket, CLOSE.unauthorised, 'signed out')
    }
  }

  #own(socket: WebSocket, actor: Actor, frame: Up): void {
    const now = Date.now()
    if (frame.type === 'hello') {
      if (frame.protocol < PROTOCOL_FLOOR) return this.#sockets.send(socket, { type: 'error', kind: 'protocol-too-old' })
      this.#sockets.greeted(socket)
      const changed = this.#room.arrived(now)
      for (const answer of this.#room.greeting(now)) this.#sockets.send(socket, answer)
      if (changed) this.#changed()
      this.#inLane(DEFAULT_QUEUE, async () => {
        for (const line of await this.env.QUEUE.getByName(DEFAULT_QUEUE).lines(this.#id))
          this.#sockets.send(socket, { type: 'line', of: line.queue, line })
      })
    }
    if (frame.type === 'push') {
      try {
        const taken = this.#take(actor, frame.commands as Effect['command'][], frame.after)
        this.#answer(socket, this.#id, taken?.receipts ?? null)
      } catch (fault) {
        log('error', 'not-taken', { seat: this.#id, fault: faultOf(fault) })
        this.#sockets.busy(socket, this.#id, 1000)
      }
    }
  }

  #take(actor: Actor, commands: Effect['command'][], after?: CommandId): ReturnType<SeatRoom['take']> {
    const taken = this.#room.take(actor, commands, Date.now(), after)
    if (taken?.changed) this.#changed()
    return taken
  }

  /** Receipts, or the word that a command before these never came. */
  #answer(socket: WebSocket, of: ObjectId, receipts: Receipt[] | null): void {
    this.#sockets.send(socket, receipts ? { type: 'ack', of, receipts } : { type: 'error', kind: 'gap', of })
  }

  async #relay(socket: WebSocket, actor: Actor, frame: Up): Promise<void> {
    // [P20] One that stood behind a frame which was turned away meanwhile must not overtake it.
    if (this.#sockets.mustRest(socket, frame.to, Date.now())) return
    try {
      if (kindOf(frame.to) === 'queue') {
        if (frame.type !== 'push' || frame.to !== DEFAULT_QUEUE)
          return this.#sockets.send(socket, { type: 'error', kind: 'not-found', of: frame.to })
        const queue = this.env.QUEUE.getByName(frame.to)
        return this.#answer(socket, frame.to, await queue.take(actor, frame.commands as Effect['command'][], frame.after))
      }
      const answers = await this.#answersTo(actor, frame)
      for (const answer of answers) {
        // What happened is for all devices of this seat; greetings, acks and errors for the one that asked.
        if (answer.type === 'feed' && frame.type === 'push') this.#sockets.broadcast(answer)
        else this.#sockets.send(socket, answer)
      }
    } catch (fault) {
      // Nothing is lost: the device still holds what it sent and sends it again after the wait.
      log('warn', 'relay-failed', { to: frame.to, fault: faultOf(fault) })
      this.#sockets.busy(socket, frame.to, 1000)
    }
  }

  async #answersTo(actor: Actor, frame: Up): Promise<Down[]> {
    if (kindOf(frame.to) !== 'ticket') return (await this.env.CONVERSATION.getByName(frame.to).relay(actor, frame)) as Down[]
    return (await this.env.TICKET.getByName(frame.to).relay(actor, this.#room.state.duty.lines, frame)) as Down[]
  }

  #inLane(to: ObjectId, work: () => Promise<void>): void {
    const before = this.#lanes.get(to) ?? Promise.resolve()
    const after = before.then(work).catch((fault) => log('warn', 'lane-failed', { to, fault: faultOf(fault) }))
    this.#lanes.set(to, after)
    this.ctx.waitUntil(
      after.then(() => {
        if (this.#lanes.get(to) === after) this.#lanes.delete(to)
      }),
    )
  }

  #changed(): void {
    this.#effects.afterCommit()
    this.#sockets.broadcast(this.#room.frame())
  }
}
