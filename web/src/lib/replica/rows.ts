import type { CommandId, ConversationId, CustomerId, ObjectId, TicketId } from '$shared/base/ids.ts'
import type { RefusalCode } from '$shared/base/refusal.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import type { Conversation } from '$shared/conversation/state.ts'
import type { Policy } from '$shared/desk/policy.ts'
import type { PackVersion } from '$shared/knowledge/pack.ts'
import type { Language } from '$shared/language/language.ts'
import type { DeskInfo, Me } from '$shared/protocol/http.ts'
import type { NoticeWishes } from '$shared/protocol/push-notice.ts'
import type { TicketSummary } from '$shared/protocol/tickets.ts'
import type { Line, Place } from '$shared/queue/place.ts'
import type { SeatOffer } from '$shared/seat/commands.ts'
import type { Seat } from '$shared/seat/state.ts'
import type { LinkState } from '$shared/sync/link-state.ts'
import type { Ticket } from '$shared/ticket/state.ts'
import type { Corrected } from '$shared/understanding/correction.ts'

export interface EventRow {
  conversation: ConversationId
  seq: number
  event: StoredEvent
}

/** A command that has not been answered, or was answered with no and still holds somebody's words. */
export interface OutboxRow {
  order?: number
  id: CommandId
  to: ObjectId
  command: { id: CommandId; type: string } & Record<string, unknown>
  at: number
  refused: RefusalCode | null
  /** When it began to leave: from then on it can no longer be called back. */
  leftAt?: number
  /** Rests here until then, so that it can be called back; and for how long that was meant to be, whatever the clock does. */
  heldUntil?: number
  hold?: number
  /** The room has taken it, up to this seq, which has not come down yet. */
  settled?: number
}

/** The confirmed state of a conversation, folded as its events arrived. */
export interface HeadRow {
  conversation: ConversationId
  state: Conversation
  openedAt: number
  lastAt: number
  /** The last words, for a list. */
  preview: string
}

/** The same of a ticket. */
export interface TicketEventRow {
  ticket: TicketId
  seq: number
  event: StoredEvent
}

export interface TicketHeadRow {
  ticket: TicketId
  state: Ticket
  lastAt: number
  /** What is wrong, and what settled it: for lists and for those who search. */
  problem: string
  solution: string
}

/** What words are written for: an object, or the colleagues alone who work on a ticket. */
export type DraftKey = ObjectId | 'new' | `${TicketId}/note`

export interface DraftRow {
  conversation: DraftKey
  text: string
  version?: number
}

/** Single values by name. The ones that another tab may be waiting for are here too, for every tab hears of a write. */
export interface Kept {
  identity: { id: CustomerId; secret: string; admitted: boolean }
  current: ConversationId
  desk: DeskInfo
  me: Me
  seat: Seat
  /** The lines that the seat is there for. */
  lines: Record<string, Line>
  link: { state: LinkState; slow: boolean }
  /** How far the server's clock is ahead of this device's, in milliseconds. */
  clock: number
  /** Whether the browser has promised to keep what is stored here. */
  persisted: boolean
  /** How long this seat's words rest before they leave, in milliseconds. */
  undoSend: number
  'pack:zh-CN': PackVersion
  'pack:en': PackVersion
  /** The number of the release that a language follows. */
  'release:zh-CN': number
  'release:en': number
  /** The same of the packs for members of staff; a customer's replica never has one. */
  'staff-pack:zh-CN': PackVersion
  'staff-pack:en': PackVersion
  'staff-release:zh-CN': number
  'staff-release:en': number
  /** The key of the desk as this device first knew it. */
  'desk-key': string
  /** How this device is told of what happens while no page is open; null or absent where it is not. */
  notices: { endpoint: string; wishes: NoticeWishes; words: boolean; language: Language } | null
  /** The conversation in whose wait notices were offered: once on a device, and not again. */
  'notices-offered': ConversationId
  /** A pack that was offered under another key or with a wrong signature, and was not taken. */
  'pack-refused': { at: number; language: Language; version: PackVersion } | null
  /** How the desk shares out its work, as it was told last. */
  policy: Policy
  /** The tickets that were opened on this device last, the latest first: they are followed, and can be read without a network. */
  looked: TicketId[]
  /** A list of tickets as the desk gave it last, and when, by its name. */
  [list: `tickets:${string}`]: { at: number; tickets: TicketSummary[]; more: boolean }
  /** What a seat was told with the offer of a conversation: why, and by whom it was handed on with which note. */
  [came: `came:${string}`]: SeatOffer
  [place: `place:${string}`]: Place | null
  [typing: `typing:${string}`]: { side: 'customer' | 'seat'; until: number }
  [saying: `saying:${string}`]: number
  /** What this seat said that messages of a conversation mean, where a model read otherwise, by message. */
  [corrected: `corrected:${string}`]: Record<string, Corrected>
}

export interface KeptRow {
  key: string
  value: unknown
}

/** The stores of a replica. */
export const STORES = ['events', 'heads', 'outbox', 'drafts', 'packs', 'kept', 'ticketEvents', 'ticketHeads'] as const
export type Store = (typeof STORES)[number]
