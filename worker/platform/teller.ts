import type { SeatId } from '../../shared/base/ids.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import type { Down } from '../../shared/protocol/down.ts'
import type { Feed } from '../../shared/protocol/feed.ts'
import { faultOf, log } from './log.ts'

/** Pauses before a word that did not arrive is said again. After the last one the seat's next greeting brings it. */
const PAUSES = [200, 1000, 3000]

/**
 * Tells a seat what happens, one call at a time: what happens meanwhile goes together with the next one.
 * A seat that is told twice passes over it, and one that misses something sees the gap.
 */
export class Teller {
  readonly #ctx: DurableObjectState
  readonly #deliver: (seat: SeatId, frames: Down[]) => Promise<void>
  #waiting: { seat: SeatId; frames: Down[] } | null = null
  #telling = false

  constructor(ctx: DurableObjectState, deliver: (seat: SeatId, frames: Down[]) => Promise<void>) {
    this.#ctx = ctx
    this.#deliver = deliver
  }

  tell(seat: SeatId, frame: Down): void {
    if (this.#waiting?.seat !== seat) this.#waiting = { seat, frames: [] }
    add(this.#waiting.frames, frame)
    if (this.#telling) return
    this.#telling = true
    this.#ctx.waitUntil(this.#run())
  }

  async #run(): Promise<void> {
    while (this.#waiting) {
      const { seat, frames } = this.#waiting
      this.#waiting = null
      await this.#try(seat, frames)
    }
    this.#telling = false
  }

  async #try(seat: SeatId, frames: Down[]): Promise<void> {
    for (const pause of [...PAUSES, null]) {
      try {
        return await this.#deliver(seat, frames)
      } catch (fault) {
        log('warn', 'seat-not-told', { seat, fault: faultOf(fault) })
        if (pause !== null) await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }
}

/** Puts a frame behind the others; events that follow on those of the last feed share its frame, without a gap between. */
function add(frames: Down[], frame: Down): void {
  const last = frames.at(-1)
  if (frame.type === 'feed' && last?.type === 'feed' && follows(last, frame))
    frames[frames.length - 1] = { ...last, events: [...last.events, ...frame.events] } satisfies Feed
  else frames.push(frame)
}

const follows = (before: Feed, after: Feed): boolean =>
  before.events.at(-1)?.seq === (after.events[0]?.seq ?? 0) - 1 && before.events.length + after.events.length <= LIMITS.eventsPerFeed
