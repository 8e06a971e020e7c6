import type { Socket } from 'node:net'
import { type Dice, type Fault, type Faults, MOST_DELAY } from './faults.ts'
import { FrameCutter, type Unit } from './frames.ts'
import { Lane } from './lane.ts'

const END_OF_HEAD = '\r\n\r\n'

/** What a connection needs of its proxy. */
export interface Weather {
  faults(): Faults
  dice: Dice
  count(fault: Fault): void
  /** An upgrade was answered: from here on it carries frames. */
  upgraded(connection: Connection): void
}

/**
 * A client's connection and the one to the server behind it. HTTP passes as it is; an upgrade passes without extensions,
 * since a compressed stream could not lose a frame; after the 101 each message meets the weather.
 */
export class Connection {
  /** Path and cookie of the upgrade: whose socket it is. */
  label = ''
  readonly #client: Socket
  readonly #server: Socket
  readonly #weather: Weather
  readonly #up: Lane
  readonly #down: Lane
  #phase: 'plain' | 'upgrading' | 'frames' = 'plain'
  #upHeld = Buffer.alloc(0)
  #downHeld = Buffer.alloc(0)
  readonly #upCutter = new FrameCutter()
  readonly #downCutter = new FrameCutter()
  #isSilent = false
  #doom: 'torn' | 'after' | null = null

  constructor(client: Socket, server: Socket, weather: Weather) {
    this.#client = client
    this.#server = server
    this.#weather = weather
    const trickles = weather.dice.chance(weather.faults().trickle)
    if (trickles) weather.count('trickle')
    // Slow only while there is such weather: what is stuck passes when it clears.
    const isSlow = () => trickles && weather.faults().trickle > 0
    this.#up = new Lane(server, isSlow)
    this.#down = new Lane(client, isSlow)
    this.#wire(client, this.#up, (chunk) => this.#fromClient(chunk), server)
    this.#wire(server, this.#down, (chunk) => this.#fromServer(chunk), client)
  }

  get carriesFrames(): boolean {
    return this.#phase === 'frames'
  }

  get isSilent(): boolean {
    return this.#isSilent
  }

  get isGone(): boolean {
    return this.#client.destroyed || this.#server.destroyed
  }

  /** Both ends are reset: now, in the middle of the next message, or just after it. */
  cut(how: 'now' | 'torn' | 'after'): void {
    if (how !== 'now') {
      this.#doom = how
      return
    }
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }

  /** From now on nothing passes; both ends stay open and are told nothing. */
  silence(): void {
    this.#isSilent = true
    this.#up.stop()
    this.#down.stop()
  }

  destroy(): void {
    this.#client.destroy()
    this.#server.destroy()
  }

  #wire(from: Socket, lane: Lane, take: (chunk: Buffer) => void, to: Socket): void {
    from.setNoDelay(true)
    from.on('data', (chunk) => !this.#isSilent && take(chunk))
    from.on('end', () => !this.#isSilent && lane.end())
    from.on('error', () => !this.#isSilent && to.resetAndDestroy())
  }

  #fromClient(chunk: Buffer): void {
    if (this.#phase === 'frames') return this.#meet(this.#upCutter.take(chunk), this.#up)
    const isHead = this.#upHeld.length > 0 || chunk.subarray(0, 4).toString('latin1') === 'GET '
    if (!isHead) return void this.#up.send(chunk)
    this.#upHeld = Buffer.concat([this.#upHeld, chunk])
    const text = this.#upHeld.toString('latin1')
    if (!text.includes(END_OF_HEAD)) return
    this.#upHeld = Buffer.alloc(0)
    if (!/^upgrade: *websocket/im.test(text)) return void this.#up.send(Buffer.from(text, 'latin1'))
    this.#phase = 'upgrading'
    this.label = labelOf(text.split(' ')[1] ?? '', text.match(/^cookie: *(.*)\r$/im)?.[1] ?? '')
    void this.#up.send(Buffer.from(text.replace(/^sec-websocket-extensions:.*\r\n/im, ''), 'latin1'))
  }

  #fromServer(chunk: Buffer): void {
    if (this.#phase === 'frames') return this.#meet(this.#downCutter.take(chunk), this.#down)
    if (this.#phase === 'plain') return void this.#down.send(chunk)
    this.#downHeld = Buffer.concat([this.#downHeld, chunk])
    const end = this.#downHeld.indexOf(END_OF_HEAD)
    if (end < 0) return
    const head = this.#downHeld.subarray(0, end + END_OF_HEAD.length)
    const rest = this.#downHeld.subarray(head.length)
    this.#downHeld = Buffer.alloc(0)
    void this.#down.send(head)
    if (/^HTTP\/1\.1 101 /.test(head.toString('latin1'))) {
      this.#phase = 'frames'
      this.#weather.upgraded(this)
      this.#meet(this.#downCutter.take(rest), this.#down)
    } else {
      this.#phase = 'plain'
      void this.#down.send(rest)
    }
  }

  #meet(units: readonly Unit[], lane: Lane): void {
    for (const { kind, bytes } of units) {
      if (kind === 'control') void lane.send(bytes)
      else if (this.#doom) this.#perish(bytes, lane, this.#doom)
      else this.#message(bytes, lane)
    }
  }

  #message(bytes: Buffer, lane: Lane): void {
    const { dice, count } = this.#weather
    const { drop, duplicate } = this.#weather.faults()
    if (dice.chance(drop)) return count('drop')
    this.#pass(bytes, lane)
    if (!dice.chance(duplicate)) return
    count('duplicate')
    this.#pass(bytes, lane)
  }

  #pass(bytes: Buffer, lane: Lane): void {
    const { dice, count } = this.#weather
    const { delay, reorder } = this.#weather.faults()
    if (dice.chance(reorder)) {
      count('reorder')
      lane.sendLate(bytes, dice.below(MOST_DELAY))
    } else if (dice.chance(delay)) {
      count('delay')
      void lane.send(bytes, dice.below(MOST_DELAY))
    } else void lane.send(bytes)
  }

  #perish(bytes: Buffer, lane: Lane, how: 'torn' | 'after'): void {
    const part = how === 'torn' ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes
    // A reset throws away what its reader has not read yet, so the bytes get a moment to arrive.
    void lane.send(part).then(() => setTimeout(() => this.cut('now'), this.#weather.dice.below(MOST_DELAY / 10)))
  }
}

export const labelOf = (path: string, cookie: string): string => `${path} ${cookie}`
