import { CommandId, ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { type Infer, v } from '../base/schema.ts'
import { Receipt } from './receipt.ts'

/** Levels of nesting that a command may have. Far more than any has; far less than what exhausts a stack when written out. */
const DEEPEST = 16

/** A command as it travels: its id is sure, the rest is the receiving object's to parse. */
export const RawCommand = v.pipe(
  v.looseObject({ id: CommandId }),
  v.check((command) => isShallow(command, DEEPEST), 'nested too deep'),
)

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

/**
 * Commands for one object, in order. Each is parsed by the object it is for, on its own: one that is malformed is
 * refused by its id and the others still count.
 */
export const Push = v.strictObject({
  type: v.literal('push'),
  to: ObjectId,
  commands: v.pipe(v.array(RawCommand), v.minLength(1), v.maxLength(LIMITS.commandsPerPush)),
  /** The command sent before these that had no answer yet: while it is unknown here, these are not taken. */
  after: v.optional(CommandId),
  /** When it was sent, by a clock of the device that only goes forward: how it differs from push to push tells of a queue. */
  at: v.optional(v.number()),
})
export type Push = Infer<typeof Push>

/** The answers to a push, and where the log of a conversation ends now: who holds less has missed something. */
export const Ack = v.object({ type: v.literal('ack'), of: ObjectId, receipts: v.array(Receipt), seq: v.optional(v.number()) })
export type Ack = Infer<typeof Ack>
