import type { Actor } from '../../shared/conversation/actor.ts'
import { at, CUSTOMERS, SEATS } from './ids.ts'

export const customer: Actor = { kind: 'customer', id: at(CUSTOMERS, 0) }
export const stranger: Actor = { kind: 'customer', id: at(CUSTOMERS, 1) }
export const queueActor: Actor = { kind: 'system', id: 'alarm' }

export const connector: Actor = { kind: 'system', id: 'connector' }

const NAMES = ['林晓', 'Ada', 'Bo', 'Chen', 'Dee', 'Eve']

/** A member of staff by number. */
export function seatActor(index: number): Extract<Actor, { kind: 'seat' }> {
  return { kind: 'seat', id: at(SEATS, index), name: NAMES[index] ?? 'Seat', role: 'agent' }
}

/** The seat that serves in the built conversations, and one that does not. */
export const serving = seatActor(0)
export const otherSeat = seatActor(1)
