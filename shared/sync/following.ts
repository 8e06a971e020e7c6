import type { ObjectId } from '../base/ids.ts'
import type { Feed } from '../protocol/feed.ts'
import type { Hello, Welcome } from '../protocol/hello.ts'
import { PROTOCOL } from '../protocol/version.ts'

interface Target {
  head: number
  greeted: boolean
  /** A hello is under way: further gaps wait for its answer. */
  asked: boolean
}

/** The listening half of a link: which objects it follows, and up to which seq it holds each log. */
export class Following {
  #targets = new Map<ObjectId, Target>()

  /** False when it is followed already. */
  add(to: ObjectId, head: number): boolean {
    if (this.#targets.has(to)) return false
    this.#targets.set(to, { head, greeted: false, asked: false })
    return true
  }

  drop(to: ObjectId): void {
    this.#targets.delete(to)
  }

  /** The socket is gone: each object must be greeted anew. */
  cut(): void {
    for (const target of this.#targets.values()) Object.assign(target, { greeted: false, asked: false })
  }

  /** The other end turned a command for this object away, and all that follow it: it must be greeted anew. */
  halt(to: ObjectId): void {
    const target = this.#targets.get(to)
    if (target) Object.assign(target, { greeted: false, asked: false })
  }

  /** The greetings that are due: objects that are neither greeted nor asked. */
  due(): Hello[] {
    return [...this.#targets].filter(([, target]) => !target.greeted && !target.asked).map(([to, target]) => hello(to, target))
  }

  /** Whether commands for an object may go out: not before its welcome. One that nobody follows (a queue) needs none. */
  mayReceive(to: ObjectId): boolean {
    return this.#targets.get(to)?.greeted !== false
  }

  /** The greeting of one object, or of all. */
  hellos(only?: ObjectId): Hello[] {
    return [...this.#targets].filter(([to]) => only === undefined || to === only).map(([to, target]) => hello(to, target))
  }

  /** Takes a welcome; null when nobody follows its object, else the hello to send again, if one is needed. */
  welcome(frame: Welcome): { again: Hello[] } | null {
    const target = this.#targets.get(frame.of)
    if (!target) return null
    Object.assign(target, { greeted: true, asked: false })
    // A log that ends before ours was put back from a backup: the copy is dropped by the replica, and all is asked again.
    if (frame.seq >= target.head) return { again: [] }
    target.head = 0
    return { again: [hello(frame.of, target)] }
  }

  /** Events that are known are passed over; a gap is asked for again, never skipped. */
  feed(frame: Feed): Feed | Hello | null {
    const target = this.#targets.get(frame.of)
    if (!target) return null
    const events = frame.events.filter((event) => event.seq > target.head)
    const [first] = events
    const last = events.at(-1)
    if (!first || !last) return null
    if (first.seq !== target.head + 1) return target.asked ? null : hello(frame.of, target)
    target.head = last.seq
    return { ...frame, events }
  }
}

function hello(to: ObjectId, target: Target): Hello {
  target.asked = true
  return { type: 'hello', protocol: PROTOCOL, to, since: target.head }
}
