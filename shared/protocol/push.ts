import { CommandId, ObjectId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { type Infer, v } from '../base/schema.ts'
import { Receipt } from './receipt.ts'

/**
 * Commands for one object, in order. Each is parsed by the object it is for, on its own: one that is malformed is
 * refused by its id and the others still count.
 */
export const Push = v.strictObject({
  type: v.literal('push'),
  to: ObjectId,
  commands: v.pipe(v.array(v.looseObject({ id: CommandId })), v.minLength(1), v.maxLength(LIMITS.commandsPerPush)),
})
export type Push = Infer<typeof Push>

export const Ack = v.object({ type: v.literal('ack'), of: ObjectId, receipts: v.array(Receipt) })
export type Ack = Infer<typeof Ack>
