import type { Socket } from 'node:net'
import { sleep } from '../product/product.ts'

/** Milliseconds between two bytes of a connection that trickles. */
const TRICKLE_GAP = 3

/** One direction of a connection: bytes leave in order, some of them late or slowly. */
export class Lane {
  readonly #target: Socket
  readonly #trickles: () => boolean
  #tail: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(target: Socket, trickles: () => boolean) {
    this.#target = target
    this.#trickles = trickles
  }

  /** What comes later waits behind it. */
  send(bytes: Buffer, delay = 0): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      if (delay > 0) await sleep(delay)
      await this.#write(bytes)
    })
    return this.#tail
  }

  /** What comes later overtakes it. On a lane that trickles it keeps its place: a frame within a frame is no frame. */
  sendLate(bytes: Buffer, delay: number): void {
    if (this.#trickles()) void this.send(bytes, delay)
    else setTimeout(() => void this.send(bytes), delay)
  }

  /** Nothing passes any more, neither what is under way. */
  stop(): void {
    this.#isStopped = true
  }

  /** The other end has ended: so does this one, after what is under way. A trickle ends where it is. */
  end(): void {
    if (this.#trickles()) this.#target.destroy()
    void this.#tail.then(() => this.#isStopped || this.#target.end())
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#isStopped || !this.#target.writable) return
      if (!this.#trickles()) {
        this.#target.write(bytes.subarray(at))
        return
      }
      this.#target.write(bytes.subarray(at, at + 1))
      await sleep(TRICKLE_GAP)
    }
  }
}
