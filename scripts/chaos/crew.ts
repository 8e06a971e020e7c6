import { newSecret } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { Invitation } from '../../shared/protocol/http.ts'
import { TerminalCustomer } from '../client/customer.ts'
import { Http } from '../client/http.ts'
import { nodeRandom } from '../client/link.ts'
import { type Product, sleep } from '../product/product.ts'
import { ChaosCustomer } from './customer.ts'
import { Deeds } from './deeds.ts'
import type { Held } from './disk.ts'
import type { Visits } from './errands.ts'
import type { Dice } from './faults.ts'
import type { LinkWatch } from './member.ts'
import { ANSWERED, ChaosSeat } from './seat.ts'
import type { Evidence } from './verdict.ts'
import { Visitor } from './visitor.ts'

const MOST_CAPACITY = 20
/** Places of each seat for those who come and go: fewer than there are of these, so that there is always a line. */
const FOR_VISITORS = 1
/** Somebody was served and handed on, left a message, added to a ticket, and the ticket was worked on. */
const KINDS = ['take-offer', 'transfer', 'leave-message', 'say-to-ticket', 'set-status']
/** How long nothing may move before it is believed that nothing will. */
const QUIET = 1500
const LONGEST_UNREST = 20_000

/** All who talk: customers who stay, visitors who come and go, and the seats that serve them. */
export class Crew {
  readonly customers: ChaosCustomer[]
  readonly visitors: Visitor[]
  readonly seats: ChaosSeat[] = []
  /** What visitors asked for, and what seats did for them. */
  readonly deeds = new Deeds()
  readonly #visits: Visits = { conversations: new Set(), seats: [] }
  readonly #dice: Dice
  #acknowledged: (() => void)[] = []

