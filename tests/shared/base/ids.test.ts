import { describe, expect, it } from 'vitest'
import { CommandId, ConversationId, CustomerId, ObjectId, QueueId, SeatId } from '../../../shared/base/ids.ts'
import {
  DEFAULT_QUEUE,
  derivedCommandId,
  kindOf,
  newCommandId,
  newConversationId,
  newCustomerId,
  newSeatId,
  newSecret,
} from '../../../shared/base/new-ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import { is } from '../../../shared/base/schema.ts'

const random = seededRandom(7)
const BODY = '0123456789abcdefghjkmnpqrs'

describe('ids', () => {
  it.each([
    ['conversation', newConversationId, ConversationId, /^c_/],
    ['customer', newCustomerId, CustomerId, /^u_/],
    ['seat', newSeatId, SeatId, /^s_/],
    ['command', newCommandId, CommandId, /^m_/],
  ] as const)('[P1] a new %s id names its kind, parses and never repeats', (_kind, make, schema, letter) => {
    const ids = Array.from({ length: 2000 }, () => make(random))
    expect(new Set(ids).size).toBe(2000)
    for (const id of ids) expect(is(schema, id) && letter.test(id)).toBe(true)
  })

  it('[P1] uses every letter of the alphabet about equally often', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 1000; i++) for (const letter of newSecret(random)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(counts.size).toBe(32)
    for (const count of counts.values()) expect(count).toBeGreaterThan(1300)
  })

  it.each([
    ['a kind in place of another', ConversationId, `u_${BODY}`],
    ['too short', ConversationId, `c_${BODY.slice(1)}`],
    ['too long', ConversationId, `c_${BODY}0`],
    ['upper case', ConversationId, `c_${BODY.toUpperCase()}`],
    ['a letter outside the alphabet', ConversationId, `c_${BODY.slice(1)}l`],
    ['white space around it', ConversationId, ` c_${BODY}`],
    ['a line break at its end', ConversationId, `c_${BODY}\n`],
    ['not text', ConversationId, 7],
    ['a queue without a word', QueueId, 'q_'],
    ['a queue in capitals', QueueId, 'q_Service'],
    ['an object of no kind', ObjectId, `m_${BODY}`],
    ['seven suffixes', CommandId, `m_${BODY}.a.b.c.d.e.f.g`],
    ['a long suffix', CommandId, `m_${BODY}.abcdefghi`],
  ])('[P1] refuses %s', (_what, schema, value) => {
    expect(is(schema, value)).toBe(false)
  })

  it('[P1] derives the same id from the same cause, another from another suffix, and both parse', () => {
    const cause = newCommandId(random)
    expect(derivedCommandId(cause, 'a')).toBe(derivedCommandId(cause, 'a'))
    expect(derivedCommandId(cause, 'a')).not.toBe(derivedCommandId(cause, 'b'))
    expect(is(CommandId, derivedCommandId(derivedCommandId(cause, 'enqueue'), 'o12'))).toBe(true)
  })

  it('[P1] tells what kind of object an id addresses', () => {
    expect([newConversationId(random), newSeatId(random), DEFAULT_QUEUE].map(kindOf)).toEqual(['conversation', 'seat', 'queue'])
  })
})
