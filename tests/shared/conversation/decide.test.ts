import { describe, expect, it } from 'vitest'
import { DAY } from '../../../shared/base/clock.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { DEFAULT_QUEUE } from '../../../shared/base/new-ids.ts'
import type { Turn } from '../../../shared/conversation/commands.ts'
import { isIdempotent } from '../../../shared/conversation/commands.ts'
import type { PackVersion } from '../../../shared/knowledge/pack.ts'
import { serving } from '../../support/actors.ts'
import { ARTICLES, PACK } from '../../support/articles.ts'
import {
  answerTurn,
  answerWith,
  choicesTurn,
  command,
  judge,
  leaveMessage,
  open,
  requestPerson,
  roomIn,
  say,
  unknownTurn,
} from '../../support/conversations.ts'
import { at, commandId } from '../../support/ids.ts'

const lastData = (room: ReturnType<typeof roomIn>) => at(room.events, -1).data

describe('[C7] texts', () => {
  it.each([
    ['nothing', '', 'text-empty'],
    ['white space', ' \n\t　', 'text-empty'],
    ['invisible characters', '\u200b\ufeff\u202e', 'text-empty'],
    ['one over the limit', '长'.repeat(LIMITS.messageText + 1), 'text-too-long'],
    ['the limit', '长'.repeat(LIMITS.messageText), null],
    ['the limit with space around it', ` ${'长'.repeat(LIMITS.messageText)}\n`, null],
    ['code', '<script>alert(1)</script>', null],
  ])('[C7] a message of %s', (_what, text, code) => {
    expect(roomIn('assistant').refusalOf(say(text))).toBe(code)
    expect(roomIn('assistant').refusalOf(leaveMessage(text))).toBe(code)
  })

  it('[C7] keeps line breaks and drops what hides', () => {
    const room = roomIn('assistant')
    room.take(say('  一\r\n二\u0007\u200b三 '))
    expect(lastData(room)).toEqual({ text: '一\n二 三' })
  })
})

describe('[C8] the assistant', () => {
  it('[C8] takes the words of an answer from the library, with its related articles', () => {
    const room = roomIn('assistant')
    const question = say('几天能退')
    room.take(question)
    room.take(answerWith(answerTurn, question.id))
    const { answer: text, question: title, source, updated } = at(ARTICLES, 0)
    expect(lastData(room)).toEqual({
      inReplyTo: question.id,
      turn: {
        kind: 'answer',
        pack: PACK,
        article: 'return-window',
        question: title,
        text,
        source,
        updated,
        related: [{ id: 'return-cost', question: '退货运费谁承担？' }],
        confidence: 0.9,
      },
    })
    expect(at(room.events, -1).by).toEqual({ kind: 'assistant' })
  })

  it('[C8] names choices by their questions', () => {
    const room = roomIn('assistant')
    room.take(answerWith(choicesTurn))
    expect(lastData(room)).toMatchObject({ turn: { options: [{ id: 'invoice', question: '怎么开发票？' }, { id: 'return-cost' }] } })
  })

  const elsewhere = 'f'.repeat(32) as PackVersion
  it.each<[string, Turn]>([
    ['an article that is not there', { ...answerTurn, article: 'gone' } as Turn],
    ['a pack that is not there', { ...answerTurn, pack: elsewhere } as Turn],
    ['one choice of two that is not there', { ...choicesTurn, articles: ['invoice', 'gone'] } as Turn],
  ])('[C8] cannot speak of %s', (_what, turn) => {
    expect(roomIn('assistant').refusalOf(answerWith(turn))).toBe('unknown-article')
  })
})

