import { describe, expect, it } from 'vitest'
import { thread } from '../../../shared/conversation/thread.ts'
import { serving } from '../../support/actors.ts'
import { answerWith, command, judge, leaveMessage, roomIn, unknownTurn } from '../../support/conversations.ts'
import { at } from '../../support/ids.ts'

const sortsOf = (room: ReturnType<typeof roomIn>) =>
  thread(room.events).map(({ body, by }) => `${by.kind}: ${body.kind === 'notice' ? body.notice.kind : body.kind}`)

describe('thread', () => {
  it('[C20] reads as the conversation went', () => {
    const room = roomIn('closed')
    room.take(command('rate', { rating: { score: 4, tags: [], text: '' } }))
    expect(sortsOf(room)).toEqual([
      'customer: text',
      'assistant: turn',
      'customer: person-requested',
      'system: person-joined',
      'seat: text',
      'customer: closed',
      'customer: rated',
    ])
  })

  it('[C20] shows a left message with its contact and a left line', () => {
    const room = roomIn('message-left')
    expect(at(thread(room.events), -2).body).toEqual({ kind: 'text', text: '请回电', contact: '13800000000' })
    room.take(command('leave-queue', {}))
    expect(sortsOf(room).at(-1)).toBe('customer: queue-left')
  })

  it('[C20] shows a judgement on the answer it is of, and marks nowhere', () => {
    const room = roomIn('person')
    const before = thread(room.events)
    room.take(judge(room.answer, false))
    room.take(command('mark', { delivered: 9, read: 9 }), serving)
    const after = thread(room.events)
    expect(after).toHaveLength(before.length)
    expect(after.map(({ body }) => (body.kind === 'turn' ? body.helpful : '-')).filter((helpful) => helpful !== '-')).toEqual([false])
    expect(
      before.some(({ body }) => body.kind === 'turn' && body.helpful !== null),
      'lines handed in stay as they were',
    ).toBe(false)
  })

  it('[C20] gives every line a key of its own, also two lines of one command', () => {
    const room = roomIn('assistant')
    room.take(answerWith(unknownTurn))
    room.take(answerWith(unknownTurn))
    room.take(command('leave-queue', {}))
    room.take(leaveMessage('请回电'))
    const keys = thread(room.events).map((item) => item.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(thread(room.events).filter((item) => item.id === room.events.at(-4)?.cause)).toHaveLength(2)
  })

  it('[C20] folds in pieces as it does at once, and passes over what it does not know', () => {
    const { events } = roomIn('closed')
    for (let cut = 0; cut <= events.length; cut++) expect(thread(events.slice(cut), thread(events.slice(0, cut)))).toEqual(thread(events))
    const strange = { ...at(events, -1), seq: 99, name: 'v9.Danced', data: null }
    expect(thread([...events, strange])).toEqual(thread(events))
  })
})
