import { describe, expect, it } from 'vitest'
import { type Beside, begin } from '../../../shared/assistant/dialogue.ts'
import { beginningsOf, type Knowledge, respond } from '../../../shared/assistant/respond.ts'
import { thread } from '../../../shared/conversation/thread.ts'
import type { Slot } from '../../../shared/knowledge/flow.ts'
import { buildIndex } from '../../../shared/knowledge/index.ts'
import type { Reading } from '../../../shared/understanding/reading.ts'
import { ARTICLES, library, PACK } from '../../support/articles.ts'
import { answerWith, open, requestPerson, say, TestRoom } from '../../support/conversations.ts'
import { FLOWS } from '../../support/flows.ts'

const knowledge: Knowledge = {
  version: PACK,
  index: buildIndex(ARTICLES),
  flows: FLOWS,
  beginnings: beginningsOf(FLOWS),
  flow: library.flow,
}
const TODAY = '2026-01-15'
/** Nothing is said beside the flow. */
const quiet: Beside = {
  today: TODAY,
  flow: () => undefined,
  answer: () => null,
  other: () => null,
  isSmallTalk: () => false,
  isLeaving: () => false,
  isUpset: false,
  acts: [],
  lacks: () => true,
}

/** Says the sentences one by one to a room as a device does, and gives what the assistant did to the last. */
function talk(...sentences: (string | [string, Partial<Reading>])[]) {
  const room = new TestRoom()
  room.take(open())
  let last = ''
  for (const sentence of sentences) {
    const [text, reading] = typeof sentence === 'string' ? [sentence, null] : sentence
    const message = say(text)
    room.take(message)
    const response = respond(room.state, text, knowledge, { today: TODAY, reading: reading as Reading | null })
    last = response.do
    if (response.do === 'say') room.take(answerWith(response.turn, message.id))
    if (response.do === 'request-person') room.take(requestPerson())
  }
  return { room, last, said: saidBy(room) }
}

/** The last turn of the assistant as somebody reads it. */
function saidBy(room: TestRoom): string[] {
  const body = thread(room.events).findLast((item) => item.body.kind === 'flow')?.body
  if (body?.kind !== 'flow') return []
  return body.turn.parts.map((part) =>
    part.kind === 'note'
      ? `(${part.note}${part.label && ` ${part.label}`}${part.shown && ` ${part.shown}`})`
      : part.kind === 'article'
        ? `[${part.article}]`
        : part.text,
  )
}
const slotsOf = (room: TestRoom) =>
  Object.fromEntries(Object.entries(room.state.dialogue?.slots ?? {}).map(([name, { shown }]) => [name, shown]))

