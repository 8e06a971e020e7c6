import type { Millis } from '../base/clock.ts'
import type { CommandId, TicketId } from '../base/ids.ts'
import type { Author } from '../conversation/actor.ts'
import type { LineHours } from '../levels/clocks.ts'
import type { ServiceLevel } from '../levels/promises.ts'
import type { TranscriptLine } from './commands.ts'
import type { NewTicketEvent, TicketEvent, TicketHappening } from './events.ts'
import type { TicketField } from './fields.ts'
import { apply, type Ticket } from './state.ts'

/** What the desk has settled of tickets. Hours hold their holidays as exceptions already. */
export interface TicketRules extends LineHours {
  levels: readonly ServiceLevel[]
  fields: readonly TicketField[]
}

/** What another ticket brings along when it becomes part of this one. */
export type Brought = Pick<
  Extract<TicketHappening, { name: 'ticket.v1.Absorbed' }>['data'],
  'parties' | 'watchers' | 'words' | 'transcript' | 'customerWaitsSince'
>

/** What a decision needs from outside. */
export interface Surroundings {
  now: Millis
  /** The ticket that this is. */
  self: TicketId
  /** Null on a device that does not know them: what follows from them is then not foretold. */
  rules: TicketRules | null
  /** Those that held until now, where they have just changed: what was used until now is counted by them. */
  was?: TicketRules | undefined
  /** Read by the object where a command asks for it. */
  transcript?: readonly TranscriptLine[] | undefined
  brought?: Brought | undefined
}

const SYSTEM: Author = { kind: 'system' }

/** Events as they follow from one command, each applied before the next is thought of. */
export class Story {
  readonly events: NewTicketEvent[] = []
  readonly around: Surroundings
  readonly #cause: CommandId
  #state: Ticket

  constructor(state: Ticket, cause: CommandId, around: Surroundings) {
    this.#state = state
    this.#cause = cause
    this.around = around
  }

  get state(): Ticket {
    return this.#state
  }

  add(happening: TicketHappening, by: Author = SYSTEM): void {
    const event = { ...happening, by } as NewTicketEvent
    this.events.push(event)
    this.#state = apply(this.#state, { ...event, seq: this.#state.seq + 1, at: this.around.now, cause: this.#cause } as TicketEvent)
  }
}
