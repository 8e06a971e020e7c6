import { Host, type ObjectClass, type ObjectLike, type ServerSocket } from './host.ts'
import { Crash, WriteFailed } from './storage.ts'
import type { Context, World } from './world.ts'

/** What the edge is asked to get wrong, as chances for each occasion. */
export interface EdgeFaults {
  /** The process of one object dies between any two things that it does. */
  crash: number
  /** A write fails, and the process lives on. */
  failWrite: number
  /** A call between objects is lost on its way there, or its answer on the way back. */
  lostCall: number
  lostAnswer: number
  /** An idle object is put out of memory; its sockets stay. */
  evict: number
}

/** A call that did not come to its end: not a mistake of whoever called. */
class CallFailed extends Error {}

const NEVER: EdgeFaults = { crash: 0, failWrite: 0, lostCall: 0, lostAnswer: 0, evict: 0 }

/**
 * The edge in one process: the real objects over disks that survive them. Calls between objects take time, copy what
 * they carry and get lost; a process may die between any two writes, sends or calls, and its disk keeps what was
 * committed.
 */
export class Edge {
  readonly #world: World
  readonly #classes: Record<string, ObjectClass>
  readonly #hosts = new Map<string, Host>()
  /** The network between objects, which does not die. */
  readonly #wires: Context = { name: 'edge', clockOffset: 0, dead: false }
  /** Objects that fail whenever they are called. */
  readonly poisoned = new Set<string>()
  faults: EdgeFaults
  deaths = 0
  /** What objects threw though nothing had happened to them: a mistake of theirs. */
  readonly faultsSeen: string[] = []

  constructor(world: World, classes: Record<string, ObjectClass>, faults: EdgeFaults) {
    this.#world = world
    this.#classes = classes
    this.faults = faults
  }

  calm(): void {
    this.faults = NEVER
  }

