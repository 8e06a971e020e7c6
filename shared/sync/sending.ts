import type { Millis } from '../base/clock.ts'
import type { CommandId, ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Push } from '../protocol/push.ts'
import type { Waiting } from './outbox.ts'
import { patience } from './patience.ts'

type Command = Waiting['command']

/** What a push frame holds beside its commands. */
const ENVELOPE = 1024

/** Commands that leave no receipt, so that nothing can be said to come after them. They may be lost and repeated at will. */
const UNRECORDED: ReadonlySet<unknown> = new Set(['mark'])

/** The sending half of a link: what waits, what is under way on this socket, and what was answered. */
export class Sending {
  #waiting: readonly Waiting[] = []
  #inFlight = new Map<CommandId, { to: ObjectId; at: Millis }>()
  /** Answered, but still in the outbox we were last shown: its row leaves a moment after its answer. */
  #answered = new Set<CommandId>()
  /** The last command sent to each object: what the next one comes after. */
  #last = new Map<ObjectId, CommandId>()
  /** Objects that said that they are not ours, and were asked once more. */
  readonly #parting = new Set<ObjectId>()
  /** Objects that asked for a rest, and until when. */
  #rests = new Map<ObjectId | 'all', Millis>()
  /** How often in a row an object had to be asked again. */
  #tries = new Map<ObjectId, number>()

  /** When the oldest unanswered command went out, or null. */
  oldest(): Millis | null {
    const [oldest] = this.#inFlight.values()
    return oldest?.at ?? null
  }

  /** When something is due though nothing happens: a rest is over, or an answer overdue; or null. */
  wakeAt(): Millis | null {
    const times = [...this.#rests.values(), ...this.#deadlines().values()]
    return times.length > 0 ? Math.min(...times) : null
  }

  /** The outbox as it is now, in order. What was taken out of it is no longer waited for. */
  show(waiting: readonly Waiting[]): void {
    this.#waiting = waiting
    const ids = new Set(waiting.map(({ command }) => command.id))
    this.#answered = new Set([...this.#answered].filter((id) => ids.has(id)))
    for (const id of this.#inFlight.keys()) if (!ids.has(id)) this.#inFlight.delete(id)
  }

  answered(id: CommandId): void {
    const flight = this.#inFlight.get(id)
    if (flight) this.#tries.delete(flight.to)
    this.#inFlight.delete(id)
    this.#answered.add(id)
  }

  /** [P32] An object is no longer ours: what it may have taken before its answer was lost is asked for once more, and then no more. */
  asksOnceMore(to: ObjectId): boolean {
    const waits = this.#waiting.some((row) => row.to === to && !this.#answered.has(row.command.id))
    if (this.#parting.delete(to) || !waits) return false
    this.#parting.add(to)
    this.halt(to)
    return true
  }

  /** Nothing that is under way will be answered any more: the socket is gone. */
  cut(): void {
    this.#inFlight.clear()
    this.#last.clear()
    this.#rests.clear()
    this.#tries.clear()
  }

  /** What an object did not answer is to be sent again: it was not taken, or its answer was lost. */
  halt(to: ObjectId): void {
    for (const [id, flight] of this.#inFlight) if (flight.to === to) this.#inFlight.delete(id)
    this.#last.delete(to)
  }

  /** An object, or the whole other end, asked for a rest; what it did not answer is sent again after it. */
  rest(to: ObjectId | null, until: Millis): void {
    this.#rests.set(to ?? 'all', until)
    if (to) return this.halt(to)
    this.#inFlight.clear()
    this.#last.clear()
  }

  /** Whether an object, or the whole other end, has asked for a rest that is not over. */
  rests(to: ObjectId, now: Millis): boolean {
    return (this.#rests.get(to) ?? 0) > now || (this.#rests.get('all') ?? 0) > now
  }

  /** Objects that owe an answer for too long, each told once until it is overdue again. */
  overdue(now: Millis): ObjectId[] {
    const late = [...this.#deadlines()].filter(([, at]) => at <= now).map(([to]) => to)
    for (const to of late) this.#tries.set(to, (this.#tries.get(to) ?? 0) + 1)
    return late
  }

  /**
   * What is to be sent now: all that waits and is not under way, in order, to objects that may be written to. `chained`
   * pushes name the command before them, so that one that was lost or overtaken is noticed.
   */
  due(now: Millis, mayReceive: (to: ObjectId) => boolean, chained: boolean): Push[] {
    for (const [to, until] of this.#rests) if (until <= now) this.#rests.delete(to)
    if (this.#rests.has('all')) return []
    const room = new Map<ObjectId, number>()
    for (const { to } of this.#inFlight.values()) room.set(to, (room.get(to) ?? LIMITS.commandsInFlight) - 1)
    const byTarget = new Map<ObjectId, Command[]>()
    for (const { to, command } of this.#waiting) {
      if (this.#inFlight.has(command.id) || this.#answered.has(command.id) || this.#rests.has(to) || !mayReceive(to)) continue
      const left = room.get(to) ?? LIMITS.commandsInFlight
      if (left <= 0) continue
      room.set(to, left - 1)
      const commands = byTarget.get(to)
      if (commands) commands.push(command)
      else byTarget.set(to, [command])
    }
    return [...byTarget].flatMap(([to, commands]) => batches(commands).map((batch) => this.#push(to, batch, now, chained)))
  }

  #push(to: ObjectId, commands: Command[], now: Millis, chained: boolean): Push {
    const last = this.#last.get(to)
    const after = chained && last && this.#inFlight.has(last) ? { after: last } : {}
    for (const command of commands) {
      this.#inFlight.set(command.id, { to, at: now })
      if (!UNRECORDED.has(command.type)) this.#last.set(to, command.id)
    }
    return { type: 'push', to, commands, ...after, ...(chained ? { at: now } : {}) }
  }

  /** Until when each object may take to answer the oldest command that it was sent. */
  #deadlines(): Map<ObjectId, Millis> {
    const deadlines = new Map<ObjectId, Millis>()
    for (const { to, at } of this.#inFlight.values()) if (!deadlines.has(to)) deadlines.set(to, at + patience(this.#tries.get(to) ?? 0))
    return deadlines
  }
}

/** Cuts commands into pushes that keep the limits of a frame. A UTF-16 unit takes three bytes of UTF-8 at most. */
function batches(commands: readonly Command[]): Command[][] {
  const all: Command[][] = []
  let room = 0
  for (const command of commands) {
    const size = JSON.stringify(command).length * 3
    const batch = all.at(-1)
    if (batch && batch.length < LIMITS.commandsPerPush && size <= room) {
      batch.push(command)
      room -= size
    } else {
      all.push([command])
      room = LIMITS.frameBytes - ENVELOPE - size
    }
  }
  return all
}
