import { describe, expect, it } from 'vitest'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import { is, v } from '../../../shared/base/schema.ts'
import { Happening } from '../../../shared/conversation/events.ts'
import { LevelHappening } from '../../../shared/conversation/level-events.ts'
import { parseDown } from '../../../shared/protocol/codec.ts'
import { Down } from '../../../shared/protocol/down.ts'
import { forVersion } from '../../../shared/protocol/earlier.ts'
import { PROTOCOL, PROTOCOL_LENIENT } from '../../../shared/protocol/version.ts'
import type { SeatOffer } from '../../../shared/seat/commands.ts'
import { newSeat } from '../../../shared/seat/state.ts'
import { TicketHappening } from '../../../shared/ticket/events.ts'
import { PHASES, roomIn } from '../../support/conversations.ts'
import { at, CONVERSATIONS, commandId, SEATS } from '../../support/ids.ts'
import { shapeOf } from '../../support/schemas.ts'
import { TestTicket } from '../../support/tickets.ts'

const to = at(CONVERSATIONS, 0)
const seat = at(SEATS, 0)

const offer: SeatOffer = {
  offer: commandId(),
  queue: DEFAULT_QUEUE,
  conversation: to,
  live: true,
  language: 'zh-CN',
  since: 1,
  until: 2,
  why: { free: 1, idleSince: 0, candidates: 2, waited: 5, skills: { matched: ['refund'], waived: [] }, rules: ['VIP'] },
  tier: 'vip',
  urgency: 'high',
  handed: { by: { id: seat, name: '小王' }, note: '请核对发票', warm: false, how: 'transfer' },
}
const place = { conversation: to, place: 2, wait: 60_000, staffed: true, line: DEFAULT_QUEUE, name: '售后', opens: null }
const line = { queue: DEFAULT_QUEUE, live: 1, messages: 0, oldest: 5, staffed: true, name: '售后' }
const FRAMES: [string, Down][] = [
  ['a seat with an offer', { type: 'seat', of: seat, seat: { ...newSeat, offers: [offer] } }],
  ['a place', { type: 'place', of: to, place }],
  ['a line', { type: 'line', of: DEFAULT_QUEUE, line }],
]

/** The same with a key in every object that nobody here knows, as a newer server may send it. */
function grown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(grown)
  if (value === null || typeof value !== 'object') return value
  return { ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, grown(inner)])), newer: { of: ['tomorrow'] } }
}

describe('[P4] what a newer server adds', () => {
  const feeds = [
    ...PHASES.map((phase): [string, Down] => [`a conversation ${phase}`, { type: 'feed', of: to, events: roomIn(phase).events }]),
    ['a ticket', { type: 'feed', of: new TestTicket().self, events: new TestTicket().open().take().stored }] as [string, Down],
  ]

  it.each([...FRAMES, ...feeds])('[P4] %s is read with unknown keys at any depth', (_what, frame) => {
    expect(parseDown(JSON.stringify(grown(frame)))).toMatchObject({
      ok: true,
      frame: { type: frame.type, of: frame.type !== 'error' && frame.of },
    })
  })

  it('[P4] an offer is read for what is known of it', () => {
    const frame = FRAMES[0]?.[1] as Down
    expect(parseDown(JSON.stringify(grown(frame)))).toEqual({ ok: true, frame })
  })

  it.each(Object.entries({ Down, Happening, LevelHappening, TicketHappening }))('[P4] no object of %s is strict', (_name, schema) => {
    expect(JSON.stringify(shapeOf(schema))).not.toContain('strict_object')
  })

  it('[P4] a refusal that is not known here is one nonetheless, so that its command is settled', () => {
    const id = commandId()
    const ack = { type: 'ack', of: to, receipts: [{ id, answer: { ok: false, code: 'of-tomorrow' } }] }
    const answer = { ok: false, code: 'invalid-command' }
    expect(parseDown(JSON.stringify(ack))).toEqual({ ok: true, frame: { ...ack, receipts: [{ id, answer }] } })
  })
})

describe('[P31] pages of an earlier version', () => {
  // As pages of version 2 held what came down.
  const Offer = v.strictObject({
    offer: v.string(),
    queue: v.string(),
    conversation: v.string(),
    live: v.boolean(),
    language: v.string(),
    since: v.number(),
    until: v.number(),
    why: v.strictObject({ free: v.number(), idleSince: v.number(), candidates: v.number() }),
  })
  const Place = v.strictObject({ conversation: v.string(), place: v.number(), wait: v.nullable(v.number()), staffed: v.boolean() })
  const Line = v.strictObject({
    queue: v.string(),
    live: v.number(),
    messages: v.number(),
    oldest: v.nullable(v.number()),
    staffed: v.boolean(),
  })
  const Earlier = v.variant('type', [
    v.object({ type: v.literal('seat'), seat: v.object({ offers: v.array(Offer) }) }),
    v.object({ type: v.literal('place'), place: v.nullable(Place) }),
    v.object({ type: v.literal('line'), line: Line }),
  ])

  it.each(FRAMES)('[P31] %s is sent with the keys that they know', (_what, frame) => {
    expect(is(Earlier, frame)).toBe(false)
    for (const version of [1, PROTOCOL_LENIENT - 1]) expect(is(Earlier, forVersion(frame, version))).toBe(true)
    expect(is(Earlier, forVersion({ type: 'place', of: to, place: null }, 1))).toBe(true)
  })

  it.each(FRAMES)('[P31] %s is whole for pages of today', (_what, frame) => {
    expect(forVersion(frame, PROTOCOL)).toBe(frame)
  })
})