  names(kind: string): string[] {
    return [...this.#hosts.values()].filter((host) => host.kind === kind).map((host) => host.name)
  }

  /** Rows of an object's disk, to be read when all is over. */
  rows<Row>(kind: string, name: string, query: string): Row[] {
    return this.#host(kind, name).disk.exec(query, []) as Row[]
  }

  /** Whether an object's disk holds a table: they are made all together or not at all. */
  has(kind: string, name: string, table: string): boolean {
    return this.rows(kind, name, `SELECT 1 FROM sqlite_master WHERE name = '${table}'`).length > 0
  }

  /** Opens a socket to an object through its `fetch`, as a route would; null when it is turned away. */
  async connect(kind: string, name: string, request: unknown): Promise<ServerSocket | null> {
    const answer = await this.#enter(this.#host(kind, name), (object) => object.fetch?.(request) ?? Promise.resolve(null))
    return (answer as { webSocket?: { server: ServerSocket } } | null)?.webSocket?.server ?? null
  }

  /** A message of a client arrives; pings the platform answers by itself. */
  arrive(kind: string, name: string, socket: ServerSocket, text: string): void {
    if (!socket.open) return
    // What stood at the door when its process died went with it.
    const told = async (object: ObjectLike) => (socket.open ? object.webSocketMessage?.(socket, text) : undefined)
    this.#enter(this.#host(kind, name), told).catch(() => {})
  }

  /** The client's end is gone. */
  gone(kind: string, name: string, socket: ServerSocket, code: number): void {
    if (!socket.open) return
    const host = this.#host(kind, name)
    const closing = this.#enter(host, async (object) => object.webSocketClose?.(socket, code))
    socket.open = false
    host.sockets.delete(socket)
    closing.catch(() => {})
  }

  /** Every process dies at once: a power cut, or a redeploy. */
  restart(): void {
    this.#world.tell('restart')
    for (const host of this.#hosts.values()) this.#die(host)
  }

  /** Puts idle objects out of memory, as the platform does when it likes. */
  evictIdle(): void {
    for (const host of this.#hosts.values())
      if (host.isIdle && this.#world.chance(this.faults.evict)) {
        this.#world.tell(`evict ${host.key}`)
        host.forget()
      }
  }

  close(): void {
    for (const host of this.#hosts.values()) host.disk.close()
  }

  #host(kind: string, name: string): Host {
    const key = `${kind}:${name}`
    const known = this.#hosts.get(key)
    if (known) return known
    const made = new Host(kind, name)
    this.#hosts.set(key, made)
    return made
  }

  /** Runs code of an object, waking it first. */
  async #enter<Value>(host: Host, work: (object: ObjectLike) => Promise<Value>): Promise<Value> {
    while (host.gate !== null) await host.gate
    const { context } = host
    this.#world.current = context
    host.busy++
    try {
      host.instance ??= this.#wake(host)
      return await work(host.instance)
    } catch (fault) {
      if (fault instanceof Crash) {
        if (!context.dead) this.#die(host)
      } else if (!(fault instanceof CallFailed || fault instanceof WriteFailed))
        this.faultsSeen.push(`${host.key}: ${fault instanceof Error ? fault.stack : fault}`)
      throw fault
    } finally {
      if (!context.dead) host.busy--
    }
  }

  #wake(host: Host): ObjectLike {
    const { context } = host
    const platform = {
      beforeWrite: () => {
        this.#mayDie(host, context)
        if (this.#world.chance(this.faults.failWrite)) throw new WriteFailed()
      },
      arm: (at: number) => {
        if (!context.dead) this.#arm(host, at)
      },
      background: (work: Promise<unknown>) => void this.#outlast(host, work),
      afterwards: (work: () => void) => this.#world.plan(0, this.#wires, work),
    }
    const env = Object.fromEntries(
      Object.keys(this.#classes).map((kind) => [kind, { getByName: (name: string) => this.#stub(host, context, kind, name) }]),
    )
    return new (this.#classes[host.kind] as ObjectClass)(host.state(platform) as never, env as never)
  }

  async #outlast(host: Host, work: Promise<unknown>): Promise<void> {
    const { context } = host
    host.busy++
    await work.catch((fault) => {
      if (fault instanceof Crash && !context.dead) this.#die(host)
    })
    if (!context.dead) host.busy--
  }

  #die(host: Host): void {
    if (!host.instance) return
    this.#world.tell(`die ${host.key}`)
    this.deaths++
    host.forget()
    for (const socket of host.sockets) socket.close(1006)
    host.sockets.clear()
  }

  /** A place where the process may die. What a dead one still does has no effect. */
  #mayDie(host: Host, context: Context): void {
    if (context.dead) throw new Crash()
    if (!this.#world.chance(this.faults.crash)) return
    this.#die(host)
    throw new Crash()
  }

  /** An alarm is kept on the disk and rings at least once: where its handler fails, again. */
  #arm(host: Host, at: number): void {
    host.disk.alarm = at
    host.cancelAlarm?.()
    host.cancelAlarm = this.#world.plan(at - this.#world.now, this.#wires, () => {
      host.disk.alarm = null
      this.#enter(host, async (object) => object.alarm?.()).catch(() => {
        if (host.disk.alarm === null) this.#arm(host, this.#world.now + 2000)
      })
    })
  }

  /** Another object as seen from one: every method is a call over the wires. */
  #stub(from: Host, context: Context, kind: string, name: string): unknown {
    return new Proxy(
      {},
      {
        get: (_, method) =>
          method === 'then' ? undefined : (...args: unknown[]) => this.#call(from, context, kind, name, String(method), args),
      },
    )
  }

  #call(from: Host, context: Context, kind: string, name: string, method: string, args: unknown[]): Promise<unknown> {
    this.#mayDie(from, context)
    const world = this.#world
    const sent = structuredClone(args)
    return new Promise((resolve, reject) => {
      const fail = (why: string) => world.plan(world.below(4), context, () => reject(new CallFailed(why)))
      world.plan(world.below(4), this.#wires, () => {
        if (this.poisoned.has(`${kind}:${name}`)) return fail('poisoned')
        if (world.chance(this.faults.lostCall)) return fail('the call was lost')
        const target = this.#host(kind, name)
        const answered = this.#enter(target, (object) =>
          Promise.resolve((object as never as Record<string, (...args: unknown[]) => unknown>)[method]?.(...sent)),
        )
        answered.then(
          (value) => {
            if (world.chance(this.faults.lostAnswer)) return fail('the answer was lost')
            const copy = structuredClone(value)
            world.plan(world.below(4), context, () => resolve(copy))
          },
          () => fail('the object died'),
        )
      })
    })
  }
}