  constructor(base: string, count: number, visitors: number, dice: Dice) {
    this.#dice = dice
    this.customers = Array.from(
      { length: count },
      (_, index) =>
        new ChaosCustomer(base, `u${index}`, dice, () => {
          for (const tell of this.#acknowledged.splice(0)) tell()
        }),
    )
    this.visitors = Array.from({ length: visitors }, (_, index) => new Visitor(base, `v${index}`, dice, this.deeds, this.#visits))
  }

  /** Sets the desk up and signs its seats in, who then work behind `base`. The weather is still fine. Gives the owner's way in. */
  async enlist(product: Product, base: string, count: number): Promise<Http> {
    const owner = await product.configure()
    const capacity = Math.min(MOST_CAPACITY, Math.ceil(this.customers.length / Math.max(1, count)) + FOR_VISITORS)
    for (let index = 0; index < count; index++) {
      const member = { name: `坐席${index}`, email: `seat${index}@example.cn`, role: 'agent', capacity }
      const invited = parse(Invitation, (await owner.http.send('POST', '/api/staff', member)).body)
      if (!invited.ok) throw new Error('a seat was not invited')
      const http = new Http(base)
      const { id, invitation } = invited.value
      this.#visits.seats.push({ id, name: member.name })
      const { status } = await http.send('POST', '/api/invitations/accept', { invitation, password: newSecret(nodeRandom) })
      if (status !== 200) throw new Error(`an invitation was answered with ${status}`)
      const seat = new ChaosSeat(http, `s${index}`, this.#dice, this.deeds, this.#visits)
      await seat.arrive()
      this.seats.push(seat)
    }
    return owner.http
  }

  /** Everybody arrives, talks and answers until it is over; together they aim at so many messages in so much time. */
  async live(messages: number, milliseconds: number, isOver: () => boolean): Promise<void> {
    const byCustomers = messages / (this.seats.length > 0 ? 1 + ANSWERED : 1)
    const interval = (milliseconds * this.customers.length) / byCustomers
    await Promise.all([
      ...this.seats.map((seat) => seat.work(isOver)),
      ...this.visitors.map((visitor) => visitor.live(isOver)),
      ...this.customers.map(async (customer) => {
        await customer.arrive()
        await customer.talk(interval, isOver)
      }),
    ])
  }

  get members(): { label: string; waiting: number; watch: LinkWatch }[] {
    return [...this.customers, ...this.visitors, ...this.seats]
  }

  /** Whether anything was done of each kind that is judged. */
  get hasWorked(): boolean {
    return this.deeds.haveBeenDone(this.visitors.length > 0 && this.seats.length > 0 ? KINDS : [])
  }

  get waiting(): number {
    return this.members.reduce((total, { waiting }) => total + waiting, 0)
  }

  get sent(): { customers: number; seats: number } {
    return {
      customers: this.customers.reduce((total, { spoken }) => total + spoken.texts.length, 0),
      seats: this.#spokenBySeats().reduce((total, { texts }) => total + texts.length, 0),
    }
  }

  get acknowledged(): number {
    return this.#spoken().reduce((total, { acknowledged }) => total + acknowledged.size, 0)
  }

  get refused(): string[] {
    return this.#spoken().flatMap(({ refused }) => refused)
  }

  /** The next acknowledgement that any customer is given. */
  nextAcknowledgement(): Promise<void> {
    return new Promise((resolve) => this.#acknowledged.push(resolve))
  }

  /** Waits until no copy has grown for a while. */
  async quiet(): Promise<void> {
    const held = () =>
      [
        ...[...this.customers, ...this.visitors].map(({ events }) => events),
        ...this.seats.flatMap(({ conversations, tickets }) => [...conversations.values(), ...tickets.values()]),
      ].reduce((total, events) => total + events.length, 0)
    const end = Date.now() + LONGEST_UNREST
    for (let before = -1; before !== held() && Date.now() < end; ) {
      before = held()
      await sleep(QUIET)
    }
  }

  /**
   * Everybody says one thing more. A frame that was lost alone shows itself only by what comes after it, and the last
   * one has nothing after it.
   */
  lastWord(): void {
    for (const customer of this.customers) customer.say()
    for (const visitor of this.visitors) visitor.lastWord()
    for (const seat of this.seats) seat.rest()
  }

  /** What the server holds, read afresh at `base`, beside what was sent and what each device shows. */
  evidence(base: string): Promise<Evidence[]> {
    return Promise.all(
      this.customers.map(async (customer) => {
        const log = await readLog(base, customer)
        const { conversation } = customer
        const views = new Map<string, readonly StoredEvent[]>([['customer', customer.events]])
        for (const seat of this.seats.filter(({ id }) => log.some((event) => isJoiningOf(event, id))))
          views.set(`seat ${seat.id}`, seat.conversations.get(conversation) ?? [])
        return { log, sent: [customer.spoken, ...this.seats.flatMap((seat) => seat.spoken.get(conversation) ?? [])], views }
      }),
    )
  }

  /** The same of visitors, whose conversations are many: from the disk, with the copy of the one that goes on. */
  visited({ conversations }: Held): Evidence[] {
    return this.visitors.flatMap((visitor) =>
      visitor.conversations.map((id, index) => {
        const isLast = index === visitor.conversations.length - 1
        const views = new Map(isLast ? [['visitor', visitor.events]] : [])
        return { log: conversations.get(id) ?? [], sent: this.deeds.saidInto(id), views }
      }),
    )
  }

  leave(): void {
    for (const member of [...this.customers, ...this.visitors, ...this.seats]) member.leave()
  }

  #spokenBySeats() {
    return this.seats.flatMap((seat) => [...seat.spoken.values()])
  }

  #spoken() {
    return [...this.customers.map((customer) => customer.spoken), ...this.#spokenBySeats()]
  }
}

function isJoiningOf(event: StoredEvent, seat: string | null): boolean {
  return event.name === 'v1.PersonJoined' && (event.data as { seat: { id: string } }).seat.id === seat
}

/** The log of a conversation from its first event to its head, over a connection of its own. */
async function readLog(base: string, { identity, conversation }: ChaosCustomer): Promise<StoredEvent[]> {
  let head: number | null = null
  const reader = new TerminalCustomer(base, {
    identity,
    conversation,
    onFrame: (frame) => {
      if (frame.type === 'welcome') head = frame.seq
    },
  })
  await reader.connect()
  const end = Date.now() + LONGEST_UNREST
  while ((head === null || reader.events.length < head) && Date.now() < end) await sleep(20)
  reader.close()
  return reader.events
}
