import type { Millis } from '../base/clock.ts'
import type { CommandId, TicketId } from '../base/ids.ts'
import { Unfolding } from '../base/unfolding.ts'
import type { Author } from '../conversation/actor.ts'
import type { LineHours } from '../levels/clocks.ts'
import type { ServiceLevel } from '../levels/promises.ts'
import type { TranscriptLine } from './commands.ts'
import type { NewTicketEvent, TicketHappening } from './events.ts'
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

/** What becomes of a ticket by one command; what follows by itself is told by the system. */
export class Story extends Unfolding<Ticket, NewTicketEvent> {
  readonly around: Surroundings

  constructor(state: Ticket, cause: CommandId, around: Surroundings) {
    super(state, cause, around.now, apply)
    this.around = around
  }

  tell(happening: TicketHappening, by: Author = SYSTEM): void {
    this.add({ ...happening, by })
  }
}
