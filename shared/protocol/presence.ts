import { ConversationId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'

/** "I am typing" or no longer. Never stored, never queued; at most one a second is passed on. */
export const Presence = v.strictObject({ type: v.literal('presence'), to: ConversationId, typing: v.boolean() })
export type Presence = Infer<typeof Presence>

export const PresenceOf = v.object({
  type: v.literal('presence'),
  of: ConversationId,
  side: v.picklist(['customer', 'seat']),
  typing: v.boolean(),
})
export type PresenceOf = Infer<typeof PresenceOf>
