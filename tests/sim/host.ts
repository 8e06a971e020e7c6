import { Disk } from './storage.ts'
import type { Context } from './world.ts'

export interface ObjectLike {
  fetch?(request: unknown): Promise<unknown>
  alarm?(): Promise<void>
  webSocketMessage?(socket: unknown, text: string): unknown
  webSocketClose?(socket: unknown, code: number): unknown
}
export type ObjectClass = new (ctx: never, env: never) => ObjectLike

/** The server's end of a socket, as an object sees it. */
export interface ServerSocket {
  send(text: string): void
  close(code?: number): void
  serializeAttachment(value: unknown): void
  deserializeAttachment(): unknown
  open: boolean
  /** When the platform last answered a ping on it. */
  pinged: number | null
}

/** What an object may ask of the platform around it. */
export interface Platform {
  /** Called before whatever is written: the process may die there, or the write fail. */
  beforeWrite(): void
  arm(at: number): void
  background(work: Promise<unknown>): void
  /** Once whatever follows from this moment has been done. */
  afterwards(work: () => void): void
}

/** One object: what is on its disk, which sockets it holds, and, while its process lives, the code that runs. */
export class Host {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly disk = new Disk()
  readonly sockets = new Set<ServerSocket>()
  instance: ObjectLike | null = null
  context: Context
  /** How much of its code is under way. */
  busy = 0
  cancelAlarm: (() => void) | null = null
  /** While it is there, whatever else comes for the object waits at its door. */
  gate: Promise<void> | null = null
  #openGate = () => {}

  constructor(kind: string, name: string) {
    this.kind = kind
    this.name = name
    this.key = `${kind}:${name}`
    this.context = { name: this.key, clockOffset: 0, dead: false }
  }

  get isIdle(): boolean {
    return this.instance !== null && this.busy === 0
  }

  /** Whatever was in memory is gone, and nothing that it had planned happens. */
  forget(): void {
    this.context.dead = true
    this.context = { ...this.context, dead: false }
    this.instance = null
    this.busy = 0
    this.#open()
  }

  /**
   * What the platform does for `blockConcurrencyWhile`: nothing else comes in until it is done, or the process is dead. Whoever
   * waited for it goes on behind the same lock, so that what stands at the door comes after them.
   */
  async #block<Value>(context: Context, afterwards: Platform['afterwards'], work: () => Promise<Value>): Promise<Value> {
    while (this.gate !== null) await this.gate
    if (context.dead) return work()
    const gate = new Promise<void>((resolve) => {
      this.#openGate = resolve
    })
    this.gate = gate
    try {
      return await work()
    } finally {
      afterwards(() => {
        if (this.gate === gate) this.#open()
      })
    }
  }

  #open(): void {
    this.gate = null
    this.#openGate()
  }

  /** What the platform hands to an object when it wakes. */
  state({ beforeWrite, arm, background, afterwards }: Platform) {
    const { disk, sockets, context } = this
    return {
      id: { name: this.name },
      storage: {
        kv: { get: () => undefined, put() {} },
        sql: {
          exec(query: string, ...bindings: (string | number | null)[]) {
            // A death while something is read is a death before the next write.
            if (!query.startsWith('SELECT')) beforeWrite()
            const rows = disk.exec(query, bindings)
            return { toArray: () => rows, rowsWritten: 0 }
          },
        },
        transactionSync: <Value>(work: () => Value) => disk.transaction(work),
        getAlarm: async () => disk.alarm,
        // Written together with what was committed before it in the same breath: no death comes between.
        setAlarm: async (at: number) => arm(at),
        sync: async () => {},
      },
      acceptWebSocket(socket: ServerSocket) {
        sockets.add(socket)
      },
      getWebSockets: () => [...sockets],
      setWebSocketAutoResponse() {},
      getWebSocketAutoResponseTimestamp: (socket: ServerSocket) => (socket.pinged === null ? null : new Date(socket.pinged)),
      waitUntil: background,
      blockConcurrencyWhile: <Value>(work: () => Promise<Value>) => this.#block(context, afterwards, work),
    }
  }
}