describe('a flow', () => {
  it('[K10] begins with what is wanted, takes what is told already, and asks for the rest', () => {
    const { room, said } = talk('我要退货，订单20261120881234')
    expect(said).toEqual(['(began)', '为什么退？'])
    expect(slotsOf(room)).toEqual({ order: '20261120881234' })
  })

  it('[K10] a question about it is for the articles', () => {
    expect(talk('收到货后多久可以退货？').room.state.dialogue).toBeNull()
  })

  it('[K10] goes through to a request that waits at the desk, with everything that was told', () => {
    const { room, said } = talk('我要退货', '20261120881234', '不合适', '13912345678', '对')
    expect(said).toEqual(['20261120881234 的退货申请已记下。', '客服会在一个工作日内联系您。'])
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: false })
    expect(room.state.dialogue).toBeNull()
    expect(thread(room.events).at(-2)?.body).toEqual({
      kind: 'request',
      name: '退货',
      rows: [
        { name: 'order', label: '订单号', shown: '20261120881234' },
        { name: 'reason', label: '原因', shown: '不喜欢' },
        { name: 'phone', label: '手机号', shown: '13912345678' },
      ],
    })
  })

  it('[K10] branches by what was told', () => {
    expect(talk('我要退货', '20261120881234', '不喜欢').said).toEqual(['不喜欢的退货，运费由您承担。', '联系您的手机号是？'])
    expect(talk('我要退货', '20261120881234', '收到就坏了').said).toEqual(['具体是什么问题？'])
  })

  it('[K11] a slot that may be left out is left out', () => {
    expect(talk('我要退货', '20261120881234', '不喜欢', '跳过').said).toEqual(['请核对：'])
  })

  it.each([
    [['我要退货', '20261120881234', '不对，是20261119770000'], { order: '20261119770000' }, '(changed 订单号 20261119770000)'],
    [['我要退货', '20261120881234', '不对，是昨天那单'], { order: '不对，是昨天那单' }, ''],
    [
      ['我要退货', '20261120881234', '不喜欢', '13912345678', '手机号错了，应该是13887654321'],
      { phone: '13887654321' },
      '(changed 手机号 13887654321)',
    ],
    [['我要退货', '20261120881234', '不喜欢', '13912345678', '不是不喜欢，是质量问题'], { reason: '质量问题' }, '(changed 原因 质量问题)'],
  ] as const)('[K11] %j takes back what was told', (sentences, slots, note) => {
    const { room, said } = talk(...sentences)
    if (note) expect(said).toContain(note)
    for (const [name, shown] of Object.entries(slots)) expect(slotsOf(room)[name]).toContain(shown.replace('不对，是', ''))
  })

  it('[K11] a slot that is only called wrong is asked for again', () => {
    const { room, said } = talk('我要退货', '20261120881234', '不喜欢', '13912345678', '手机号错了')
    expect(said).toEqual(['联系您的手机号是？'])
    expect(slotsOf(room).phone).toBeUndefined()
  })

  it('[K11] saying no to the summary asks what is to change', () => {
    expect(talk('我要退货', '20261120881234', '不喜欢', '跳过', '不对').said).toEqual(['(what-to-change)'])
  })

  it('[K12] a question in the middle is answered, and the flow asks again', () => {
    const { room, said } = talk('我要退货', '20261120881234', '退货运费谁承担？')
    expect(said).toEqual(['[return-cost]', '(back)', '为什么退？'])
    expect(slotsOf(room)).toEqual({ order: '20261120881234' })
  })

  it('[K12] another flow comes first, and this one after it', () => {
    const { said } = talk('我要退货', '20261120881234', '给我开一张发票')
    expect(said).toEqual(['(began)', '发票抬头写什么？'])
    const { room, said: back } = talk('我要退货', '20261120881234', '给我开一张发票', '上海稳舟贸易有限公司')
    expect(back).toEqual(['抬头“上海稳舟贸易有限公司”的发票申请已记下。', '开好后发给您。', '(back)', '为什么退？'])
    expect(room.state.dialogue?.flow).toBe('return')
  })

  it.each(['算了', '不办了', 'never mind', '拜拜'])('[K12] %s ends it', (text) => {
    const { room, said } = talk('我要退货', text)
    expect(said).toEqual(['(cancelled)'])
    expect(room.state.dialogue).toBeNull()
    expect(room.state.phase.name).toBe('assistant')
  })

  it('[K13] what is not understood is asked again, then a person is offered, then asked for', () => {
    expect(talk('我要退货', '嗯嗯嗯哼').said).toEqual(['(not-understood 订单号)', '要退哪一单？'])
    expect(talk('我要退货', '嗯嗯嗯哼', '啦啦啦').said).toEqual(['(not-understood 订单号)', '(offer-person)', '要退哪一单？'])
    const { room } = talk('我要退货', '嗯嗯嗯哼', '啦啦啦', '哈哈哈哈')
    expect(room.state.phase).toMatchObject({ name: 'waiting', live: true })
  })

  it.each([
    ['商家说不退，态度还很差', '我要退货', '20261120881234', '坏了'],
    ['网页打不开了', '我要退货', '20261120881234', '坏了'],
    ['收到的东西不对，尺码也不对', '我要退货', '20261120881234', '坏了'],
    ['我申请过退货你们一直不处理', '我要退货', '20261120881234', '坏了'],
  ])('[K11] 「%s」 is what is wrong, and neither a correction nor a farewell', (text, ...before) => {
    const { room } = talk(...before, text)
    expect(slotsOf(room)).toMatchObject({ order: '20261120881234', reason: '质量问题', fault: text })
  })

  it.each(['没有了，谢谢', 'no thanks', '不用了'])('[K11] 「%s」 leaves out what may be left out', (text) => {
    const { room, said } = talk('我要退货', '20261120881234', '不喜欢', text)
    expect(said).toEqual(['请核对：'])
    expect(room.state.dialogue).not.toBeNull()
  })

  it.each(['好的，谢谢', 'ok thanks', '没错'])('[K11] 「%s」 hands in', (text) => {
    expect(talk('我要退货', '20261120881234', '不喜欢', '跳过', text).room.state.requested).toBe(true)
  })

  // A pattern that tries every way takes seconds to hours on these: the runner's own limit ends the test.
  it.each([
    `${'嗯'.repeat(28)}那`,
    '9'.repeat(4000),
    `我要${'…'.repeat(3990)}投诉`,
    ','.repeat(4000),
    '不'.repeat(4000),
    'a '.repeat(2000),
    '一'.repeat(4000),
    `中山路1号${'中'.repeat(3990)}`,
  ])('[K13] what begins with %.9s, however long, is read and answered', (text) => {
    for (const before of [[], ['我要退货', '20261120881234', '坏了'], ['我要退货', '20261120881234', '不喜欢', '跳过']])
      expect(talk(...before, text).last).not.toBe('')
  })

  it('[K13] politeness is no miss', () => {
    const { room, said } = talk('我要退货', '你好')
    expect(said).toEqual(['(back)', '要退哪一单？'])
    expect(room.state.dialogue?.tries).toBe(0)
  })

  it.each(['转人工', '我要找律师起诉你们', '不想活了'])('[K13] %s asks for a person at once, whatever is under way', (text) => {
    const { room, last } = talk('我要退货', '20261120881234', text)
    expect(last).toBe('request-person')
    expect(room.state.dialogue?.slots.order?.shown, 'what was told is kept for the person').toBe('20261120881234')
  })

  it('[K13] so does who asks for one in other words: beyond doubt at once, else where nothing answers', () => {
    const wish = (score: number) =>
      ({ anger: 0, mood: 'neutral', intent: 'request-person', score, candidates: [] }) satisfies Partial<Reading>
    expect(talk(['你给我换个坐席，当面说', wish(0.95)]).last).toBe('request-person')
    expect(talk(['怎么开发票', wish(0.95)]).last).toBe('request-person')
    expect(talk(['你给我换个坐席，当面说', wish(0.6)]).last).toBe('request-person')
    expect(talk(['怎么开发票', wish(0.6)]).last, 'an answer comes first').toBe('say')
  })

  it('[K13] so does fury that no answer meets', () => {
    const furious = { anger: 3, mood: 'negative', intent: 'complaint', score: 0.9, candidates: [] } satisfies Partial<Reading>
    expect(talk(['你们到底在干什么', { ...furious }]).last).toBe('request-person')
    expect(talk(['你们到底在干什么', { ...furious, anger: 1 }]).last).not.toBe('request-person')
    expect(talk(['怎么开发票', { ...furious }]).last, 'an answer comes first').toBe('say')
  })

  it('[K30] who is angry is spared the words around a step, and a person is one miss nearer', () => {
    const angry = { anger: 2, mood: 'negative', intent: 'complaint', score: 0.9, candidates: [] } satisfies Partial<Reading>
    const calm = { ...angry, anger: 1 } satisfies Partial<Reading>
    expect(talk('我要退货', '20261120881234', ['退货运费谁承担？', angry]).said).toEqual(['[return-cost]', '为什么退？'])
    expect(talk('我要退货', '20261120881234', ['退货运费谁承担？', calm]).said).toContain('(back)')
    expect(talk('我要退货', ['嗯嗯嗯哼', angry]).said).toContain('(offer-person)')
    expect(talk('我要退货', ['嗯嗯嗯哼', calm]).said).not.toContain('(offer-person)')
    expect(talk('我要退货', ['嗯嗯嗯哼', angry], ['啦啦啦', angry]).room.state.phase).toMatchObject({ name: 'waiting', live: true })
    expect(talk(['哼哈哼哈', angry]).last, 'where nothing at all is known').toBe('request-person')
    expect(talk(['哼哈哼哈', calm]).last).toBe('say')
    for (const intent of ['out-of-scope', 'chit-chat'])
      expect(talk(['你喜欢什么颜色的袜子', { ...angry, intent }]).last, `${intent} asks nothing of anybody`).toBe('say')
  })

  it('[K10] what answers a question that is still to come is kept for it', () => {
    const { room, said } = talk('我要退货', '是不合适')
    expect(said).toEqual(['要退哪一单？'])
    expect(slotsOf(room)).toEqual({ reason: '不喜欢' })
    expect(room.state.dialogue?.tries).toBe(0)
  })

  it('[K10] the sentence that begins a flow may answer what it would ask first', () => {
    const flow = FLOWS[0]
    if (!flow) throw new Error('no flow')
    const [order, ask] = flow.steps
    if (!order || !ask) throw new Error('no steps')
    const first = { ...flow, steps: [ask, ...flow.steps.slice(2)] }
    const slots = flow.slots.map((slot) => ({ ...slot, options: slot.options?.map((option) => ({ ...option, words: ['…紧'] })) }))
    const told = (options: Slot[]) => begin(PACK, { ...first, slots: options }, '裤腰紧，我要退货', quiet).slots
    expect(told(slots), 'two options have that word').toEqual({})
    const [one, ...others] = slots.map((slot) => ({
      ...slot,
      options: slot.options?.map((option, at) => (at === 0 ? option : { ...option, words: [] })),
    }))
    expect(told([one as Slot, ...others])).toEqual({ reason: { value: 'unwanted', shown: '不喜欢' } })
  })

  it('[K10] what a model reads without a doubt begins the flow that is near, without a word of wishing', () => {
    const read = (score: number): Partial<Reading> => ({ mood: 'neutral', anger: 0, candidates: [{ intent: 'return-goods', score }] })
    expect(talk(['这件不要了，退货', read(0.95)]).room.state.dialogue?.flow).toBe('return')
    expect(talk(['这件不要了，退货', read(0.2)]).room.state.dialogue).toBeNull()
  })

  it('[K12] a question that holds a word of a choice is still a question', () => {
    const { room, said } = talk('我要退货', '20261120881234', '不合适的话退货运费由谁来承担？')
    expect(said).toEqual(['[return-cost]', '(back)', '为什么退？'])
    expect(slotsOf(room).reason).toBeUndefined()
  })

  it('[K9] the same talk gives the same turns', () => {
    const sentences = ['我要退货', '20261120881234', '退货运费谁承担？', '坏了', '拉链开了', '13912345678', '对'] as const
    const data = () =>
      talk(...sentences)
        .room.events.filter(({ name }) => name === 'v1.FlowAdvanced')
        .map((event) => (event.data as { turn: unknown }).turn)
    expect(data()).toEqual(data())
  })
})
