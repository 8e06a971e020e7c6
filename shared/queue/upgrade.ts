import type { Millis } from '../base/clock.ts'
import type { CommandId, ConversationId, SeatId } from '../base/ids.ts'
import { DEFAULT_QUEUE } from '../base/new-ids.ts'
import type { Language } from '../language/language.ts'
import type { SeatStatus } from './commands.ts'
import { arrivalOf, ONE_LINE } from './settled.ts'
import { type Entry, newQueue, type Queue, type QueueSeat, type Wish } from './state.ts'

/** The state before there were lines. */
interface QueueOfBefore {
  seq: number
  entries: {
    id: CommandId
    conversation: ConversationId
    live: boolean
    language: Language
    since: Millis
    passed: SeatId[]
    notBefore: Millis
  }[]
  offers: { id: CommandId; entry: CommandId; seat: SeatId; until: Millis }[]
  seats: Record<
    SeatId,
    {
      id: SeatId
      name: string
      status: SeatStatus
      capacity: number
      serving: { conversation: ConversationId; entry: CommandId }[]
      idleSince: Millis
    }
  >
  takes: Millis[]
}

/** [Q14] A queue's log ends at its snapshots, so that a snapshot of an older shape is read and not thrown away. */
export function upgraded(state: unknown, version: number): Queue | null {
  if (version !== 1) return null
  const before = state as QueueOfBefore
  const entries = before.entries.map((entry): Entry => {
    const wish = { ...plain(entry.conversation), live: entry.live, language: entry.language }
    const arrival = arrivalOf(ONE_LINE, entry.since, wish)
    return { ...wish, ...entry, arrival, entered: entry.since, through: [], handed: null }
  })
  const seats = Object.values(before.seats).map((seat): [SeatId, QueueSeat] => [
    seat.id,
    {
      ...seat,
      serving: seat.serving.map(({ conversation, entry }) => ({ ...plain(conversation), entry })),
      duty: null,
      goneSince: null,
      tickets: [],
    },
  ])
  return {
    ...newQueue,
    seq: before.seq,
    entries: entries.toSorted((one, other) => one.arrival - other.arrival),
    offers: before.offers.map((offer) => ({ ...offer, live: before.entries.find(({ id }) => id === offer.entry)?.live ?? true })),
    seats: Object.fromEntries(seats) as Queue['seats'],
    takes: { [DEFAULT_QUEUE]: before.takes } as Queue['takes'],
  }
}

/** What a conversation wants of which nothing was told. */
const plain = (conversation: ConversationId): Wish => ({
  conversation,
  live: true,
  language: 'zh-CN',
  line: DEFAULT_QUEUE,
  tier: 'ordinary',
  urgency: 'normal',
  anger: 0,
  boost: 0,
  again: false,
  skills: [],
  familiar: null,
  rules: [],
})
