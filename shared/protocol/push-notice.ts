import { CommandId, ConversationId, CustomerId, SeatId, TicketId } from '../base/ids.ts'
import { type Infer, v } from '../base/schema.ts'
import { Timezone } from '../calendar/schedule.ts'
import { minuteIn } from '../calendar/zone.ts'
import { StoredEvent } from '../conversation/events.ts'

/** What a customer, and what a seat, can be told of by a notice. */
export const CUSTOMER_KINDS = ['answered', 'joined', 'ticket'] as const
export const SEAT_KINDS = ['offered', 'customer-answered', 'assigned-ticket', 'service-level'] as const
export const NoticeKind = v.picklist([...CUSTOMER_KINDS, ...SEAT_KINDS])
export type NoticeKind = v.InferOutput<typeof NoticeKind>

const about = {
  kind: NoticeKind,
  /** The conversation that it is about, or in which it is told. */
  conversation: v.optional(ConversationId),
  ticket: v.optional(TicketId),
  /** The event to look for: of the conversation, else of the ticket or the seat. */
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
}

/** The command by which any object has a customer or a seat told: taken once by its id, never an event. */
export const Notify = v.strictObject({ id: CommandId, type: v.literal('notify'), ...about, at: v.number() })
export type Notify = Infer<typeof Notify>

/** What travels to a device: names of things, never words. `to` is whose notice it is, since a device may change hands. */
export const PushPayload = v.object({ ...about, to: v.union([CustomerId, SeatId]) })
export type PushPayload = Infer<typeof PushPayload>

/** Told never, outside the quiet hours, or at any time. */
export const WISHES = ['off', 'on', 'urgent'] as const
export const Wish = v.picklist(WISHES)
export type Wish = v.InferOutput<typeof Wish>

const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60 - 1))

/** What a device wishes to be told of, and when it is to be quiet: minutes after midnight on its own wall, past midnight too. */
export const NoticeWishes = v.strictObject({
  kinds: v.record(NoticeKind, Wish),
  quiet: v.nullable(v.strictObject({ from: minute, until: minute })),
  timezone: Timezone,
})
export type NoticeWishes = Infer<typeof NoticeWishes>

/** POST /api/push/customer and /api/push/seat: what the browser gave for this device (Push API, PushSubscription.toJSON). */
export const SubscribeBody = v.strictObject({
  endpoint: v.pipe(v.string(), v.maxLength(1000)),
  keys: v.strictObject({
    p256dh: v.pipe(v.string(), v.regex(/^B[\w-]{86}$/)),
    auth: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
  }),
  wishes: NoticeWishes,
})
export type SubscribeBody = Infer<typeof SubscribeBody>

/** DELETE of the same. */
export const UnsubscribeBody = v.strictObject({ endpoint: SubscribeBody.entries.endpoint })

/** GET /api/push/…/events/ID?since=SEQ: what a device without a socket lacks, and where the log ends. */
export const EventsSince = v.object({ seq: v.number(), events: v.array(StoredEvent) })
export type EventsSince = Infer<typeof EventsSince>

/** Whether a device wishes to be told of something now. What it has not chosen, it is told. */
export function isWanted({ kinds, quiet, timezone }: NoticeWishes, kind: NoticeKind, now: number): boolean {
  const wish = kinds[kind] ?? 'on'
  if (wish !== 'on' || !quiet) return wish !== 'off'
  const minute = minuteIn(timezone, now)
  const { from, until } = quiet
  return !(from <= until ? minute >= from && minute < until : minute >= from || minute < until)
}
