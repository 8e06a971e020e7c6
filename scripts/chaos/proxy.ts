import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net'
import { SECOND } from '../../shared/base/clock.ts'
import { Connection } from './connection.ts'
import { CALM, type Dice, type Fault, type Faults } from './faults.ts'

/** A stretch of bad network between clients and the server, whose weather can be changed while it runs. */
export class FaultyProxy {
  /** Of each new connection, message and second; may be set at any time. */
  faults: Faults = CALM
  /** How often each fault has struck. */
  readonly counts: Record<Fault, number> = { ...CALM }
  /** Told when a client's current socket goes silent. */
  onSilence: (label: string) => void = () => {}
  readonly #server: Server
  readonly #serverPort: number
  readonly #dice: Dice
  readonly #connections = new Set<Connection>()
  /** The newest socket of each client: a silence on an older one is nobody's any more. */
  readonly #newest = new Map<string, Connection>()
  readonly #hazards: NodeJS.Timeout

  private constructor(serverPort: number, dice: Dice) {
    this.#serverPort = serverPort
    this.#dice = dice
    this.#server = createServer((client) => this.#accept(client))
    this.#hazards = setInterval(() => this.#strike(), SECOND)
  }

  /** Port 0 takes any that is free. */
  static async listen(port: number, serverPort: number, dice: Dice): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(serverPort, dice)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(port, '127.0.0.1', resolve)
    })
    return proxy
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Connections that pass what they are given. */
  get open(): number {
    return [...this.#connections].filter((connection) => !connection.isSilent).length
  }

  /** Resets every connection that is not silent: a silent one cannot hear that either. */
  cutAll(): void {
    for (const connection of this.#connections) if (!connection.isSilent) connection.cut('now')
  }

  /** Silences one client's socket; false when it has none that could be. */
  silence(label: string): boolean {
    const connection = this.#newest.get(label)
    if (!connection || connection.isSilent || connection.isGone) return false
    this.#silence(connection)
    return true
  }

  close(): void {
    clearInterval(this.#hazards)
    this.#server.close()
    for (const connection of this.#connections) connection.destroy()
  }

  #accept(client: Socket): void {
    if (this.#dice.chance(this.faults.refuse)) {
      this.counts.refuse++
      client.on('error', () => {})
      client.resetAndDestroy()
      return
    }
    const server = dial(this.#serverPort, '127.0.0.1')
    const connection = new Connection(client, server, {
      faults: () => this.faults,
      dice: this.#dice,
      count: (fault) => this.counts[fault]++,
      upgraded: (upgraded) => this.#newest.set(upgraded.label, upgraded),
    })
    this.#connections.add(connection)
    const forget = () => !connection.isSilent && this.#connections.delete(connection)
    client.on('close', forget)
    server.on('close', forget)
    if (this.#dice.chance(this.faults.blackhole)) this.#silence(connection)
  }

  #strike(): void {
    for (const connection of this.#connections) {
      if (connection.isSilent) continue
      if (this.#dice.chance(this.faults.blackhole)) this.#silence(connection)
      else if (this.#dice.chance(this.faults.cut)) {
        this.counts.cut++
        connection.cut(connection.carriesFrames ? this.#dice.pick(['now', 'torn', 'after']) : 'now')
      }
    }
  }

  #silence(connection: Connection): void {
    this.counts.blackhole++
    connection.silence()
    if (this.#newest.get(connection.label) === connection) this.onSilence(connection.label)
  }
}
