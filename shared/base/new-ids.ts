import type { CommandId, ConversationId, CustomerId, ObjectId, QueueId, SeatId, TicketId } from './ids.ts'
import type { Random } from './random.ts'

// Apart from the schemas that check ids, so that a page which only makes them is not given those.

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The line in which every conversation waits until a desk has departments. */
export const DEFAULT_QUEUE = 'q_service' as QueueId

function body(random: Random): string {
  return Array.from(random.bytes(26), (byte) => ALPHABET[byte & 31]).join('')
}

export const newConversationId = (random: Random) => `c_${body(random)}` as ConversationId
export const newCustomerId = (random: Random) => `u_${body(random)}` as CustomerId
export const newSeatId = (random: Random) => `s_${body(random)}` as SeatId
export const newCommandId = (random: Random) => `m_${body(random)}` as CommandId

/** The id of a command that follows from another: the same cause and suffix give the same id. */
export const derivedCommandId = (cause: CommandId, suffix: string) => `${cause}.${suffix}` as CommandId

/** The id of the ticket that a command makes: one each, and the same wherever it is made. */
export const ticketIdOf = (cause: CommandId) => `t_${cause.slice(2, 28)}` as TicketId

/** A secret of 260 bits, for a device to prove later that it is the same device. */
export const newSecret = (random: Random) => body(random) + body(random)

export function kindOf(target: ObjectId): 'conversation' | 'seat' | 'queue' | 'ticket' {
  if (target.startsWith('c_')) return 'conversation'
  if (target.startsWith('t_')) return 'ticket'
  return target.startsWith('s_') ? 'seat' : 'queue'
}

/** Whether an object tells what happened event by event: a seat and a queue tell their whole state. */
export const hasLog = (of: ObjectId): of is ConversationId | TicketId => kindOf(of) === 'conversation' || kindOf(of) === 'ticket'

export const isTicket = (of: ObjectId): of is TicketId => kindOf(of) === 'ticket'
