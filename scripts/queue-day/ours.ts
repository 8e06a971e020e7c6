import type { CommandId, ConversationId, SeatId } from '../../shared/base/ids.ts'
import { DEFAULT_QUEUE, newCommandId } from '../../shared/base/new-ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import { defaultPolicy } from '../../shared/desk/default-policy.ts'
import type { QueueCommand } from '../../shared/queue/commands.ts'
import { decide } from '../../shared/queue/decide.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import { ALL_DUTY } from '../../shared/queue/lines.ts'
import { nextLook } from '../../shared/queue/routing.ts'
import { apply, newQueue, type Queue } from '../../shared/queue/state.ts'
import { Agenda } from './agenda.ts'
import { type Arrival, type Day, type Shift, TAKING, timeWith } from './day.ts'
import type { Outcome } from './outcome.ts'

/** The day as the product shares it out: its own decide and apply, with the settings that a desk begins with. */
export function ours(day: Day): Outcome[] {
  return new OurDay(day).run()
}

class OurDay {
  readonly #day: Day
  readonly #agenda = new Agenda()
  readonly #random = seededRandom(1)
  readonly #outcomes: Outcome[] = []
  readonly #waiting = new Map<ConversationId, Arrival>()
  readonly #shifts: Map<SeatId, Shift>
  #state: Queue = newQueue
  #look: number | null = null

  constructor(day: Day) {
    this.#day = day
    this.#shifts = new Map(day.shifts.map((shift) => [shift.seat, shift]))
  }

  run(): Outcome[] {
    const { lines, headStarts } = defaultPolicy('e-commerce', 'zh-CN')
    const { start, shifts, arrivals } = this.#day
    this.#agenda.at(start, () => this.#say({ type: 'set-lines', lines, headStarts, hours: ALWAYS }))
    for (const shift of shifts) {
      this.#sit(shift, shift.from, 'online')
      for (const rest of shift.breaks) {
        this.#sit(shift, rest.from, 'break')
        this.#sit(shift, rest.to, 'online')
      }
      this.#sit(shift, shift.to, 'offline')
    }
    for (const arrival of arrivals) this.#agenda.at(arrival.at, () => this.#come(arrival))
    this.#agenda.run()
    return this.#outcomes
  }

  #sit({ seat, name, capacity, skills, languages }: Shift, at: number, status: 'online' | 'break' | 'offline'): void {
    const duty = { ...ALL_DUTY, skills, languages }
    this.#agenda.at(at, () => this.#say({ type: 'seat-changed', seat, name, status, capacity, duty, connected: true }))
  }

  #come(arrival: Arrival): void {
    const entry = newCommandId(this.#random)
    const { conversation, tier, urgency, anger, language, skills, at, patience } = arrival
    this.#waiting.set(conversation, arrival)
    this.#say({
      type: 'enqueue',
      entry,
      conversation,
      live: true,
      language,
      since: at,
      line: DEFAULT_QUEUE,
      tier,
      urgency,
      anger,
      skills,
    })
    this.#agenda.at(at + patience, () => {
      if (!this.#waiting.delete(conversation)) return
      this.#outcomes.push({ arrival, taken: null, seat: null, over: this.#agenda.now })
      this.#say({ type: 'remove', entry })
    })
  }

  #say(body: { type: QueueCommand['type'] } & Record<string, unknown>, seat?: SeatId): void {
    const { now } = this.#agenda
    const command = { id: newCommandId(this.#random), ...body } as QueueCommand
    const actor = seat ? ({ kind: 'seat', id: seat, name: '', role: 'agent' } as const) : ({ kind: 'system', id: 'alarm' } as const)
    const decision = decide(this.#state, command, actor, now)
    // Who left meanwhile cannot be taken any more.
    if (!decision.ok) return
    for (const happening of decision.events) {
      const event = { ...happening, seq: this.#state.seq + 1, at: now, cause: command.id } as QueueEvent
      this.#state = apply(this.#state, event)
      this.#follow(event)
    }
    this.#planLook()
  }

  #follow(event: QueueEvent): void {
    const { now } = this.#agenda
    if (event.name === 'v1.Offered') {
      const { offer, seat } = event.data
      this.#agenda.at(now + TAKING, () => this.#say({ type: 'take-offer', offer }, seat))
    }
    if (event.name === 'v1.Taken') this.#taken(event.data.conversation, event.data.entry, event.data.seat)
  }

  #taken(conversation: ConversationId, entry: CommandId, seat: SeatId): void {
    const arrival = this.#waiting.get(conversation)
    const shift = this.#shifts.get(seat)
    if (!arrival || !shift) throw new Error('somebody was taken who does not wait, or by nobody')
    this.#waiting.delete(conversation)
    const { now } = this.#agenda
    const over = now + timeWith(shift, arrival)
    this.#outcomes.push({ arrival, taken: now, seat, over })
    this.#agenda.at(over, () => this.#say({ type: 'finish', entry }))
  }

  /** The alarm of the object. */
  #planLook(): void {
    const look = nextLook(this.#state, this.#agenda.now)
    if (look === null || (this.#look !== null && this.#look > this.#agenda.now && this.#look <= look)) return
    this.#look = look
    this.#agenda.at(look, () => this.#say({ type: 'expire-offers' }))
  }
}
