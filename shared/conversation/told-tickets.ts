import type { Millis } from '../base/clock.ts'
import type { TicketId } from '../base/ids.ts'
import type { ConversationEvent } from './events.ts'
import type { ToldStatus } from './ticket-words.ts'

/** A ticket as the customer of its conversation is told of it. */
export interface ToldTicket {
  id: TicketId
  title: string
  status: ToldStatus
  /** Since when it stands so. */
  since: Millis
  /** When its customer last pressed for it. */
  urged: Millis | null
  /** Another one goes on with it. */
  merged: boolean
}

export type TicketEvent = Extract<ConversationEvent, { name: 'v1.TicketOpened' | 'v1.TicketMoved' | 'v1.TicketAdded' }>

/** More than a conversation has; the oldest make room. */
const TOLD = 40

/** The tickets after an event. One that was split off is first heard of by what it tells of itself. */
export function applyTicket(tickets: readonly ToldTicket[], event: TicketEvent): ToldTicket[] {
  const { ticket: id } = event.data
  const known = tickets.find((one) => one.id === id)
  const { at } = event
  switch (event.name) {
    case 'v1.TicketOpened': {
      const { title } = event.data
      return [...tickets, { id, title, status: 'received', since: at, urged: null, merged: false } as const].slice(-TOLD)
    }
    case 'v1.TicketMoved': {
      const { title, status, what } = event.data
      const since = known?.status === status ? known.since : at
      const moved = { id, title, status, since, urged: known?.urged ?? null, merged: what === 'merged' || (known?.merged ?? false) }
      return known ? tickets.map((one) => (one === known ? moved : one)) : [...tickets, moved].slice(-TOLD)
    }
    case 'v1.TicketAdded':
      return event.data.what === 'urge' ? tickets.map((one) => (one === known ? { ...one, urged: at } : one)) : [...tickets]
  }
}

export const isSettled = ({ status }: ToldTicket): boolean => status === 'resolved' || status === 'closed'

/** Somebody has begun with it. */
export const isTaken = ({ status }: ToldTicket): boolean => status !== 'received'
