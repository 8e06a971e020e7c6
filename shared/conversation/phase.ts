import type { Millis } from '../base/clock.ts'
import type { CommandId, QueueId, SeatId } from '../base/ids.ts'

export interface Person {
  id: SeatId
  name: string
}

/** Where a conversation stands; each phase carries only what it may. */
export type Phase =
  | { name: 'new' }
  | { name: 'assistant' }
  | { name: 'waiting'; queue: QueueId; entry: CommandId; since: Millis; live: boolean }
  | {
      name: 'person'
      queue: QueueId
      entry: CommandId
      since: Millis
      seat: Person
      /** As which it waits for somebody else, while this seat serves on. */
      next?: CommandId
    }
  | { name: 'closed'; at: Millis; served: Person | null }
