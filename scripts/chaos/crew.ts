import { newSecret } from '../../shared/base/new-ids.ts'
import { parse } from '../../shared/base/schema.ts'
import type { StoredEvent } from '../../shared/conversation/events.ts'
import { Invitation } from '../../shared/protocol/http.ts'
import { TerminalCustomer } from '../client/customer.ts'
import { Http } from '../client/http.ts'
import { nodeRandom } from '../client/link.ts'
import { type Product, sleep } from '../product/product.ts'
import { ChaosCustomer } from './customer.ts'
import type { Dice } from './faults.ts'
import type { LinkWatch } from './member.ts'
import { ANSWERED, ChaosSeat } from './seat.ts'
import type { Evidence } from './verdict.ts'

const MOST_CAPACITY = 20
/** How long nothing may move before it is believed that nothing will. */
const QUIET = 1500
const LONGEST_UNREST = 20_000

/** All who talk: customers and the seats that serve them. */
export class Crew {
  readonly customers: ChaosCustomer[]
  readonly seats: ChaosSeat[] = []
  readonly #dice: Dice
  #acknowledged: (() => void)[] = []

  constructor(base: string, count: number, dice: Dice) {
    this.#dice = dice
    this.customers = Array.from(
      { length: count },
      (_, index) =>
        new ChaosCustomer(base, `u${index}`, dice, () => {
          for (const tell of this.#acknowledged.splice(0)) tell()
        }),
    )
  }

  /** Sets the desk up and signs its seats in, who then work behind `base`. The weather is still fine. */
  async enlist(product: Product, base: string, count: number): Promise<void> {
    const owner = await product.configure()
    const capacity = Math.min(MOST_CAPACITY, Math.ceil(this.customers.length / Math.max(1, count)))
    for (let index = 0; index < count; index++) {
      const member = { name: `坐席${index}`, email: `seat${index}@example.cn`, role: 'agent', capacity }
      const invited = parse(Invitation, (await owner.http.send('POST', '/api/staff', member)).body)
      if (!invited.ok) throw new Error('a seat was not invited')
      const http = new Http(base)
      const { invitation } = invited.value
      const { status } = await http.send('POST', '/api/invitations/accept', { invitation, password: newSecret(nodeRandom) })
      if (status !== 200) throw new Error(`an invitation was answered with ${status}`)
      const seat = new ChaosSeat(http, `s${index}`, this.#dice)
      await seat.arrive()
      this.seats.push(seat)
    }
  }

  /** Everybody arrives, talks and answers until it is over; together they aim at so many messages in so much time. */
  async live(messages: number, milliseconds: number, isOver: () => boolean): Promise<void> {
    const byCustomers = messages / (this.seats.length > 0 ? 1 + ANSWERED : 1)
    const interval = (milliseconds * this.customers.length) / byCustomers
    await Promise.all([
      ...this.seats.map((seat) => seat.work(isOver)),
      ...this.customers.map(async (customer) => {
        await customer.arrive()
        await customer.talk(interval, isOver)
      }),
    ])
  }

  get members(): { label: string; waiting: number; watch: LinkWatch }[] {
    return [...this.customers, ...this.seats]
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
      [...this.customers.map(({ events }) => events), ...this.seats.flatMap(({ conversations }) => [...conversations.values()])].reduce(
        (total, events) => total + events.length,
        0,
      )
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

  leave(): void {
    for (const member of [...this.customers, ...this.seats]) member.leave()
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
