import { performance } from 'node:perf_hooks'
import { percentile } from './figures.ts'
import { sleep } from './server.ts'
import { nextId, type Talker, type Tally } from './talker.ts'

/** Above this share of a processor the generator is what is slow; later than this, in milliseconds, it had none to work on. */
const BUSY = 0.9
const LATE = 50

/**
 * An open loop: messages arrive at fixed times, in turn at each conversation, whether or not answers have come. Every
 * latency counts from the time at which the message was meant to be sent, so that a slow answer hides no other
 * (coordinated omission; Gil Tene, "How NOT to measure latency").
 */
export class Flow implements Tally {
  offered = 0
  shedCount = 0
  refusedCount = 0
  droppedCount = 0
  /** When each accepted message was meant to be sent, and how long its acknowledgement took from then, in milliseconds. */
  readonly ats: number[] = []
  readonly times: number[] = []
  /** Share of the time in which the generator itself was at work. */
  busy = 0
  /** Acknowledged up to the end of the load: what came later shows a queue, not a throughput. */
  inTime = 0
  begun = 0
  ended = 0
  readonly #lateness: number[] = []
  readonly #talkers: readonly Talker[]
  readonly #rate: number
  readonly #seconds: number
  readonly #sent: ((id: string, at: number) => void) | undefined
  #stopped = false

  constructor(talkers: readonly Talker[], rate: number, seconds: number, sent?: (id: string, at: number) => void) {
    this.#talkers = talkers
    this.#rate = rate
    this.#seconds = seconds
    this.#sent = sent
  }

  /** Resolves after the last arrival, or once stopped. */
  async run(): Promise<this> {
    const before = performance.eventLoopUtilization()
    const total = Math.round(this.#rate * this.#seconds)
    this.begun = performance.now()
    while (this.offered < total && !this.#stopped) {
      const now = performance.now()
      for (; this.offered < total; this.offered++) {
        const at = this.begun + (this.offered * 1000) / this.#rate
        if (at > now) break
        this.#arrive(at, now)
      }
      await sleep(1)
    }
    this.ended = performance.now()
    this.inTime = this.times.length
    this.busy = performance.eventLoopUtilization(before).utilization
    return this
  }

  /** Resolves once every message has met its end, or after so many milliseconds. */
  async settle(most: number): Promise<this> {
    for (const until = performance.now() + most; this.unanswered > 0 && performance.now() < until; ) await sleep(10)
    return this
  }

  stop(): void {
    this.#stopped = true
  }

  get unanswered(): number {
    return this.offered - this.times.length - this.shedCount - this.refusedCount - this.droppedCount
  }

  /** Acknowledged messages a second while the load lasted. */
  get perSecond(): number {
    return (this.inTime * 1000) / (this.ended - this.begun)
  }

  /** Late arrivals of the generator's own making, in milliseconds: they are in every latency. */
  get lateness(): { p50: number; p99: number } {
    return { p50: percentile(this.#lateness, 0.5), p99: percentile(this.#lateness, 0.99) }
  }

  /** What to think of the generator, or null where it kept up. */
  get generator(): string | null {
    const { p99 } = this.lateness
    const words = `at work ${(this.busy * 100).toFixed(0)} % of the time, p99 of its own lateness ${p99.toFixed(0)} ms`
    if (this.busy >= BUSY) return `THE GENERATOR WAS THE BOTTLENECK: ${words}`
    return p99 < LATE ? null : `the generator was kept waiting by other work on this machine: ${words}`
  }

  accepted(at: number): void {
    this.ats.push(at)
    this.times.push(performance.now() - at)
  }

  refused(): void {
    this.refusedCount++
  }

  shed(): void {
    this.shedCount++
  }

  dropped(): void {
    this.droppedCount++
  }

  #arrive(at: number, now: number): void {
    const talker = this.#talkers[this.offered % this.#talkers.length] as Talker
    this.#lateness.push(now - at)
    if (!talker.free) return this.shed()
    const id = nextId()
    this.#sent?.(id, at)
    talker.send([id], at, this)
  }
}
