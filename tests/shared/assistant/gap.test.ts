import { describe, expect, it } from 'vitest'
import { type Find, gapOf } from '../../../shared/assistant/gap.ts'
import { digest } from '../../../shared/base/digest.ts'
import type { CommandId } from '../../../shared/base/ids.ts'
import type { ConversationEvent } from '../../../shared/conversation/events.ts'
import { type Conversation, newConversation } from '../../../shared/conversation/state.ts'
import { gapText } from '../../../shared/knowledge/gap.ts'

const AT = Date.UTC(2026, 10, 21, 15)
const id = (letter: string) => `m_${letter.repeat(26)}` as CommandId
const happened = (name: string, cause: CommandId, by: string, data: object) =>
  ({ name, cause, data, by: { kind: by }, seq: 2, at: AT }) as unknown as ConversationEvent
const message = (text: string, by = 'customer') => happened('v1.MessageSent', id('a'), by, { text })
const unknown = happened('v1.AssistantAnswered', id('b'), 'assistant', {
  inReplyTo: id('a'),
  turn: { kind: 'unknown', confidence: 0.1 },
})
const answered = (turn: object) => happened('v1.AssistantAnswered', id('b'), 'assistant', { inReplyTo: id('a'), turn })
const judged = (helpful: boolean) => happened('v1.AnswerJudged', id('c'), 'customer', { answer: id('b'), helpful })
const among =
  (...log: ConversationEvent[]): Find =>
  (cause, name) =>
    log.findLast((event) => event.cause === cause && event.name === name) ?? null
const state: Conversation = { ...newConversation, language: 'en', phase: { name: 'assistant' } }
const ANSWER = { kind: 'answer', pack: 'p'.repeat(32), article: 'return-goods', question: '怎么退货', text: '七天内可以退。' }

describe('[K24] the question of a gap', () => {
  it('[K24] is what the assistant knew nothing to', () => {
    expect(gapOf(unknown, state, among(message('你们支持数字人民币吗？')))).toEqual({
      text: '你们支持数字人民币吗？',
      language: 'en',
      why: 'unknown',
      article: null,
      said: null,
      pack: null,
      day: '2026-11-21',
    })
  })

  it('[K24] is what an answer or choices did not help with, and nothing that helped', () => {
    const log = among(message('鞋子能退吗'), answered(ANSWER))
    expect(gapOf(judged(false), state, log)).toMatchObject({
      why: 'unhelpful',
      article: 'return-goods',
      said: digest('七天内可以退。'),
      pack: ANSWER.pack,
    })
    expect(gapOf(judged(true), state, log)).toBeNull()
    const choices = answered({ kind: 'choices', pack: ANSWER.pack, options: [] })
    expect(gapOf(judged(false), state, among(message('鞋子能退吗'), choices))).toMatchObject({ why: 'unhelpful', article: null })
    expect(gapOf(answered(ANSWER), state, log)).toBeNull()
  })

  it('[K24] is none inside a flow, of small talk, of a seat, or where the message is not there', () => {
    const inFlow = { ...state, dialogue: { flow: 'return' } as unknown as Conversation['dialogue'] }
    expect(gapOf(unknown, inFlow, among(message('昨天下午那双')))).toBeNull()
    expect(gapOf(unknown, state, among(message('好的谢谢')))).toBeNull()
    expect(gapOf(unknown, state, among(message('我帮您查一下', 'seat')))).toBeNull()
    expect(gapOf(unknown, state, among())).toBeNull()
    expect(gapOf(judged(false), state, among(message('鞋子能退吗')))).toBeNull()
  })
})

describe('[K24] its text', () => {
  it.each([
    ['我的手机号13912345670绑定不了怎么办', '我的手机号***绑定不了怎么办'],
    ['订单 20261121000873 什么时候发货', '订单 *** 什么时候发货'],
    ['运单SF1390 2817 6650到哪了', '运单***到哪了'],
    ['合同号HT-2026A0091X 怎么改', '合同号*** 怎么改'],
    ['退款到li.na@qq.com行不行', '退款到***@qq.com行不行'],
    ['  怎么\n\n退  ', '怎么 退'],
    ['iPhone 15 Pro能以旧换新吗', 'iPhone 15 Pro能以旧换新吗'],
    ['满300减50的券为什么用不了', '满300减50的券为什么用不了'],
  ])('[K24] hides what leads to a person: %s', (text, kept) => {
    expect(gapText(text)).toBe(kept)
  })

  it.each(['嗯嗯', '？？？', '好的', '13912345670', 'ok', '  ', '哈哈哈哈', '😀😀😀', '20261121000873'])(
    '[K24] says too little: %s',
    (text) => {
      expect(gapText(text)).toBeNull()
    },
  )

  it('[K24] is no longer than a phrasing, and cut between characters', () => {
    const text = gapText(`怎么办${'很'.repeat(156)}😀之后还有很多`)
    expect(text).toHaveLength(159)
    expect(text?.isWellFormed()).toBe(true)
  })
})