describe('[C9] [C10] misses', () => {
  const ASKED = ['v1.AssistantAnswered', 'v1.PersonRequested']

  it('[C9] the second unknown in a row asks for a person, and the third finds one already asked for', () => {
    const room = roomIn('assistant')
    expect(room.take(answerWith(unknownTurn))).toEqual(['v1.AssistantAnswered'])
    const second = answerWith(unknownTurn)
    expect(room.take(second)).toEqual(ASKED)
    expect(lastData(room)).toEqual({ reason: 'misses', queue: DEFAULT_QUEUE, entry: second.id })
    expect(at(room.events, -1).by).toEqual({ kind: 'assistant' })
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: true, entry: second.id })
    expect(room.refusalOf(answerWith(unknownTurn))).toBe('already-waiting')
  })

  it('[C9] an answer in between ends the row', () => {
    const room = roomIn('assistant')
    for (const turn of [unknownTurn, answerTurn, unknownTurn]) expect(room.take(answerWith(turn))).toEqual(['v1.AssistantAnswered'])
    expect(room.take(answerWith(unknownTurn))).toEqual(ASKED)
  })

  it.each([
    ['choices', choicesTurn],
    ['small talk', { kind: 'small-talk', topic: 'greeting' } as Turn],
  ])('[C9] %s in between neither end the row nor count', (_what, turn) => {
    const room = roomIn('assistant')
    for (const each of [unknownTurn, turn]) expect(room.take(answerWith(each))).toEqual(['v1.AssistantAnswered'])
    expect(room.take(answerWith(unknownTurn))).toEqual(ASKED)
  })

  it('[C9] leaving the line begins a new row', () => {
    const room = roomIn('assistant')
    room.take(answerWith(unknownTurn))
    room.take(answerWith(unknownTurn))
    room.take(command('leave-queue', {}))
    expect(room.take(answerWith(unknownTurn))).toEqual(['v1.AssistantAnswered'])
  })

  it('[C10] two answers in a row that did not help ask for a person', () => {
    const room = roomIn('assistant')
    const [first, second] = [answerWith(answerTurn), answerWith(answerTurn)]
    room.take(first)
    expect(room.take(judge(first.id, false))).toEqual(['v1.AnswerJudged'])
    room.take(second)
    expect(room.take(judge(second.id, false))).toEqual(['v1.AnswerJudged', 'v1.PersonRequested'])
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: true })
  })

  it('[C10] an unknown and then an answer that did not help are two misses', () => {
    const room = roomIn('assistant')
    const answer = answerWith(answerTurn)
    room.take(answerWith(unknownTurn))
    room.take(answer)
    expect(room.take(judge(answer.id, false))).toEqual(['v1.AnswerJudged', 'v1.PersonRequested'])
  })

  it('[C10] an answer that helped ends the row', () => {
    const room = roomIn('assistant')
    const [first, second] = [answerWith(answerTurn), answerWith(answerTurn)]
    room.take(first)
    room.take(judge(first.id, false))
    room.take(second)
    expect(room.take(judge(second.id, true))).toEqual(['v1.AnswerJudged'])
    expect(room.state.misses).toBe(0)
    expect(room.take(answerWith(unknownTurn))).toEqual(['v1.AssistantAnswered'])
  })

  it('[C10] an answer is judged once, and only answers and choices are judged', () => {
    const room = roomIn('assistant')
    expect(room.refusalOf(judge(commandId(), true))).toBe('unknown-message')
    room.take(judge(room.answer, true))
    expect(room.refusalOf(judge(room.answer, false))).toBe('unknown-message')
    const turns = [choicesTurn, unknownTurn, { kind: 'small-talk', topic: 'thanks' } as Turn].map((turn) => answerWith(turn))
    for (const turn of turns) room.take(turn)
    expect(turns.map((turn) => room.refusalOf(judge(turn.id, false)))).toEqual([null, 'unknown-message', 'unknown-message'])
  })

  it('[C10] the twentieth latest answer may still be judged, the one before no longer', () => {
    const room = roomIn('assistant')
    const answers = Array.from({ length: 20 }, () => answerWith(answerTurn))
    for (const answer of answers) room.take(answer)
    expect(room.refusalOf(judge(at(answers, 0).id, true))).toBeNull()
    expect(room.refusalOf(judge(room.answer, true))).toBe('unknown-message')
  })

  it.each(['waiting', 'person', 'closed'] as const)('[C10] a judgement in %s is kept but asks for nobody', (phase) => {
    const room = roomIn(phase)
    expect(room.take(judge(room.answer, false))).toEqual(['v1.AnswerJudged'])
    expect(room.state.phase.name).toBe(phase)
  })
})

