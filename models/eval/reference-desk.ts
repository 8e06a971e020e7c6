import type { QueueId, SeatId } from '../../shared/base/ids.ts'
import { newCommandId, newSeatId } from '../../shared/base/new-ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { ALWAYS } from '../../shared/calendar/hours.ts'
import type { Policy } from '../../shared/desk/policy.ts'
import type { QueueCommand } from '../../shared/queue/commands.ts'
import { decide } from '../../shared/queue/decide.ts'
import type { QueueEvent } from '../../shared/queue/events.ts'
import { ALL_DUTY } from '../../shared/queue/lines.ts'
import { apply, newQueue } from '../../shared/queue/state.ts'

const SEATS = 12
const NOW = Date.parse('2026-11-21T10:00:00+08:00')
/** More tickets than there are talks: a seat that has no room is another matter than one of the wrong line. */
const ROOM = 500

type Placed = Extract<QueueCommand, { type: 'place-ticket' }>

/** A desk of twelve seats, each for one line: as many for each line as go round. */
export class ReferenceDesk {
  #queue = newQueue
  readonly #random = seededRandom(11)
  readonly #lines = new Map<SeatId, QueueId>()

  constructor({ lines, headStarts }: Pick<Policy, 'lines' | 'headStarts'>) {
    this.#take({ id: newCommandId(this.#random), type: 'set-lines', lines, headStarts, hours: ALWAYS })
    for (let at = 0; at < SEATS; at++) {
      const line = lines[at % lines.length]?.id
      if (!line) throw new Error('a desk without lines')
      const seat = newSeatId(this.#random)
      this.#lines.set(seat, line)
      const duty = { ...ALL_DUTY, lines: [line], tickets: ROOM }
      const there = { name: `${at}`, status: 'online', capacity: 5, duty, connected: true } as const
      this.#take({ id: newCommandId(this.#random), type: 'seat-changed', seat, ...there })
    }
  }

  /** Places a ticket, and gives the line that its seat is there for; null where nobody has it. */
  place(ticket: Pick<Placed, 'ticket' | 'line' | 'kind' | 'urgency' | 'tier' | 'language'>): QueueId | null {
    this.#take({ id: newCommandId(this.#random), type: 'place-ticket', ...ticket, since: NOW, asked: null, familiar: null, not: null })
    const seat = this.#queue.tickets[ticket.ticket]?.seat
    return (seat && this.#lines.get(seat)) ?? null
  }

  #take(command: QueueCommand): void {
    const decision = decide(this.#queue, command, { kind: 'system', id: 'desk' }, NOW)
    if (!decision.ok) throw new Error(`refused: ${decision.code}`)
    for (const happening of decision.events)
      this.#queue = apply(this.#queue, { ...happening, seq: this.#queue.seq + 1, at: NOW, cause: command.id } as QueueEvent)
  }
}
