import { ConversationId, CustomerId, QueueId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'

export const ROLES = ['owner', 'supervisor', 'agent'] as const
export const Role = v.picklist(ROLES)
export type Role = v.InferOutput<typeof Role>

/** Who asks. Made by the door from what was proved (a cookie, a binding), never read from a frame. */
export const Actor = v.variant('kind', [
  v.strictObject({ kind: v.literal('customer'), id: CustomerId }),
  v.strictObject({ kind: v.literal('seat'), id: SeatId, name: v.string(), role: Role }),
  v.strictObject({
    kind: v.literal('system'),
    id: v.union([QueueId, SeatId, ConversationId, TicketId, v.literal('alarm'), v.literal('desk'), v.literal('connector')]),
  }),
])
export type Actor = Infer<typeof Actor>

/** Who did it, as an event remembers. The assistant speaks through the customer's device but never as the customer. */
export const Author = v.variant('kind', [
  v.object({ kind: v.literal('customer') }),
  v.object({ kind: v.literal('assistant') }),
  v.object({ kind: v.literal('seat'), id: SeatId, name: v.string() }),
  v.object({ kind: v.literal('system') }),
])
export type Author = Infer<typeof Author>
