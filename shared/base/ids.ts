import { v } from './schema.ts'

/**
 * Ids are a letter that tells the kind, an underscore, and 26 characters of Crockford base32: 130 random bits, so an id
 * of a conversation or a customer cannot be guessed. A kind of id is a type of its own.
 */
const BODY = '[0-9a-hjkmnp-tv-z]{26}'

function id<Brand extends string>(letter: string, brand: Brand, suffix = '') {
  return v.pipe(v.string(), v.regex(new RegExp(`^${letter}_${BODY}${suffix}$`)), v.brand(brand))
}

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

export const TicketId = id('t', 'TicketId')
export type TicketId = v.InferOutput<typeof TicketId>

/**
 * A command's id. A suffix derives a command from another one without any randomness (the assistant's answer to a
 * message, the effects of an event), so that a repeat of the cause repeats the same ids.
 */
export const CommandId = id('m', 'CommandId', '([.-][a-z0-9]{1,8}){0,6}')
export type CommandId = v.InferOutput<typeof CommandId>

/** Whatever a frame may address. */
export const ObjectId = v.union([ConversationId, SeatId, QueueId, TicketId])
export type ObjectId = v.InferOutput<typeof ObjectId>
