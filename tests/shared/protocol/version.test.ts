import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../../shared/base/digest.ts'
import { v } from '../../../shared/base/schema.ts'
import { ConversationCommand } from '../../../shared/conversation/commands.ts'
import { Happening } from '../../../shared/conversation/events.ts'
import { LevelHappening } from '../../../shared/conversation/level-events.ts'
import { Down } from '../../../shared/protocol/down.ts'
import { Up } from '../../../shared/protocol/up.ts'
import { PROTOCOL, PROTOCOL_FLOOR } from '../../../shared/protocol/version.ts'
import { QueueCommand } from '../../../shared/queue/commands.ts'
import { SeatCommand } from '../../../shared/seat/commands.ts'
import { TicketCommand } from '../../../shared/ticket/commands.ts'
import { TicketHappening } from '../../../shared/ticket/events.ts'
import { shapeOf } from '../../support/schemas.ts'

const hash = (schema: unknown) =>
  createHash('sha256')
    .update(canonical(shapeOf(schema)))
    .digest('hex')
    .slice(0, 16)

/** What the wire of the version below looks like. Change both together, with a line of history. */
const RECORDED = {
  protocol: 3,
  hashes: {
    Up: '2d40377bd55bdfd5',
    Down: 'c73c714551504c0c',
    ConversationCommand: '43d597efec0a59c0',
    QueueCommand: '3b30c762bf6e9bb2',
    SeatCommand: 'd5385df458f6b945',
    Happening: 'f0e302c969914cd2',
    LevelHappening: '7f12ad08696671bc',
    TicketCommand: '4473caccd6358e8d',
    TicketHappening: '4bc0e7a7e99d4a6d',
  },
}

const SCHEMAS = { Up, Down, ConversationCommand, QueueCommand, SeatCommand, Happening, LevelHappening, TicketCommand, TicketHappening }

describe('[P5] the version of the wire', () => {
  it.each(Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[])('[P5] %s is what its version says', (name) => {
    expect(
      hash(SCHEMAS[name]),
      `The schema ${name} has changed. If a device of yesterday would be misunderstood, raise PROTOCOL in shared/protocol/version.ts and add a line to its history; then record the new hash here.`,
    ).toBe(RECORDED.hashes[name])
  })

  it('[P5] the recorded version is the one that is spoken', () => {
    expect(PROTOCOL, 'PROTOCOL was raised: record the hashes of its schemas here.').toBe(RECORDED.protocol)
    expect(PROTOCOL_FLOOR).toBeLessThanOrEqual(PROTOCOL)
  })

  it('[P5] every version has its line of history', () => {
    const source = readFileSync(new URL('../../../shared/protocol/version.ts', import.meta.url), 'utf8')
    const versions = [...source.matchAll(/^ \* (\d+) - \S/gm)].map((match) => Number(match[1]))
    expect(versions).toEqual(Array.from({ length: PROTOCOL }, (_, index) => index + 1))
  })
})

describe('[P5] the hash', () => {
  const base = () => v.strictObject({ type: v.literal('a'), text: v.pipe(v.string(), v.maxLength(5)), kind: v.picklist(['x', 'y']) })

  it('[P5] is blind to the order of keys and members', () => {
    const other = v.strictObject({ kind: v.picklist(['y', 'x']), text: v.pipe(v.string(), v.maxLength(5)), type: v.literal('a') })
    expect(hash(other)).toBe(hash(base()))
    const [one, two] = [v.object({ type: v.literal('a') }), v.object({ type: v.literal('b') })]
    expect(hash(v.variant('type', [one, two]))).toBe(hash(v.variant('type', [two, one])))
  })

  it.each([
    ['a key more', v.strictObject({ ...base().entries, more: v.string() })],
    ['a key less', v.strictObject({ type: base().entries.type, text: base().entries.text })],
    ['another limit', v.strictObject({ ...base().entries, text: v.pipe(v.string(), v.maxLength(6)) })],
    ['no limit', v.strictObject({ ...base().entries, text: v.string() })],
    ['another literal', v.strictObject({ ...base().entries, type: v.literal('b') })],
    ['another member', v.strictObject({ ...base().entries, kind: v.picklist(['x', 'z']) })],
    ['an optional key', v.strictObject({ ...base().entries, text: v.optional(base().entries.text) })],
    ['a nullable key', v.strictObject({ ...base().entries, text: v.nullable(base().entries.text) })],
    ['another type', v.strictObject({ ...base().entries, text: v.number() })],
    ['a looser object', v.object(base().entries)],
    ['another pattern', v.strictObject({ ...base().entries, text: v.pipe(v.string(), v.regex(/a/)) })],
    ['a list of it', v.array(base())],
  ])('[P5] sees %s', (_what, changed) => {
    expect(hash(changed)).not.toBe(hash(base()))
  })
})
