import Dexie, { type Table } from 'dexie'
import type { CommandId, ConversationId, CustomerId, ObjectId } from '$shared/base/ids.ts'
import type { RefusalCode } from '$shared/base/refusal.ts'
import type { StoredEvent } from '$shared/conversation/events.ts'
import type { Conversation } from '$shared/conversation/state.ts'
import type { Pack, PackVersion } from '$shared/knowledge/pack.ts'
import type { DeskInfo, Me } from '$shared/protocol/http.ts'
import type { Line, Place } from '$shared/queue/place.ts'
import type { Seat } from '$shared/seat/state.ts'
import type { LinkState } from '$shared/sync/session.ts'

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

export interface DraftRow {
  conversation: ConversationId | 'new'
  text: string
}

/** Single values by name. The ones that another tab may be waiting for are here too, for Dexie tells all tabs. */
export interface Kept {
  identity: { id: CustomerId; secret: string; admitted: boolean }
  current: ConversationId
  desk: DeskInfo
  me: Me
  seat: Seat
  line: Line
  link: { state: LinkState; slow: boolean }
  'pack:zh-CN': PackVersion
  'pack:en': PackVersion
  [place: `place:${string}`]: Place | null
  [typing: `typing:${string}`]: { side: 'customer' | 'seat'; until: number }
  [saying: `saying:${string}`]: number
}

export interface KeptRow {
  key: string
  value: unknown
}

/** This device's copy: events, folded state, outbox, drafts, packs. */
export class Replica extends Dexie {
  events!: Table<EventRow, [ConversationId, number]>
  heads!: Table<HeadRow, ConversationId>
  outbox!: Table<OutboxRow, number>
  drafts!: Table<DraftRow, string>
  packs!: Table<Pack, PackVersion>
  kept!: Table<KeptRow, string>

  constructor(name: string) {
    // Strict: a write that was confirmed survives a crash of the browser and of the machine.
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      events: '[conversation+seq]',
      heads: 'conversation, lastAt',
      outbox: '++order, &id, to',
      drafts: 'conversation',
      packs: 'version',
      kept: 'key',
    })
  }

  async keep<Key extends keyof Kept>(key: Key, value: Kept[Key]): Promise<void> {
    await this.kept.put({ key, value })
  }

  async recall<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | undefined> {
    return (await this.kept.get(key))?.value as Kept[Key] | undefined
  }

  async forget(key: keyof Kept): Promise<void> {
    await this.kept.delete(key)
  }
}

/** The copy of the person who is served on this device, and of each member of staff: never one database for two people. */
export const customerReplica = (): Replica => new Replica('evenkeel-customer')
export const seatReplica = (seat: string): Replica => new Replica(`evenkeel-${seat}`)
