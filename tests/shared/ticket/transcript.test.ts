import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { ticketIdOf } from '../../../shared/base/new-ids.ts'
import { TRANSCRIPT_LINES, transcriptOf } from '../../../shared/ticket/transcript.ts'
import { serving } from '../../support/actors.ts'
import { answerWith, choicesTurn, command, leaveMessage, roomIn, say, unknownTurn } from '../../support/conversations.ts'
import { at, commandId } from '../../support/ids.ts'

describe('[T37] a transcript', () => {
  it('[T37] is what was said, by whom, in order, and nothing that only screens have words for', () => {
    const room = roomIn('assistant')
    room.take(answerWith(choicesTurn))
    room.take(answerWith(unknownTurn))
    const left = leaveMessage('请回电 13912345678', '13800000000')
    room.take(left)
    const ticket = ticketIdOf(left.id)
    const seat = { id: serving.id, name: serving.name }
    const answered = { ticket, what: 'answer', status: 'processing', seat, title: '', text: '已安排' } as const
    room.take(command('note-ticket', answered), { kind: 'system', id: ticket })
    room.take(command('say-to-ticket', { ticket, what: 'addition', text: '好' }))
    expect(transcriptOf(room.events).map(({ by, name, text }) => [by, name, text])).toEqual([
      ['customer', '', '你好'],
      ['assistant', '', '自签收次日起七天内可以退货。'],
      ['assistant', '', '怎么开发票？\n退货运费谁承担？'],
      ['customer', '', '请回电 13912345678'],
      ['seat', serving.name, '已安排'],
      ['customer', '', '好'],
    ])
  })

  it('[T37] keeps the latest lines within its bounds, and one line at least', () => {
    const room = roomIn('assistant')
    for (let each = 0; each < TRANSCRIPT_LINES + 5; each++) room.take(say(`第${each}句`))
    const many = transcriptOf(room.events)
    expect(many).toHaveLength(TRANSCRIPT_LINES)
    expect(at(many, -1).text).toBe(`第${TRANSCRIPT_LINES + 4}句`)
    for (let each = 0; each < 12; each++) room.take(say('长'.repeat(LIMITS.messageText)))
    const long = transcriptOf(room.events)
    expect(long).toHaveLength(LIMITS.transcript / LIMITS.messageText)
    const huge = { ...at(room.events, 1), cause: commandId(), data: { text: '长'.repeat(LIMITS.transcript + 1) } }
    expect(transcriptOf([huge])).toHaveLength(1)
  })
})
