import type { StoredEvent } from './events.ts'
import { isLevel } from './level-events.ts'

/**
 * [R19 V6] What a customer is shown of the log: all of it, but for what the desk's rules made of them and what its people owe them,
 * whose place is held by an event without a word. Its name is one that no device knows, so that it is kept and passed over.
 */
export const shownToCustomer = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.map((event) => (event.name === 'v1.Triaged' || isLevel(event) ? { ...event, name: 'v1.Withheld', data: {} } : event))