describe('[C11] marks', () => {
  /** seq: 1 opened, 2 customer, 3 answer, 4 requested, 5 joined, 6 seat. */
  const mark = (delivered: number, read: number) => command('mark', { delivered, read })

  it.each([
    ['as far as the seat has spoken', 99, 99, { delivered: 6, read: 6 }],
    ['delivered before read', 6, 0, { delivered: 6, read: 0 }],
    ['what is read is delivered', 0, 6, { delivered: 6, read: 6 }],
    ['short of the last message', 4, 2, { delivered: 4, read: 2 }],
  ])('[C11] rise %s', (_what, delivered, read, marks) => {
    const room = roomIn('person')
    room.take(mark(delivered, read))
    expect(room.state.marks).toEqual({ customer: marks, seat: { delivered: 0, read: 0 } })
  })

  it('[C11] never fall, and what changes nothing is no event', () => {
    const room = roomIn('person')
    room.take(mark(6, 6))
    for (const [delivered, read] of [
      [6, 6],
      [1, 1],
      [0, 0],
      [99, 99],
    ] as const)
      expect(room.take(mark(delivered, read))).toEqual([])
    expect(room.state.marks.customer).toEqual({ delivered: 6, read: 6 })
  })

  it('[C11] the seat marks what the customer has said, and only that', () => {
    const room = roomIn('person')
    room.take(mark(99, 99), serving)
    expect(room.state.marks.seat).toEqual({ delivered: 2, read: 2 })
  })

  it('[C11] a mark needs no receipt, everything else does', () => {
    expect(isIdempotent(mark(1, 1))).toBe(true)
    expect([open(), say('a'), requestPerson(), judge(commandId(), true)].some(isIdempotent)).toBe(false)
  })
})

describe('[C12] ratings', () => {
  const rate = (score: number, text = '') => command('rate', { rating: { score, tags: ['solved', 'fast', 'solved'], text } })

  it('[C12] are kept clean, each tag once', () => {
    const room = roomIn('closed')
    room.take(rate(4, ' 很好\u200b '))
    expect(lastData(room)).toEqual({ rating: { score: 4, tags: ['solved', 'fast'], text: '很好' } })
  })

  it('[C12] may be given for thirty days after the end', () => {
    const room = roomIn('closed')
    room.now += LIMITS.ratingAfterClose
    expect(room.refusalOf(rate(5))).toBeNull()
    room.now += 1
    expect(room.refusalOf(rate(5))).toBe('rating-too-late')
  })

  it('[C12] may be changed for a day after they were first given, however often', () => {
    const room = roomIn('closed')
    room.now += 29 * DAY
    room.take(rate(5))
    room.now += DAY - 1
    room.take(rate(1))
    room.now += 1
    room.take(rate(2))
    expect(room.state.rating?.rating.score).toBe(2)
    room.now += 1
    expect(room.refusalOf(rate(3))).toBe('rating-too-late')
  })

  it('[C12] have no longer text than the form', () => {
    expect(roomIn('closed').refusalOf(rate(5, '好'.repeat(LIMITS.ratingText)))).toBeNull()
    expect(roomIn('closed').refusalOf(rate(5, '好'.repeat(LIMITS.ratingText + 1)))).toBe('text-too-long')
  })
})

describe('[C13-C17] the line', () => {
  it('[C13] for a person, the assistant says only what it is sure of; after a message it talks on', () => {
    const smallTalk: Turn = { kind: 'small-talk', topic: 'greeting' }
    const codes = (phase: 'waiting' | 'message-left') =>
      [answerTurn, choicesTurn, unknownTurn, smallTalk].map((turn) => roomIn(phase).refusalOf(answerWith(turn)))
    expect(codes('waiting')).toEqual([null, 'already-waiting', 'already-waiting', 'already-waiting'])
    expect(codes('message-left')).toEqual([null, null, null, null])
  })

  it('[C14] who left a message may still ask for a person, under a new entry', () => {
    const room = roomIn('message-left')
    const asked = requestPerson()
    room.take(asked)
    expect(room.state.phase).toEqual({ name: 'waiting', queue: DEFAULT_QUEUE, entry: asked.id, since: room.now, live: true })
  })

  it('[C15] leaving the line gives the conversation back to the assistant', () => {
    const room = roomIn('waiting')
    room.take(command('leave-queue', {}))
    expect(room.state.phase).toEqual({ name: 'assistant' })
    expect(room.refusalOf(answerWith(unknownTurn))).toBeNull()
  })

  it('[C16] a left message waits with its contact, cleaned and within its limit', () => {
    const room = roomIn('assistant')
    room.take(leaveMessage('请回电', ' 138 \u200b'))
    expect(at(room.events, -2).data).toMatchObject({ text: '请回电', contact: '138' })
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: false })
    expect(roomIn('assistant').refusalOf(leaveMessage('请回电', '1'.repeat(LIMITS.contact)))).toBeNull()
    expect(roomIn('assistant').refusalOf(leaveMessage('请回电', '1'.repeat(LIMITS.contact + 1)))).toBe('text-too-long')
  })

  it('[C17] a person who has joined is the one who may write', () => {
    const room = roomIn('person')
    expect(room.state.phase).toMatchObject({ name: 'person', entry: room.entry, seat: { id: serving.id, name: serving.name } })
    expect(at(room.events, -1).by).toEqual({ kind: 'seat', id: serving.id, name: serving.name })
  })
})
