import type { Millis } from '../base/clock.ts'
import type { ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { kindOf } from '../base/new-ids.ts'
import type { Feed, SeatFrame } from '../protocol/feed.ts'
import type { Hello, Welcome } from '../protocol/hello.ts'
import { PROTOCOL, PROTOCOL_WITH_AFTER } from '../protocol/version.ts'
import { patience } from './patience.ts'

interface Target {
  head: number
  greeted: boolean
  /** Where the log ended when it was last told. */
  end: number
  /** Since when events or a welcome are under way: further gaps wait for them, but not for ever. */
  asked: Millis | null
  /** The head that was greeted with, and whether its welcome has come: only then is `end` what it asked for. */
  since: number
  welcomed: boolean
  /** Up to which seq the greeting that is under way is answered. */
  upTo: number
  tries: number
}

/** The listening half of a link: which objects it follows, and up to which seq it holds each log. */
export class Following {
  #targets = new Map<ObjectId, Target>()

  /** False when it is followed already. */
  add(to: ObjectId, head: number): boolean {
    if (this.#targets.has(to)) return false
    this.#targets.set(to, { head, greeted: false, end: 0, asked: null, since: 0, welcomed: false, upTo: 0, tries: 0 })
    return true
  }

  drop(to: ObjectId): void {
    this.#targets.delete(to)
  }

  /** The socket is gone: each object must be greeted anew. */
  cut(): void {
    for (const target of this.#targets.values()) Object.assign(target, { greeted: false, asked: null, tries: 0 })
  }

  /** The other end did not take a command for this object, nor what follows it: it must be greeted anew. */
  halt(to: ObjectId): void {
    const target = this.#targets.get(to)
    if (target) Object.assign(target, { greeted: false, asked: null })
  }

  /** The copy ends earlier than was thought. */
  rewind(to: ObjectId, head: number): void {
    const target = this.#targets.get(to)
    if (target) Object.assign(target, { head, greeted: false, asked: null })
  }

  /** The greetings that are due: of objects that are neither greeted nor asked, or whose answer never came. Not of those at rest. */
  due(now: Millis, rests: (to: ObjectId) => boolean): Hello[] {
    const due: Hello[] = []
    for (const [to, target] of this.#targets) {
      if (rests(to)) continue
      const lost = target.asked !== null && now >= target.asked + patience(target.tries)
      if (lost) target.tries++
      if (lost || (target.asked === null && !target.greeted)) due.push(hello(to, target, now))
    }
    return due
  }

  /** When an answer that is under way is overdue, or null. */
  wakeAt(): Millis | null {
    let at: Millis | null = null
    for (const { asked, tries } of this.#targets.values())
      if (asked !== null && (at === null || asked + patience(tries) < at)) at = asked + patience(tries)
    return at
  }

  /** Whether commands for an object may go out: not before its welcome. One that nobody follows (a queue) needs none. */
  mayReceive(to: ObjectId): boolean {
    return this.#targets.get(to)?.greeted !== false
  }

  /** Takes a welcome; null when nobody follows its object, else the hello to send again, if one is needed. */
  welcome(frame: Welcome, now: Millis): { again: Hello[] } | null {
    const target = this.#targets.get(frame.of)
    if (!target) return null
    const { head } = target
    // One that comes late answers an older greeting: it says no more than that the object is there.
    const answers = frame.since === undefined || frame.since === target.since
    Object.assign(target, { greeted: true, end: frame.seq, tries: 0 })
    if (answers) Object.assign(target, { welcomed: true, asked: frame.seq > head ? now : null })
    // A server of the first version answers a greeting with all that it has.
    if (frame.protocol < PROTOCOL_WITH_AFTER) target.upTo = frame.seq
    // A log that ends before the copy that it was greeted with was put back from a backup: all is asked again. An old
    // welcome that comes late says nothing of what came since.
    if (frame.seq >= Math.min(frame.since ?? head, head) || kindOf(frame.of) !== 'conversation') return { again: [] }
    target.head = 0
    return { again: [hello(frame.of, target, now)] }
  }

  /** Events that are known are passed over; a gap is asked for again, never skipped, and so is what is still to come. */
  feed(frame: Feed, now: Millis): { news: Feed | null; again: Hello[] } {
    const target = this.#targets.get(frame.of)
    const events = target ? unbroken(frame.events.filter((event) => event.seq > target.head)) : []
    const [first] = events
    const last = events.at(-1)
    if (!target || !first || !last) return { news: null, again: [] }
    if (first.seq !== target.head + 1) return { news: null, again: target.asked === null ? [hello(frame.of, target, now)] : [] }
    target.head = last.seq
    const news = { ...frame, events }
    if (target.asked === null || !target.welcomed) return { news, again: [] }
    if (target.head < target.end && target.head >= target.upTo) return { news, again: [hello(frame.of, target, now)] }
    target.asked = target.head >= target.end ? null : now
    return { news, again: [] }
  }

  /** A receipt tells of events up to a seq: where they have not come, their feed was lost and is asked for. */
  reached(of: ObjectId, seq: number, now: Millis): Hello[] {
    const target = this.#targets.get(of)
    return target && seq > target.head && target.asked === null ? [hello(of, target, now)] : []
  }

  /** Whether a seat's state is news: an older one that comes late is not. */
  isNews(frame: SeatFrame): boolean {
    const target = this.#targets.get(frame.of)
    if (!target || frame.seat.seq < target.head) return false
    Object.assign(target, { head: frame.seat.seq, asked: null })
    return true
  }
}

/** Events up to the first gap among them. */
const unbroken = (events: Feed['events']): Feed['events'] => events.filter((event, index) => event.seq === (events[0]?.seq ?? 0) + index)

function hello(to: ObjectId, target: Target, now: Millis): Hello {
  Object.assign(target, { asked: now, since: target.head, welcomed: false })
  target.upTo = target.head + LIMITS.eventsPerGreeting
  return { type: 'hello', protocol: PROTOCOL, to, since: target.head }
}
