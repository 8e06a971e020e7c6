import type { ConversationId, TicketId } from '$shared/base/ids.ts'
import { isTicket, kindOf } from '$shared/base/new-ids.ts'
import type { Conversation, Side } from '$shared/conversation/state.ts'
import type { Down } from '$shared/protocol/down.ts'
import type { Feed } from '$shared/protocol/feed.ts'
import { Link } from '$shared/sync/link.ts'
import type { LinkState } from '$shared/sync/link-state.ts'
import type { Replica } from '../replica/db.ts'
import { dropCopy, refuseAll, takeFeed, takeReceipts } from '../replica/feed.ts'
import { keepLine, keepSeat } from '../replica/offers.ts'
import { claim, mark } from '../replica/outbox.ts'
import { browserRandom } from '../replica/random.ts'
import { takeTicketFeed } from '../replica/tickets.ts'
import { callAt, openWire, steadyNow } from './platform.ts'

/** A link is called slow when an answer takes this long. */
const SLOW = 2000
/** A person who reads at once says so with the read mark; only who does not read yet says "delivered". */
const DELIVERED_AFTER = 1500

/**
 * One socket tied to the replica: frames that come down are written there in order, one after the other, and nothing
 * else is told of them.
 */
export class Tether {
  readonly link: Link
  readonly #db: Replica
  readonly #side: Side
  #writing: Promise<unknown> = Promise.resolve()
  readonly #marking = new Set<ConversationId>()
  #told = ''
  #slowTimer: ReturnType<typeof setInterval>

  constructor(options: { db: Replica; side: Side; path: string; changed: (state: LinkState, slow: boolean) => void }) {
    const { db, side, path, changed } = options
    this.#db = db
    this.#side = side
    this.link = new Link({
      open: (events) => openWire(path, events),
      now: steadyNow,
      callAt,
      claim: (ids) => claim(db, ids, Date.now()),
      random: browserRandom,
      // The link knows best: another tab may have written more meanwhile, which is no sign of a log that is gone.
      forget: (of) => this.#inOrder(() => dropCopy(db, of as ConversationId | TicketId)),
      deliver: (frame) => this.#inOrder(() => this.#deliver(frame)),
      changed: (state) => this.#tell(state, changed),
    })
    this.#slowTimer = setInterval(() => this.#tell(this.link.state, changed), 1000)
  }

  /** Tells what a screen would show differently, and not of each frame that was heard. */
  #tell(state: LinkState, changed: (state: LinkState, slow: boolean) => void): void {
    const slow = this.#isSlow()
    const told = `${state.name} ${'attempt' in state ? state.attempt : ''} ${slow}`
    if (told === this.#told) return
    this.#told = told
    changed(state, slow)
  }

  stop(): void {
    clearInterval(this.#slowTimer)
    this.link.stop()
  }

  #isSlow(): boolean {
    const { state } = this.link
    if (state.name !== 'live') return false
    const oldest = this.link.oldestInFlight()
    const waits = Math.max(
      oldest === null ? 0 : steadyNow() - oldest,
      state.pinged === null ? 0 : steadyNow() - state.pinged,
      state.trip ?? 0,
    )
    return waits > SLOW
  }

  /** One write at a time: a feed builds on the one before it. */
  #inOrder(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((fault) => console.error('replica', fault instanceof Error ? fault.name : 'fault'))
  }

  /** A feed that could not be written is asked for again, from where the copy really ends. */
  async #takeFeed(frame: Feed): Promise<void> {
    try {
      if (isTicket(frame.of)) return await takeTicketFeed(this.#db, frame.of, frame.events)
      this.#markDelivered(frame.of, await takeFeed(this.#db, frame.of, frame.events))
    } catch (fault) {
      this.link.rewind(frame.of, await this.#db.seqOf(frame.of))
      throw fault
    }
  }

  async #deliver(frame: Down): Promise<void> {
    switch (frame.type) {
      case 'feed':
        return this.#takeFeed(frame)
      case 'ack':
        return takeReceipts(this.#db, frame.receipts)
      case 'welcome':
        // What is told of lines follows: one that is gone is told of no more.
        if (kindOf(frame.of) === 'seat') await this.#db.keep('lines', {})
        return this.#db.keep('clock', frame.now - Date.now())
      case 'seat':
        return keepSeat(this.#db, frame.seat)
      case 'line':
        return keepLine(this.#db, frame.line)
      case 'place':
        return this.#db.keep(`place:${frame.of}`, frame.place)
      case 'presence':
        return this.#db.keep(`typing:${frame.of}`, { side: frame.side, until: frame.typing ? Date.now() + 6000 : 0 })
      case 'error':
        if (frame.kind === 'not-found' && frame.of) await refuseAll(this.#db, frame.of)
        return
    }
  }

  /** Tells the other side that its words are on this device, unless they are read first. */
  #markDelivered(conversation: ConversationId, state: Conversation): void {
    if (this.#marking.has(conversation) || received(state, this.#side) <= state.marks[this.#side].delivered) return
    this.#marking.add(conversation)
    setTimeout(() => {
      this.#marking.delete(conversation)
      this.#inOrder(async () => {
        const head = await this.#db.head(conversation)
        if (!head) return
        const theirs = received(head.state, this.#side)
        if (theirs > head.state.marks[this.#side].delivered) await mark(this.#db, conversation, theirs, 0)
      })
    }, DELIVERED_AFTER)
  }
}

/** How far the other side's words have come to this one. */
const received = (state: Conversation, side: Side): number => state.lastFrom[side === 'seat' ? 'customer' : 'seat']
