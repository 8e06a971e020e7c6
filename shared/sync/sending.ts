import type { Millis } from '../base/clock.ts'
import type { CommandId, ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import type { Push } from '../protocol/push.ts'
import type { Waiting } from './outbox.ts'

/** What a push frame holds beside its commands. */
const ENVELOPE = 1024

/** The sending half of a link: what waits, what is under way on this socket, and what was answered. */
export class Sending {
  #waiting: readonly Waiting[] = []
  #inFlight = new Map<CommandId, Millis>()
  /** Answered, but still in the outbox we were last shown: its row leaves a moment after its answer. */
  #answered = new Set<CommandId>()
  #pausedUntil: Millis = 0

  /** When the oldest unanswered command went out, or null. */
  oldest(): Millis | null {
    const [oldest] = this.#inFlight.values()
    return oldest ?? null
  }

  /** Until when nothing is sent, or null. */
  pausedUntil(): Millis | null {
    return this.#pausedUntil > 0 ? this.#pausedUntil : null
  }

  /** The outbox as it is now, in order. */
  show(waiting: readonly Waiting[]): void {
    this.#waiting = waiting
    this.#answered = new Set(waiting.map(({ command }) => command.id).filter((id) => this.#answered.has(id)))
  }

  answered(id: CommandId): void {
    this.#inFlight.delete(id)
    this.#answered.add(id)
  }

  /** Nothing that is under way will be answered any more: the socket is gone. */
  cut(): void {
    this.#inFlight.clear()
    this.#pausedUntil = 0
  }

  /** The other end asked for a rest; what it did not answer is sent again after it. */
  pause(until: Millis): void {
    this.#inFlight.clear()
    this.#pausedUntil = until
  }

  /** What is to be sent now: all that waits and is not under way, in order, to objects that may be written to. */
  due(now: Millis, mayReceive: (to: ObjectId) => boolean): Push[] {
    if (now < this.#pausedUntil) return []
    this.#pausedUntil = 0
    const byTarget = new Map<ObjectId, Waiting['command'][]>()
    for (const { to, command } of this.#waiting) {
      if (this.#inFlight.has(command.id) || this.#answered.has(command.id) || !mayReceive(to)) continue
      const commands = byTarget.get(to)
      if (commands) commands.push(command)
      else byTarget.set(to, [command])
      this.#inFlight.set(command.id, now)
    }
    return [...byTarget].flatMap(([to, commands]) => batches(commands).map((batch): Push => ({ type: 'push', to, commands: batch })))
  }
}

/** Cuts commands into pushes that keep the limits of a frame. A UTF-16 unit takes three bytes of UTF-8 at most. */
function batches(commands: readonly Waiting['command'][]): Waiting['command'][][] {
  const all: Waiting['command'][][] = []
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
