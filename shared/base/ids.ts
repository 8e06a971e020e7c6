import type { Random } from './random.ts'
import { v } from './schema.ts'

/**
 * Ids are a letter that tells the kind, an underscore, and 26 characters of Crockford base32: 130 random bits, so an id
 * of a conversation or a customer cannot be guessed. A kind of id is a type of its own.
 */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const BODY = '[0-9a-hjkmnp-tv-z]{26}'

const id = <Brand extends string>(letter: string, brand: Brand) =>
  v.pipe(v.string(), v.regex(new RegExp(`^${letter}_${BODY}$`)), v.brand(brand))

export const ConversationId = id('c', 'ConversationId')
export type ConversationId = v.InferOutput<typeof ConversationId>

export const CustomerId = id('u', 'CustomerId')
export type CustomerId = v.InferOutput<typeof CustomerId>

/** A member of staff and the seat they work at are one and the same id. */
export const SeatId = id('s', 'SeatId')
export type SeatId = v.InferOutput<typeof SeatId>

/** A queue is named by its department: a short word chosen by the desk. */
export const QueueId = v.pipe(v.string(), v.regex(/^q_[a-z][a-z0-9-]{0,30}$/), v.brand('QueueId'))
export type QueueId = v.InferOutput<typeof QueueId>

/** The line in which every conversation waits until a desk has departments. */
export const DEFAULT_QUEUE = 'q_service' as QueueId

/**
 * A command's id. A suffix derives a command from another one without any randomness (the assistant's answer to a
 * message, the effects of an event), so that a repeat of the cause repeats the same ids.
 */
export const CommandId = v.pipe(v.string(), v.regex(new RegExp(`^m_${BODY}([.-][a-z0-9]{1,8}){0,6}$`)), v.brand('CommandId'))
export type CommandId = v.InferOutput<typeof CommandId>

/** Whatever a frame may address. */
export const ObjectId = v.union([ConversationId, SeatId, QueueId])
export type ObjectId = v.InferOutput<typeof ObjectId>

function body(random: Random): string {
  return Array.from(random.bytes(26), (byte) => ALPHABET[byte & 31]).join('')
}

export const newConversationId = (random: Random) => `c_${body(random)}` as ConversationId
export const newCustomerId = (random: Random) => `u_${body(random)}` as CustomerId
export const newSeatId = (random: Random) => `s_${body(random)}` as SeatId
export const newCommandId = (random: Random) => `m_${body(random)}` as CommandId

/** The id of a command that follows from another: the same cause and suffix give the same id. */
export const derivedCommandId = (cause: CommandId, suffix: string) => `${cause}.${suffix}` as CommandId

/** A secret of 260 bits, for a device to prove later that it is the same device. */
export const newSecret = (random: Random) => body(random) + body(random)

export function kindOf(target: ObjectId): 'conversation' | 'seat' | 'queue' {
  if (target.startsWith('c_')) return 'conversation'
  return target.startsWith('s_') ? 'seat' : 'queue'
}
